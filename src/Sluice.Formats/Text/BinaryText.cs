using System.Buffers;
using System.Buffers.Text;

namespace Sluice.Formats.Text;

/// <summary>Binary values as text: base64 with padding (RFC 4648), or hex.</summary>
internal static class BinaryText
{
    /// <summary>Decodes; -1 when the text is not of that form.</summary>
    /// <param name="text">The text.</param>
    /// <param name="target">At least as long as the text.</param>
    /// <param name="isHex">Hex, either case, not base64.</param>
    public static int Decode(ReadOnlySpan<byte> text, Span<byte> target, bool isHex)
    {
        if (text.IsEmpty)
            return 0;
        if (isHex)
            return Convert.FromHexString(text, target, out _, out int bytes) == OperationStatus.Done ? bytes : -1;
        return text.IndexOfAny(" \t\r\n"u8) < 0 && Base64.DecodeFromUtf8(text, target, out _, out int written) == OperationStatus.Done ? written : -1;
    }

    /// <summary>Bytes of the text of <paramref name="length"/> bytes.</summary>
    public static int EncodedLength(int length, bool isHex) => isHex ? length * 2 : Base64.GetMaxEncodedToUtf8Length(length);

    /// <summary>Encodes; hex in lower case.</summary>
    public static int Encode(ReadOnlySpan<byte> value, Span<byte> target, bool isHex)
    {
        if (isHex)
        {
            Convert.TryToHexStringLower(value, target, out int hex);
            return hex;
        }

        Base64.EncodeToUtf8(value, target, out _, out int written);
        return written;
    }
}
