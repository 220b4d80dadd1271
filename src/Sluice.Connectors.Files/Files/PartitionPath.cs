using System.Globalization;
using System.Text;
using Sluice.Types;

namespace Sluice.Connectors.Files.Files;

/// <summary>Folders named <c>column=value</c>, escaped as Hive does.</summary>
internal static class PartitionPath
{
    /// <summary>The value of a folder that stands for NULL.</summary>
    public const string NullValue = "__HIVE_DEFAULT_PARTITION__";

    private const string Escaped = "\"#%'*/:=?\\{[]^";

    /// <summary>The pairs in a path below a folder, outermost first; a null value is NULL.</summary>
    public static IReadOnlyList<KeyValuePair<string, string?>> Parse(string path)
    {
        var pairs = new List<KeyValuePair<string, string?>>();
        string[] segments = path.Split('/');
        foreach (string segment in segments[..^1])
        {
            int equals = segment.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                continue;
            string value = Unescape(segment[(equals + 1)..]);
            pairs.Add(new(Unescape(segment[..equals]), value == NullValue ? null : value));
        }

        return pairs;
    }

    /// <summary>The folder of a column's value.</summary>
    public static string Folder(string column, string? value) => $"{Escape(column)}={(value is null ? NullValue : Escape(value))}";

    /// <summary>BIGINT when every value is an integer as we would write it, DATE when every value is a date, else STRING.</summary>
    public static LogicalType TypeOf(IEnumerable<string?> values)
    {
        (bool isAny, bool isInteger, bool isDate) = (false, true, true);
        foreach (string? value in values)
        {
            if (value is null)
                continue;
            isAny = true;
            isInteger &= long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
                && number.ToString(CultureInfo.InvariantCulture) == value;
            isDate &= value.Length == 10 && Iso8601Utf8.TryParseDate(Encoding.UTF8.GetBytes(value), out _);
        }

        return !isAny ? LogicalType.String : isInteger ? LogicalType.BigInt : isDate ? LogicalType.Date : LogicalType.String;
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (c < ' ' || c == '\x7F' || Escaped.Contains(c, StringComparison.Ordinal))
                escaped.Append('%').Append(((int)c).ToString("X2", CultureInfo.InvariantCulture));
            else
                escaped.Append(c);
        }

        // Such names would be the folder itself or its parent, or hidden.
        return escaped.ToString();
    }

    private static string Unescape(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
            return text;
        var plain = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length + 0 && i + 2 <= text.Length - 1
                && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte code))
            {
                plain.Append((char)code);
                i += 2;
            }
            else
            {
                plain.Append(text[i]);
            }
        }

        return plain.ToString();
    }
}
