using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Sluice.Formats.Text;

/// <summary>
/// Reads numbers from UTF-8, eight digits at a time. The text may be read up to 16 bytes beyond its end (<see cref="TextBuffer.Padding"/>).
/// A sign may stand in front; no blanks.
/// </summary>
internal static unsafe class Utf8Numbers
{
    private const int MaxDecimalDigits = 38;
    private static readonly Int128[] s_powers = MakePowers();
    private static readonly double[] s_doublePowers =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    private static readonly ulong[] s_longPowers = MakeLongPowers();

    /// <summary>10 to the power of 0 to 38.</summary>
    public static Int128 PowerOfTen(int exponent) => s_powers[exponent];

    /// <summary>An integer of 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadInt64(byte* text, int length, out long value)
    {
        bool isNegative = *text == '-';
        if (isNegative || *text == '+')
        {
            text++;
            length--;
        }

        if ((uint)(length - 1) < 8)
        {
            bool isGood = TryReadUpTo8(text, length, out ulong digits);
            value = isNegative ? -(long)digits : (long)digits;
            return isGood;
        }

        return TryReadLongInt64(text, length, isNegative, out value);
    }

    /// <summary>A decimal with at most <paramref name="scale"/> digits after the point (further zeros are allowed) that fits <paramref name="precision"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="precision">Digits of the type.</param>
    /// <param name="scale">Digits after the point of the type.</param>
    /// <param name="value">The unscaled value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadDecimal(byte* text, int length, int precision, int scale, out Int128 value)
    {
        if ((uint)(length - 1) < 16)
        {
            byte* digits = text;
            int count = length;
            bool isNegative = *digits == '-';
            if (isNegative)
            {
                digits++;
                count--;
            }

            uint points = Vector128.Equals(Vector128.Load(digits), Vector128.Create((byte)'.')).ExtractMostSignificantBits() & ((1u << count) - 1);
            int whole = points == 0 ? count : BitOperations.TrailingZeroCount(points);
            int fraction = points == 0 ? 0 : count - whole - 1;
            if (fraction <= scale && whole + fraction > 0 && whole <= precision - scale && whole + scale <= 18
                && TryReadUpTo16(digits, whole, out ulong high) && TryReadUpTo16(digits + whole + 1, fraction, out ulong low))
            {
                long unscaled = (long)((high * s_longPowers[scale]) + (low * s_longPowers[scale - fraction]));
                value = isNegative ? -unscaled : unscaled;
                return true;
            }
        }

        return TryReadAnyDecimal(new ReadOnlySpan<byte>(text, length), precision, scale, out value);
    }

    /// <summary>The nearest double; NaN and Infinity by name; a number beyond the range is refused.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadDouble(byte* text, int length, out double value)
    {
        if ((uint)(length - 1) < 16)
        {
            byte* digits = text;
            int count = length;
            bool isNegative = *digits == '-';
            if (isNegative)
            {
                digits++;
                count--;
            }

            uint points = Vector128.Equals(Vector128.Load(digits), Vector128.Create((byte)'.')).ExtractMostSignificantBits() & ((1u << count) - 1);
            int whole = points == 0 ? count : BitOperations.TrailingZeroCount(points);
            int fraction = points == 0 ? 0 : count - whole - 1;
            if (whole + fraction is > 0 and <= 15
                && TryReadUpTo16(digits, whole, out ulong high) && TryReadUpTo16(digits + whole + 1, fraction, out ulong low))
            {
                // At most 15 digits and a power of ten up to 22 are exact doubles, so their quotient is the nearest one (Clinger, 1990).
                value = ((high * s_longPowers[fraction]) + low) / s_doublePowers[fraction];
                value = isNegative ? -value : value;
                return true;
            }
        }

        return TryReadAnyDouble(new ReadOnlySpan<byte>(text, length), out value);
    }

