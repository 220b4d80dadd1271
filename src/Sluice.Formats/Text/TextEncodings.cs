using System.Text;

namespace Sluice.Formats.Text;

/// <summary>Encodings by name, without the process-wide registration of the code pages.</summary>
internal static class TextEncodings
{
    /// <summary>What a decoder gives for bytes that are not valid; never a character of a real text.</summary>
    public const char Invalid = '\uFFFF';

    /// <summary>Null for UTF-8, which needs no decoder.</summary>
    public static Encoding? Find(string? name)
    {
        string plain = (name ?? "utf-8").Replace("_", "-", StringComparison.Ordinal).ToLowerInvariant();
        if (plain is "utf-8" or "utf8")
            return null;
        plain = plain switch
        {
            "latin1" or "latin-1" => "iso-8859-1",
            "utf-16" or "utf16" or "utf16le" or "utf-16le" => "utf-16",
            "utf16be" or "utf-16be" => "utf-16BE",
            "cp1252" => "windows-1252",
            "shift-jis" or "sjis" => "shift_jis",
            "cp936" => "gbk",
            _ => plain,
        };
        Encoding? encoding = CodePagesEncodingProvider.Instance.GetEncoding(plain) ?? BuiltIn(plain);
        if (encoding is null)
            TextErrors.ThrowUnknownEncoding(name!);
        return WithMark(encoding);
    }

    /// <summary>The encoding with <see cref="Invalid"/> for what it cannot decode.</summary>
    public static Encoding WithMark(Encoding encoding)
    {
        var own = (Encoding)encoding.Clone();
        own.DecoderFallback = new DecoderReplacementFallback(Invalid.ToString());
        return own;
    }

    private static Encoding? BuiltIn(string name) => name switch
    {
        "iso-8859-1" => Encoding.Latin1,
        "utf-16" => Encoding.Unicode,
        "utf-16BE" => Encoding.BigEndianUnicode,
        "utf-32" => Encoding.UTF32,
        "us-ascii" or "ascii" => Encoding.ASCII,
        _ => null,
    };
}
