using System.Globalization;
using Sluice.Types;

namespace Sluice.Formats.Csv;

/// <summary>What can go wrong with a CSV file.</summary>
public static class CsvErrors
{
    /// <summary>A delimiter, quote or escape that cannot be one.</summary>
    public static readonly ErrorCode BadOption = new("csv.bad_option", Fault.Job,
        "The delimiter, the quote and the escape are one ASCII character each, not a line end, and the delimiter differs from the others.");

    /// <summary>A record with more or fewer fields than there are columns.</summary>
    public static readonly ErrorCode FieldCount = new("csv.field_count", Fault.Data,
        "A line has more or fewer fields than the file has columns. Often a delimiter inside a value lacks quotes, or the delimiter option is wrong.");

    /// <summary>A quote where none may stand.</summary>
    public static readonly ErrorCode LoneQuote = new("csv.lone_quote", Fault.Data,
        "A quote stands inside an unquoted value, or text follows a closing quote. A quote inside a quoted value is written twice; a file without quoting is read with quote: \"\".");

    /// <summary>A quoted field without an end.</summary>
    public static readonly ErrorCode UnterminatedQuote = new("csv.unterminated_quote", Fault.Data,
        "A quoted value is not closed before the end of the file or within max_row. Close it, or read a file without quoting with quote: \"\".");

    /// <summary>The header lacks a column.</summary>
    public static readonly ErrorCode MissingColumn = new("csv.missing_column", Fault.Job,
        "A file's header lacks a column that is wanted. Check the spelling, or read the file without that column.");

    /// <summary>The header names a column twice.</summary>
    public static readonly ErrorCode DuplicateColumn = new("csv.duplicate_column", Fault.Job,
        "A file's header names a column twice. Rename one, or read the file with header: false and a schema.");

    /// <summary>Line ends of old Mac systems.</summary>
    public static readonly ErrorCode BadLineEnds = new("csv.bad_line_ends", Fault.Data,
        "The file's lines end with CR alone. Convert them to LF.");

    /// <summary>The first record cannot be read.</summary>
    public static readonly ErrorCode BadHeaderLine = new("csv.bad_header", Fault.Data,
        "The first record, which names the columns, cannot be read. Correct it, or set header: false and give a schema.");

    /// <summary>A file without anything to infer a schema from.</summary>
    public static readonly ErrorCode NoColumns = new("csv.no_columns", Fault.Job,
        "The file is empty, so its columns are not known. Give them with schema:.");

    internal static SluiceException Empty(string file) => new(NoColumns, "the file is empty: its columns are not known", file, "give the columns with schema:");

    internal static SluiceException BadHeader(string file, RecordKind kind, long line, string reason) => new(
        kind == RecordKind.Unterminated ? UnterminatedQuote : BadHeaderLine, $"the header cannot be read: {reason}", Text.LineMap.Place(file, line),
        "correct the first line, or check the options delimiter and quote");

    internal static SluiceException BadHeaderText(string file, string encoding) => new(
        Text.TextErrors.WrongEncoding, $"the header holds bytes that are not valid {encoding}", Text.LineMap.Place(file, 1),
        "say which encoding the file has, for example encoding: gbk, latin1 or utf-16le; or compression: gzip if it is compressed");

    internal static SluiceException OldLineEnds(string file) => new(
        BadLineEnds, "the lines end with CR alone, as on old Mac systems", file, "convert the line ends first, for example with tr '\\r' '\\n'");

    internal static SluiceException BadCharacter(string option, string text) => new(
        BadOption, $"'{text}' cannot be the {option} of a CSV file", $"option {option}", "use one ASCII character; delimiter and quote must differ");

    internal static SluiceException Missing(string file, string column, IEnumerable<string> header) => new(
        MissingColumn, $"the header has no column '{column}'", file,
        (NearestName.Find(column, header) is { } near ? $"did you mean '{near}'? " : "") + "the columns are: " + string.Join(", ", header));

    internal static SluiceException Duplicate(string file, string column) => new(
        DuplicateColumn, $"the header names the column '{column}' twice", file, "rename one of them, or set header: false and give a schema");

    internal static string CountText(int got, int expected) => string.Create(CultureInfo.InvariantCulture, $"{got} {(got == 1 ? "field" : "fields")} where {expected} are expected");
}
