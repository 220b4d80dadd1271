using System.Buffers.Text;
using System.Runtime.CompilerServices;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>An integer of up to 64 bits; a type's range is the server's to keep.</summary>
internal readonly unsafe struct IntegerReader<T> : IFieldReader<T>
    where T : unmanaged, System.Numerics.IBinaryInteger<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ValueFault TryRead(byte* field, int length, out T value)
    {
        bool isNegative = *field == '-';
        int at = isNegative ? 1 : 0;
        ulong digits = 0;
        int wrong = 0;
        for (; at < length; at++)
        {
            uint digit = (uint)(field[at] - '0');
            wrong |= digit > 9 ? 1 : 0;
            digits = (digits * 10) + digit;
        }

        long number = isNegative ? unchecked(-(long)digits) : unchecked((long)digits);
        value = T.CreateTruncating(number);
        return wrong == 0 && long.CreateTruncating(value) == number ? ValueFault.None : ValueFault.OutOfRange;
    }
}

internal readonly unsafe struct DoubleReader : IFieldReader<double>
{
    public ValueFault TryRead(byte* field, int length, out double value) =>
        Utf8Parser.TryParse(new ReadOnlySpan<byte>(field, length), out value, out int used) && used == length ? ValueFault.None : ValueFault.OutOfRange;
}

/// <summary>A FLOAT, read as the double that it was widened to.</summary>
internal readonly unsafe struct FloatReader : IFieldReader<float>
{
    public ValueFault TryRead(byte* field, int length, out float value)
    {
        bool isNumber = Utf8Parser.TryParse(new ReadOnlySpan<byte>(field, length), out double wide, out int used) && used == length;
        value = (float)wide;
        return isNumber ? ValueFault.None : ValueFault.OutOfRange;
    }
}

/// <summary>A decimal or an integer as DECIMAL(p, s): fewer digits of the fraction are filled with zeros, other than zeros too many are no value.</summary>
internal readonly unsafe struct DecimalReader(int precision, int scale) : IFieldReader<Int128>
{
    private static readonly Int128[] s_powers = Powers();
    private readonly Int128 _limit = s_powers[precision];
    private readonly int _scale = scale;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ValueFault TryRead(byte* field, int length, out Int128 value)
    {
        // Up to 18 digits with the point where it belongs: the server prints all digits of the scale.
        if (length > 18 || (_scale > 0 && (length <= _scale + 1 || field[length - _scale - 1] != '.')))
            return ReadAny(field, length, out value);
        bool isNegative = *field == '-';
        int at = isNegative ? 1 : 0;
        int point = _scale > 0 ? length - _scale - 1 : length;
        long digits = 0;
        uint wrong = 0;
        for (; at < point; at++)
        {
            uint digit = (uint)(field[at] - '0');
            wrong |= digit > 9 ? 1u : 0;
            digits = (digits * 10) + digit;
        }

        for (at++; at < length; at++)
        {
            uint digit = (uint)(field[at] - '0');
            wrong |= digit > 9 ? 1u : 0;
            digits = (digits * 10) + digit;
        }

        value = isNegative ? -digits : digits;
        return wrong == 0 && digits < _limit ? ValueFault.None : ValueFault.OutOfRange;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ValueFault ReadAny(byte* field, int length, out Int128 value)
    {
        Int128 digits = 0;
        value = 0;
        int fraction = -1;
        bool isNegative = *field == '-';
        for (int at = isNegative ? 1 : 0; at < length; at++)
        {
            if (field[at] == '.' && fraction < 0)
            {
                fraction = 0;
                continue;
            }

            uint digit = (uint)(field[at] - '0');
            if (digit > 9)
                return ValueFault.OutOfRange;
            if (fraction >= 0 && fraction++ >= _scale)
            {
                if (digit != 0)
                    return ValueFault.OutOfRange;
                continue;
            }

            digits = (digits * 10) + digit;
            if (digits >= s_powers[38])
                return ValueFault.OutOfRange;
        }

        int missing = _scale - Math.Clamp(fraction, 0, _scale);
        if (digits != 0 && (missing > 38 || digits > (_limit - 1) / s_powers[missing]))
            return ValueFault.OutOfRange;
        digits *= digits == 0 ? 1 : s_powers[missing];
        value = isNegative ? -digits : digits;
        return ValueFault.None;
    }

    private static Int128[] Powers()
    {
        var powers = new Int128[39];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * 10;
        return powers;
    }
}

/// <summary><c>YYYY-MM-DD</c> as days since 1970-01-01. The server keeps days that no calendar has; the year 0 is none of ours.</summary>
internal readonly unsafe struct DateReader : IFieldReader<int>
{
    public const int FirstDay = -719_162;
    public const int LastDay = 2_932_896;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ValueFault TryRead(byte* field, int length, out int value)
    {
        value = 0;
        if (length != 10)
            return ValueFault.ZeroDate;
        int year = (Two(field) * 100) + Two(field + 2);
        int month = Two(field + 5);
        int day = Two(field + 8);
        if ((uint)(month - 1) > 11 || (uint)(day - 1) > 27)
        {
            if (!CivilDate.Exists(year, month, day))
                return ValueFault.ZeroDate;
        }

        // Days by the civil calendar with March as the first month; all numbers are small and positive.
        uint y = (uint)(month <= 2 ? year - 1 : year);
        if (year == 0)
            return ValueFault.OutOfRange;
        uint century = y / 100;
        uint dayOfYear = (uint)(((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + (uint)day - 1;
        value = (int)((y * 365) + (y / 4) - century + (century / 4) + dayOfYear) - 719_468;
        return ValueFault.None;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Two(byte* digits) => ((digits[0] - '0') * 10) + digits[1] - '0';
}

/// <summary><c>YYYY-MM-DD HH:MM:SS[.f…]</c> as microseconds since 1970-01-01.</summary>
internal readonly unsafe struct TimestampReader : IFieldReader<long>
{
    public const long DayMicros = 86_400_000_000;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ValueFault TryRead(byte* field, int length, out long value)
    {
        value = 0;
        if (length < 19)
            return ValueFault.ZeroDate;
        DateReader date = default;
        ValueFault fault = date.TryRead(field, 10, out int days);
        if (fault != ValueFault.None)
            return fault;
        if (!TimeReader.TryReadClock(field + 11, length - 11, out long micros))
            return ValueFault.OutOfRange;
        value = (days * DayMicros) + micros;
        return ValueFault.None;
    }
}

/// <summary><c>[-]H…H:MM:SS[.f…]</c> as microseconds of the day; there it is a duration of up to 838 hours.</summary>
internal readonly unsafe struct TimeReader : IFieldReader<long>
{
    public ValueFault TryRead(byte* field, int length, out long value) => TryReadClock(field, length, out value) ? ValueFault.None : ValueFault.OutOfRange;

    /// <summary>Reads <c>HH:MM:SS[.f…]</c> within a day.</summary>
    public static bool TryReadClock(byte* field, int length, out long micros)
    {
        micros = 0;
        if (length < 8 || field[2] != ':' || field[5] != ':')
            return false;
        int hours = Two(field);
        if ((uint)hours > 23)
            return false;
        micros = ((((hours * 60L) + Two(field + 3)) * 60) + Two(field + 6)) * 1_000_000;
        if (length == 8)
            return true;
        int scale = 100_000;
        for (int at = 9; at < length; at++, scale /= 10)
            micros += (field[at] - '0') * scale;
        return true;
    }

    private static int Two(byte* digits) => ((digits[0] - '0') * 10) + digits[1] - '0';
}
