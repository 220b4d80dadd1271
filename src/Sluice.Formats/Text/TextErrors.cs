using System.Diagnostics.CodeAnalysis;
using Sluice.Types;

namespace Sluice.Formats.Text;

/// <summary>What can go wrong with the bytes of a text file before any format looks at them.</summary>
public static class TextErrors
{
    /// <summary>The compressed data end too early or are damaged.</summary>
    public static readonly ErrorCode BadCompression = new("text.bad_compression", Fault.Data,
        "The compressed file is cut short or damaged, or is not compressed the way its name or the option says. Nothing of it is used.");

    /// <summary>No encoding of that name.</summary>
    public static readonly ErrorCode UnknownEncoding = new("text.unknown_encoding", Fault.Job,
        "There is no encoding of that name. Names are those of the IANA list: utf-8, utf-16le, latin1, windows-1252, gbk, gb18030, big5, shift_jis.");

    /// <summary>Bytes that are not valid in the file's encoding.</summary>
    public static readonly ErrorCode WrongEncoding = new("text.wrong_encoding", Fault.Data,
        "A text holds bytes that are not valid in the file's encoding. Say which encoding it has, for example encoding: gbk.");

    /// <summary>A line or record without an end.</summary>
    public static readonly ErrorCode RowTooLong = new("text.row_too_long", Fault.Data,
        "A row is longer than max_row allows. Raise max_row if rows are meant to be so long; often a line end or a closing quote is missing.");

    /// <summary>A value that is not one of its column's type.</summary>
    public static readonly ErrorCode BadValue = new("text.bad_value", Fault.Data,
        "A value cannot be read as its column's type without loss. Correct the value, or give the column another type with columns: or schema:.");

    /// <summary>Throws <see cref="BadCompression"/>.</summary>
    [DoesNotReturn]
    public static void ThrowBadCompression(string path, string kind, Exception? inner) => throw new SluiceException(
        BadCompression, $"the {kind} data of {path} are cut short or damaged", path, "copy the file again from where it came, or say compression: none if it is not compressed", inner);

    /// <summary>Throws <see cref="UnknownEncoding"/>.</summary>
    [DoesNotReturn]
    public static void ThrowUnknownEncoding(string name) => throw new SluiceException(
        UnknownEncoding, $"there is no encoding '{name}'", "option encoding", "use one of utf-8, utf-16le, utf-16be, latin1, windows-1252, gbk, gb18030, big5, shift_jis, euc-kr");
}
