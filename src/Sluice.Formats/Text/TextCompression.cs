namespace Sluice.Formats.Text;

/// <summary>How a text file is compressed.</summary>
internal enum TextCompression
{
    None,
    Gzip,
    Zstd,
}

internal static class TextCompressions
{
    /// <summary>The compression that an option says, or the file's name when it says <c>auto</c> or nothing.</summary>
    public static TextCompression Of(string? option, string path) => option switch
    {
        "none" => TextCompression.None,
        "gzip" => TextCompression.Gzip,
        "zstd" => TextCompression.Zstd,
        _ when path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) => TextCompression.Gzip,
        _ when path.EndsWith(".zst", StringComparison.OrdinalIgnoreCase) => TextCompression.Zstd,
        _ => TextCompression.None,
    };
}