    /// <summary>The nearest float; NaN and Infinity by name; a number beyond the range is refused.</summary>
    public static bool TryReadSingle(ReadOnlySpan<byte> text, out float value)
    {
        if (TryReadName(text, out double special))
        {
            value = (float)special;
            return true;
        }

        return float.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)
            && float.IsFinite(value);
    }

    /// <summary>Whether a text is a finite double or one of the names.</summary>
    public static bool TryReadAnyDouble(ReadOnlySpan<byte> text) => TryReadAnyDouble(text, out _);

    /// <summary>A decimal in any spelling (sign, point, exponent), exactly.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool TryReadAnyDecimal(ReadOnlySpan<byte> text, int precision, int scale, out Int128 value)
    {
        value = 0;
        int exponent = 0;
        int mark = text.IndexOfAny((byte)'e', (byte)'E');
        if (mark >= 0)
        {
            ReadOnlySpan<byte> power = text[(mark + 1)..];
            if (power is [(byte)'+', >= (byte)'0' and <= (byte)'9', ..])
                power = power[1..];
            if (!Utf8Parser.TryParse(power, out exponent, out int used) || used != power.Length || Math.Abs((long)exponent) > 100_000)
                return false;
            text = text[..mark];
        }

        bool isNegative = text is [(byte)'-', ..];
        if (isNegative || text is [(byte)'+', ..])
            text = text[1..];
        return TryReadDigits(text, exponent, scale, out value) && Finish(ref value, precision, isNegative);
    }

    private static bool Finish(ref Int128 value, int precision, bool isNegative)
    {
        if (value >= s_powers[precision])
            return false;
        if (isNegative)
            value = -value;
        return true;
    }

    /// <summary>The digits, the first of which after the point counts 10^(<paramref name="exponent"/> - 1), times 10^<paramref name="scale"/>.</summary>
    private static bool TryReadDigits(ReadOnlySpan<byte> text, int exponent, int scale, out Int128 value)
    {
        value = 0;
        int point = text.IndexOf((byte)'.');
        int whole = point < 0 ? text.Length : point;
        if (text.Length - (point < 0 ? 0 : 1) == 0)
            return false;
        // The power of ten, in units of the last digit kept, of the digit at hand.
        long power = (long)whole - 1 + exponent + scale;
        int significant = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (i == point)
                continue;
            uint digit = (uint)(text[i] - '0');
            if (digit > 9 || (digit != 0 && power < 0))
                return false;
            if (power >= 0 && (significant > 0 || digit > 0))
            {
                if (++significant > MaxDecimalDigits)
                    return false;
                value = (value * 10) + digit;
            }

            power--;
        }

        // Digits that are not written stand for zeros.
        if (power >= 0 && value != 0)
        {
            if (significant + power + 1 > MaxDecimalDigits)
                return false;
            value *= s_powers[(int)power + 1];
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryReadLongInt64(byte* text, int length, bool isNegative, out long value)
    {
        value = 0;
        while (length > 19 && *text == '0')
        {
            text++;
            length--;
        }

        if (length is <= 0 or > 19)
            return false;
        ulong top = 0;
        if (length > 16)
        {
            if (!TryReadUpTo8(text, length - 16, out top))
                return false;
            text += length - 16;
            length = 16;
        }

        if (!TryReadUpTo16(text, length, out ulong rest))
            return false;
        ulong magnitude = (top * 10_000_000_000_000_000) + rest;
        value = isNegative ? -(long)magnitude : (long)magnitude;
        return magnitude <= (ulong)long.MaxValue + (isNegative ? 1u : 0u);
    }

    /// <summary>A double in any spelling.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool TryReadAnyDouble(ReadOnlySpan<byte> text, out double value) =>
        TryReadName(text, out value)
        || (double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value));

    private static bool TryReadName(ReadOnlySpan<byte> text, out double value)
    {
        value = double.NaN;
        if (text.IsEmpty || text[^1] is >= (byte)'0' and <= (byte)'9' or (byte)'.')
            return false;
        if (Ascii.EqualsIgnoreCase(text, "nan"u8))
            return true;
        bool isNegative = text[0] == '-';
        if (isNegative || text[0] == '+')
            text = text[1..];
        value = isNegative ? double.NegativeInfinity : double.PositiveInfinity;
        return Ascii.EqualsIgnoreCase(text, "infinity"u8) || Ascii.EqualsIgnoreCase(text, "inf"u8);
    }

    /// <summary>0 to 16 digits; no digit is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadUpTo16(byte* text, int length, out ulong value)
    {
        if (length <= 8)
            return TryReadUpTo8(text, length, out value);
        bool isGood = TryReadUpTo8(text, length - 8, out ulong high) & TryReadUpTo8(text + length - 8, 8, out ulong low);
        value = (high * 100_000_000) + low;
        return isGood;
    }

    /// <summary>0 to 8 digits; no digit is 0. The first digit is the lowest byte of the word, so a shift puts zeros in front.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadUpTo8(byte* text, int length, out ulong value)
    {
        if (length == 0)
        {
            value = 0;
            return true;
        }

        ulong word = (Unsafe.ReadUnaligned<ulong>(text) ^ 0x3030303030303030) << (64 - (length * 8));
        bool isGood = (((word + 0x7676767676767676) | word) & 0x8080808080808080) == 0;
        word = ((word & 0x0F0F0F0F0F0F0F0F) * 2561) >> 8;
        word = ((word & 0x00FF00FF00FF00FF) * 6553601) >> 16;
        value = ((word & 0x0000FFFF0000FFFF) * 42949672960001) >> 32;
        return isGood;
    }

    private static Int128[] MakePowers()
    {
        var powers = new Int128[MaxDecimalDigits + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * 10;
        return powers;
    }

    private static ulong[] MakeLongPowers()
    {
        ulong[] powers = new ulong[20];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
