using System.Globalization;
using System.Text;

namespace Sluice.Expressions.Functions.Text;

/// <summary>TO_BASE64, FROM_BASE64, HEX, UNHEX, BIN, URL_ENCODE, URL_DECODE.</summary>
public static class Encodings
{
    /// <summary>TO_BASE64 of bytes, padded, on one line.</summary>
    public static string ToBase64(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes);

    /// <summary>
    /// FROM_BASE64: the bytes, or null when the text is no base64. Padding may be missing; blanks and line ends are not taken.
    /// </summary>
    public static byte[]? FromBase64(string text)
    {
        int length = text.AsSpan().TrimEnd('=').Length;
        int padding = text.Length - length;
        int rest = length % 4;
        if (rest == 1 || (padding > 0 && (rest == 0 || padding != 4 - rest)))
            return null;
        var bytes = new byte[(length / 4 * 3) + Math.Max(0, rest - 1)];
        int bits = 0;
        int written = 0;
        for (int i = 0; i < length; i++)
        {
            int digit = Base64Digit(text[i]);
            if (digit < 0)
                return null;
            bits = (bits << 6) | digit;
            int ready = ((i + 1) * 6 / 8) - written;
            if (ready > 0)
                bytes[written++] = (byte)(bits >> ((i + 1) * 6 % 8));
        }

        return bytes;
    }

    /// <summary>HEX of a text's UTF-8 bytes, upper case.</summary>
    public static string Hex(string text) => Convert.ToHexString(Encoding.UTF8.GetBytes(text));

    /// <summary>HEX of a number: 64 bits in two's complement without leading zeros.</summary>
    public static string Hex(long number) => number.ToString("X", CultureInfo.InvariantCulture);

    /// <summary>BIN of a number: 64 bits in two's complement without leading zeros.</summary>
    public static string Bin(long number) => number.ToString("B", CultureInfo.InvariantCulture);

    /// <summary>
    /// UNHEX: NULL when there is another character than a hexadecimal digit. Of an odd number of digits the first is dropped and a zero
    /// byte takes its place.
    /// </summary>
    public static byte[]? Unhex(string text)
    {
        byte[] digits = Encoding.UTF8.GetBytes(text);
        var bytes = new byte[(digits.Length + 1) / 2];
        int odd = digits.Length % 2;
        foreach (byte digit in digits)
        {
            if (!char.IsAsciiHexDigit((char)digit))
                return null;
        }

        for (int i = odd; i < bytes.Length; i++)
            bytes[i] = (byte)((HexDigit(digits[(2 * i) - odd]) << 4) | HexDigit(digits[(2 * i) - odd + 1]));
        return bytes;
    }

    /// <summary>URL_ENCODE as an HTML form does: blank is <c>+</c>, everything but letters, digits and <c>.-*_</c> is escaped in UTF-8.</summary>
    public static string UrlEncode(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'.' or (byte)'-' or (byte)'*' or (byte)'_')
                result.Append((char)b);
            else if (b == ' ')
                result.Append('+');
            else
                result.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }

        return result.ToString();
    }

    /// <summary>URL_DECODE: NULL when an escape is incomplete or not hexadecimal; escaped bytes that are no UTF-8 become U+FFFD.</summary>
    public static string? UrlDecode(string text)
    {
        var result = new StringBuilder(text.Length);
        var run = new List<byte>();
        for (int i = 0; i < text.Length;)
        {
            if (text[i] != '%')
            {
                result.Append(text[i] == '+' ? ' ' : text[i]);
                i++;
                continue;
            }

            run.Clear();
            for (; i < text.Length && text[i] == '%'; i += 3)
            {
                int value = i + 2 < text.Length ? EscapedByte(text[i + 1], text[i + 2]) : -1;
                if (value < 0)
                    return null;
                run.Add((byte)value);
            }

            result.Append(Encoding.UTF8.GetString([.. run]));
        }

        return result.ToString();
    }

    // Java parses the two characters as a signed number: "+5" is 5 and "-0" is 0.
    private static int EscapedByte(char first, char second)
    {
        int low = char.IsAsciiHexDigit(second) ? HexDigit(second) : -1;
        if (low < 0)
            return -1;
        if (char.IsAsciiHexDigit(first))
            return (HexDigit(first) << 4) | low;
        return first == '+' || (first == '-' && low == 0) ? low : -1;
    }

    private static int HexDigit(int digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static int Base64Digit(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '+' => 62,
        '/' => 63,
        _ => -1,
    };
}
