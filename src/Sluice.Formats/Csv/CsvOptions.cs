using System.Text;
using Sluice.Connectors.Options;
using Sluice.Formats.Text;
using Sluice.Types;

namespace Sluice.Formats.Csv;

/// <summary>The options of a CSV file as the code uses them; every default stands here.</summary>
internal sealed record CsvOptions
{
    /// <summary>Options in <c>source:</c>.</summary>
    public static OptionSchema Read { get; } = new(
        Delimiter, Quote, Escape, Header, Null,
        new OptionSpec("quoted_null", OptionKind.Boolean, "Whether a NULL token in quotes is NULL too, not a text.") { Default = "false" },
        TextOptions.Encoding, TextOptions.ReadCompression, TextOptions.MaxRow, TextOptions.SampleRows, TextOptions.Binary);

    /// <summary>Options in <c>sink:</c>.</summary>
    public static OptionSchema Write { get; } = new(
        Delimiter, Quote, Header,
        new OptionSpec("null", OptionKind.Text, "How NULL is written, without quotes; a text that looks the same gets quotes.") { Default = "" },
        new OptionSpec("quoting", OptionKind.Choice, "Which values get quotes: those that need them, all text, or all values but NULL.") { Default = "needed", Choices = ["needed", "text", "all"] },
        new OptionSpec("line_end", OptionKind.Choice, "The end of a line.") { Default = "lf", Choices = ["lf", "crlf"] },
        TextOptions.WriteCompression, TextOptions.Binary);

    private static OptionSpec Delimiter => new("delimiter", OptionKind.Character, "The character between two values; by default a comma, or a tab when the file is called .tsv.");

    private static OptionSpec Quote => new("quote", OptionKind.Text, "The byte around a value that holds delimiters, quotes or line ends; empty for none.") { Default = "\"" };

    private static OptionSpec Escape => new("escape", OptionKind.Text, "The byte before a quote inside a quoted value; by default the quote itself, written twice.") { Default = "" };

    private static OptionSpec Header => new("header", OptionKind.Boolean, "Whether the first line names the columns.") { Default = "true" };

    private static OptionSpec Null => new("null", OptionKind.TextList, "What stands for NULL when it is not in quotes; one text or a list.") { Default = "" };

    /// <summary>The byte between values.</summary>
    public byte DelimiterByte { get; init; } = (byte)',';

    /// <summary>The byte around values; null when nothing is quoted.</summary>
    public byte? QuoteByte { get; init; } = (byte)'"';

    /// <summary>The byte before a quote inside a value, when it is not the quote itself.</summary>
    public byte? EscapeByte { get; init; }

    /// <summary>The first record names the columns.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>What stands for NULL without quotes.</summary>
    public byte[][] Nulls { get; init; } = [[]];

    /// <summary>A NULL token in quotes is NULL.</summary>
    public bool QuotedNull { get; init; }

    /// <summary>Binary values are hex, not base64.</summary>
    public bool IsHex { get; init; }

    /// <summary>The longest row.</summary>
    public long MaxRow { get; init; } = TextOptions.DefaultMaxRow;

    /// <summary>Rows a schema is inferred from.</summary>
    public long SampleRows { get; init; } = TextOptions.DefaultSampleRows;

    /// <summary>Which values are quoted: <c>needed</c>, <c>text</c>, <c>all</c>.</summary>
    public string Quoting { get; init; } = "needed";

    /// <summary>Lines end with CR LF.</summary>
    public bool IsCrLf { get; init; }

    /// <summary>Binds the values that were given or defaulted.</summary>
    /// <exception cref="SluiceException">A delimiter or quote that cannot be one.</exception>
    public static CsvOptions From(OptionValues values, string path)
    {
        string separator = values.Text("delimiter") ?? (path.Contains(".tsv", StringComparison.OrdinalIgnoreCase) ? "\t" : ",");
        byte delimiter = Single(separator, "delimiter") ?? throw CsvErrors.BadCharacter("delimiter", "");
        byte? quote = Single(values.Text("quote") ?? "\"", "quote");
        byte? escape = Single(values.Text("escape") ?? "", "escape");
        if (delimiter == quote || delimiter == escape || delimiter is (byte)'\n' or (byte)'\r' || quote is (byte)'\n' or (byte)'\r')
            throw CsvErrors.BadCharacter(delimiter == quote ? "quote" : "delimiter", separator);
        return new CsvOptions
        {
            DelimiterByte = delimiter,
            QuoteByte = quote,
            EscapeByte = escape == quote ? null : escape,
            HasHeader = !values.Has("header") || values.Boolean("header"),
            Nulls = NullsOf(values),
            QuotedNull = values.Boolean("quoted_null"),
            IsHex = values.Text("binary") == "hex",
            MaxRow = values.Integer("max_row") ?? TextOptions.DefaultMaxRow,
            SampleRows = values.Integer("sample_rows") ?? TextOptions.DefaultSampleRows,
            Quoting = values.Text("quoting") ?? "needed",
            IsCrLf = values.Text("line_end") == "crlf",
        };
    }

    private static byte[][] NullsOf(OptionValues values) => values.Text("null") is { } one ? [Encoding.UTF8.GetBytes(one)]
        : values.List("null") is { IsDefaultOrEmpty: false } list ? [.. list.Select(Encoding.UTF8.GetBytes)]
        : [[]];

    private static byte? Single(string text, string option) => text switch
    {
        "" => null,
        "\\t" => (byte)'\t',
        [<= '\x7F' and var c] => (byte)c,
        _ => throw CsvErrors.BadCharacter(option, text),
    };
}
