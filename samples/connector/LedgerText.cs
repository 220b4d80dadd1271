using System.Globalization;
using Sluice.Types;

namespace Sluice.Sample.Ledger;

/// <summary>The text of columns and values: tab-separated, with <c>\t \n \r \\</c> escaped and <c>\N</c> for NULL.</summary>
internal static class LedgerText
{
    public static string WriteColumn(Column column) =>
        $"{Escape(column.Name)}\t{(column.Type.Kind == TypeKind.BigInt ? "integer" : "text")}\t{(column.Type.IsNullable ? "null" : "not null")}";

    public static Column ReadColumn(string line)
    {
        string[] parts = line.Split('\t');
        LogicalType type = parts[1] == "integer" ? LogicalType.BigInt : LogicalType.String;
        return new Column(Unescape(parts[0]), type.WithNullability(parts[2] == "null")) { NativeType = parts[1] };
    }

    public static string WriteValue(object? value) => value switch
    {
        null => "\\N",
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => Escape((string)value),
    };

    public static object? ReadValue(string text, LogicalType type) =>
        text == "\\N" ? null : type.Kind == TypeKind.BigInt ? long.Parse(text, CultureInfo.InvariantCulture) : Unescape(text);

    private static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal);

    private static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
            return text;
        var plain = new System.Text.StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
                plain.Append(text[i]);
            else
                plain.Append(text[++i] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', _ => '\\' });
        }

        return plain.ToString();
    }
}
