using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Sluice.Expressions.Functions.Text;

/// <summary>
/// ENCODE and DECODE: the charsets every Java knows (UTF-8, UTF-16, UTF-16BE, UTF-16LE, UTF-32, US-ASCII, ISO-8859-1) and GBK by their names
/// and usual aliases; another charset fails the row. What a charset cannot say is <c>?</c> in bytes and U+FFFD in text.
/// </summary>
public static class Charsets
{
    private enum Kind
    {
        None,
        Utf8,
        Utf16,
        Utf16BigEndian,
        Utf16LittleEndian,
        Ascii,
        Latin1,
        Utf32BigEndian,
        Utf32LittleEndian,
        Gbk,
    }

    /// <summary>ENCODE(text, charset); false when the charset is not known.</summary>
    public static bool TryEncode(string text, string charset, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = Find(charset) switch
        {
            Kind.Utf8 => Encoding.UTF8.GetBytes(text.ToWellFormed('?')),
            Kind.Utf16 => text.Length == 0 ? [] : [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(text.ToWellFormed('\uFFFD'))],
            Kind.Utf16BigEndian => Encoding.BigEndianUnicode.GetBytes(text.ToWellFormed('\uFFFD')),
            Kind.Utf16LittleEndian => Encoding.Unicode.GetBytes(text.ToWellFormed('\uFFFD')),
            Kind.Ascii => SingleBytes(text, 0x7F),
            Kind.Latin1 => SingleBytes(text, 0xFF),
            Kind.Utf32BigEndian => Utf32(isBigEndian: true).GetBytes(text.ToWellFormed('\uFFFD')),
            Kind.Utf32LittleEndian => Utf32(isBigEndian: false).GetBytes(text.ToWellFormed('\uFFFD')),
            Kind.Gbk => EncodeGbk(text),
            _ => null,
        };
        return bytes is not null;
    }

    /// <summary>DECODE(bytes, charset); false when the charset is not known.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, string charset, [NotNullWhen(true)] out string? text)
    {
        text = Find(charset) switch
        {
            Kind.Utf8 => Encoding.UTF8.GetString(bytes),
            Kind.Utf16 => DecodeUtf16WithMark(bytes),
            Kind.Utf16BigEndian => Encoding.BigEndianUnicode.GetString(bytes),
            Kind.Utf16LittleEndian => Encoding.Unicode.GetString(bytes),
            Kind.Ascii => string.Create(bytes.Length, bytes, static (chars, source) =>
            {
                for (int i = 0; i < chars.Length; i++)
                    chars[i] = source[i] < 0x80 ? (char)source[i] : '\uFFFD';
            }),
            Kind.Latin1 => Encoding.Latin1.GetString(bytes),
            Kind.Utf32BigEndian => Utf32(isBigEndian: true).GetString(bytes),
            Kind.Utf32LittleEndian => Utf32(isBigEndian: false).GetString(bytes),
            Kind.Gbk => Gbk().GetString(bytes).Replace('€', '\uFFFD'), // Java's GBK has no euro sign at 0x80.
            _ => null,
        };
        return text is not null;
    }

    /// <summary>The text with each lone surrogate replaced.</summary>
    internal static string ToWellFormed(this string text, char replacement)
    {
        int lone = IndexOfLoneSurrogate(text, 0);
        if (lone < 0)
            return text;
        char[] units = text.ToCharArray();
        for (; lone >= 0; lone = IndexOfLoneSurrogate(text, lone + 1))
            units[lone] = replacement;
        return new string(units);
    }

    private static int IndexOfLoneSurrogate(string text, int start)
    {
        for (int i = start; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && CodePoints.Width(text, i) == 1)
                return i;
            i += CodePoints.Width(text, i) - 1;
        }

        return -1;
    }

    private static byte[] SingleBytes(string text, int last)
    {
        var bytes = new List<byte>(text.Length);
        for (int i = 0; i < text.Length; i += CodePoints.Width(text, i))
            bytes.Add(CodePoints.At(text, i) <= last ? (byte)text[i] : (byte)'?');
        return [.. bytes];
    }

    private static UTF32Encoding Utf32(bool isBigEndian) => new(isBigEndian, byteOrderMark: false);

    private static Encoding Gbk() => CodePagesEncodingProvider.Instance.GetEncoding(
        936, new EncoderReplacementFallback("?"), new DecoderReplacementFallback("\uFFFD"))!;

    // A supplementary character is one question mark, where .NET would write two.
    private static byte[] EncodeGbk(string text)
    {
        var basic = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i += CodePoints.Width(text, i))
            basic.Append(char.IsSurrogate(text[i]) || text[i] == '€' ? '?' : text[i]);
        return Gbk().GetBytes(basic.ToString());
    }

    private static string DecodeUtf16WithMark(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(bytes[2..]),
        [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(bytes[2..]),
        _ => Encoding.BigEndianUnicode.GetString(bytes),
    };

    private static Kind Find(string name) => name.ToUpperInvariant() switch
    {
        "UTF-8" or "UTF8" or "UNICODE-1-1-UTF-8" => Kind.Utf8,
        "UTF-16" or "UTF_16" or "UTF16" or "UNICODE" or "UNICODEBIG" => Kind.Utf16,
        "UTF-16BE" or "UTF_16BE" or "X-UTF-16BE" or "ISO-10646-UCS-2" or "UNICODEBIGUNMARKED" => Kind.Utf16BigEndian,
        "UTF-16LE" or "UTF_16LE" or "X-UTF-16LE" or "UNICODELITTLEUNMARKED" => Kind.Utf16LittleEndian,
        "US-ASCII" or "ASCII" or "ISO646-US" or "ISO_646.IRV:1991" or "ISO_646.IRV:1983" or "ANSI_X3.4-1968" or "ANSI_X3.4-1986" or "ASCII7"
            or "646" or "US" or "CP367" or "IBM367" or "IBM-367" or "CSASCII" or "ISO-IR-6" or "DEFAULT" => Kind.Ascii,
        "ISO-8859-1" or "ISO8859_1" or "ISO8859-1" or "ISO_8859-1" or "ISO_8859_1" or "ISO_8859-1:1987" or "8859_1" or "LATIN1" or "L1"
            or "ISO-IR-100" or "CP819" or "IBM819" or "IBM-819" or "819" or "CSISOLATIN1" => Kind.Latin1,
        "UTF-32" or "UTF_32" or "UTF32" or "ISO-10646-UCS-4" or "UTF-32BE" or "UTF_32BE" or "X-UTF-32BE" => Kind.Utf32BigEndian,
        "UTF-32LE" or "UTF_32LE" or "X-UTF-32LE" => Kind.Utf32LittleEndian,
        "GBK" or "CP936" or "WINDOWS-936" => Kind.Gbk,
        _ => Kind.None,
    };
}
