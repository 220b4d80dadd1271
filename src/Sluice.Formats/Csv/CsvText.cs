using System.Text;

namespace Sluice.Formats.Csv;

/// <summary>The text of a field.</summary>
internal static class CsvText
{
    /// <summary>Bytes of a value shown in a message or a dead letter at most.</summary>
    public const int ShownBytes = 200;

    /// <summary>Whether a field is in quotes.</summary>
    public static bool IsQuoted(ReadOnlySpan<byte> field, CsvOptions options) => field.Length >= 2 && field[0] == options.QuoteByte;

    /// <summary>Takes off the quotes and undoes doubling and escapes.</summary>
    /// <param name="field">A field in quotes.</param>
    /// <param name="target">At least as long as the field.</param>
    /// <param name="options">Quote and escape.</param>
    /// <returns>Bytes written.</returns>
    public static int Unquote(ReadOnlySpan<byte> field, Span<byte> target, CsvOptions options)
    {
        field = field[1..^1];
        byte escape = options.EscapeByte ?? options.QuoteByte!.Value;
        int length = 0;
        int found;
        while ((found = field.IndexOf(escape)) >= 0)
        {
            field[..found].CopyTo(target[length..]);
            length += found;
            if (found + 1 < field.Length)
                target[length++] = field[found + 1];
            field = field[Math.Min(found + 2, field.Length)..];
        }

        field.CopyTo(target[length..]);
        return length + field.Length;
    }

    /// <summary>A field as people read it: without quotes, cut to a sensible length.</summary>
    public static string Show(ReadOnlySpan<byte> field, CsvOptions options)
    {
        bool isCut = field.Length > ShownBytes;
        if (isCut)
            return Encoding.UTF8.GetString(field[..ShownBytes]).TrimEnd('\uFFFD') + "…";
        if (!IsQuoted(field, options) || field[^1] != options.QuoteByte)
            return Encoding.UTF8.GetString(field);
        Span<byte> plain = stackalloc byte[ShownBytes];
        return Encoding.UTF8.GetString(plain[..Unquote(field, plain, options)]);
    }

    /// <summary>A field's whole text.</summary>
    public static string Whole(ReadOnlySpan<byte> field, CsvOptions options)
    {
        if (!IsQuoted(field, options))
            return Encoding.UTF8.GetString(field);
        byte[] plain = new byte[field.Length];
        return Encoding.UTF8.GetString(plain, 0, Unquote(field, plain, options));
    }

    /// <summary>Whether an unquoted field stands for NULL.</summary>
    public static bool IsNull(ReadOnlySpan<byte> field, CsvOptions options)
    {
        foreach (byte[] token in options.Nulls)
        {
            if (field.SequenceEqual(token))
                return true;
        }

        return false;
    }
}
