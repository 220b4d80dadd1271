using Sluice.Connectors.Options;

namespace Sluice.Formats.Text;

/// <summary>Options that every text format reads and writes with.</summary>
public static class TextOptions
{
    /// <summary>Bytes a row may have by default.</summary>
    public const long DefaultMaxRow = 64L << 20;

    /// <summary>Rows a schema is inferred from by default.</summary>
    public const long DefaultSampleRows = 10_000;

    /// <summary>The encoding of a file that is read.</summary>
    public static OptionSpec Encoding { get; } = new("encoding", OptionKind.Text,
        "The file's encoding: utf-8, utf-16le, utf-16be, latin1, windows-1252, gbk, gb18030, big5, shift_jis and the like; a byte order mark at the start is seen by itself.") { Default = "utf-8" };

    /// <summary>The compression of a file that is read.</summary>
    public static OptionSpec ReadCompression { get; } = new("compression", OptionKind.Choice,
        "How the file is compressed; auto goes by its name (.gz, .zst).") { Default = "auto", Choices = ["auto", "none", "gzip", "zstd"] };

    /// <summary>The compression of a file that is written.</summary>
    public static OptionSpec WriteCompression { get; } = new("compression", OptionKind.Choice,
        "How the file is compressed; auto goes by its name (.gz, .zst).") { Default = "auto", Choices = ["auto", "none", "gzip", "zstd"] };

    /// <summary>The longest row.</summary>
    public static OptionSpec MaxRow { get; } = new("max_row", OptionKind.Bytes,
        "The longest row, so that a missing quote or line end cannot fill the memory; a longer one is a dirty row.") { Default = "64MB", Minimum = 1 << 10, Maximum = 1 << 30 };

    /// <summary>The rows of the sample.</summary>
    public static OptionSpec SampleRows { get; } = new("sample_rows", OptionKind.Integer,
        "Rows at the start of the file that the types are inferred from when no schema is given.") { Default = "10000", Minimum = 1 };

    /// <summary>The form of binary values.</summary>
    public static OptionSpec Binary { get; } = new("binary", OptionKind.Choice,
        "The text form of BINARY and BYTES values.") { Default = "base64", Choices = ["base64", "hex"] };
}
