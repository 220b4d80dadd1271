using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Sluice.Connectors.Databases.Postgres;

internal readonly unsafe struct Int16Reader : IWireReader<short>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ValueFault TryRead(byte* field, int length, out short value)
    {
        value = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<short>(field));
        return ValueFault.None;
    }
}

internal readonly unsafe struct Int32Reader : IWireReader<int>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ValueFault TryRead(byte* field, int length, out int value)
    {
        value = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<int>(field));
        return ValueFault.None;
    }
}

internal readonly unsafe struct Int64Reader : IWireReader<long>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ValueFault TryRead(byte* field, int length, out long value)
    {
        value = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<long>(field));
        return ValueFault.None;
    }
}

/// <summary>oid: 32 bits without sign.</summary>
internal readonly unsafe struct OidReader : IWireReader<long>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ValueFault TryRead(byte* field, int length, out long value)
    {
        value = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<uint>(field));
        return ValueFault.None;
    }
}

internal readonly unsafe struct FloatReader : IWireReader<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ValueFault TryRead(byte* field, int length, out float value)
    {
        value = BitConverter.Int32BitsToSingle(BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<int>(field)));
        return ValueFault.None;
    }
}

internal readonly unsafe struct DoubleReader : IWireReader<double>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ValueFault TryRead(byte* field, int length, out double value)
    {
        value = BitConverter.Int64BitsToDouble(BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<long>(field)));
        return ValueFault.None;
    }
}

/// <summary>date: days since 2000-01-01; the extremes are infinite. Ours: days since 1970-01-01, years 1 to 9999.</summary>
internal readonly unsafe struct DateReader : IWireReader<int>
{
    public const int EpochDays = 10_957;
    public const int FirstDay = -719_162;
    public const int LastDay = 2_932_896;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ValueFault TryRead(byte* field, int length, out int value)
    {
        int days = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<int>(field));
        value = unchecked(days + EpochDays);
        if ((uint)(value - FirstDay) <= LastDay - FirstDay)
            return ValueFault.None;
        return days is int.MaxValue or int.MinValue ? ValueFault.Infinite : ValueFault.OutOfRange;
    }
}

/// <summary>timestamp and timestamptz: microseconds since 2000-01-01; the extremes are infinite. Ours: since 1970, years 1 to 9999.</summary>
internal readonly unsafe struct TimestampReader : IWireReader<long>
{
    public const long EpochMicros = DateReader.EpochDays * DayMicros;
    public const long DayMicros = 86_400_000_000;
    public const long First = DateReader.FirstDay * DayMicros;
    public const long Last = ((DateReader.LastDay + 1) * DayMicros) - 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ValueFault TryRead(byte* field, int length, out long value)
    {
        long micros = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<long>(field));
        value = unchecked(micros + EpochMicros);
        if ((ulong)(value - First) <= (ulong)(Last - First) && micros is not (long.MaxValue or long.MinValue))
            return ValueFault.None;
        return micros is long.MaxValue or long.MinValue ? ValueFault.Infinite : ValueFault.OutOfRange;
    }
}

/// <summary>time: microseconds of the day, of which 24:00:00 is a value there and none here.</summary>
internal readonly unsafe struct TimeReader : IWireReader<long>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ValueFault TryRead(byte* field, int length, out long value)
    {
        value = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<long>(field));
        return value < TimestampReader.DayMicros ? ValueFault.None : ValueFault.OutOfRange;
    }
}

/// <summary>numeric as DECIMAL(p, s): groups of four decimal digits, a weight (in groups), a sign and a display scale.</summary>
internal readonly unsafe struct NumericReader(int precision, int scale) : IWireReader<Int128>
{
    private static readonly Int128[] s_powers = Powers();
    private readonly Int128 _limit = s_powers[precision];
    private readonly int _scale = scale;

    /// <summary>10 to the power of <paramref name="exponent"/>, 0 to 38.</summary>
    public static Int128 PowerOfTen(int exponent) => s_powers[exponent];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ValueFault TryRead(byte* field, int length, out Int128 value)
    {
        int groups = ReadInt16(field);
        int sign = ReadInt16(field + 4) & 0xFFFF;
        int shift = ((ReadInt16(field + 2) - groups + 1) * 4) + _scale;
        if ((sign & 0x8000) != 0 || (groups * 4) + shift > 18 || shift is < -4 or > 4)
            return ReadAny(field, out value);
        long digits = 0;
        int full = shift < 0 ? groups - 1 : groups;
        byte* cursor = field + 8;
        for (int i = 0; i < full; i++, cursor += 2)
            digits = (digits * 10_000) + ReadInt16(cursor);
        if (shift >= 0)
        {
            digits *= SmallPower(shift);
        }
        else if (groups > 0)
        {
            uint last = (uint)ReadInt16(cursor);
            uint divisor = (uint)SmallPower(-shift);
            uint kept = last / divisor;
            if (kept * divisor != last)
                return Excess(out value);
            digits = (digits * SmallPower(4 + shift)) + kept;
        }

        value = sign == 0 ? digits : -digits;
        return digits < _limit ? ValueFault.None : ValueFault.OutOfRange;
    }

    private static int ReadInt16(byte* field) => BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<short>(field));

    private static long SmallPower(int exponent) => exponent switch { 0 => 1, 1 => 10, 2 => 100, 3 => 1_000, _ => 10_000 };

    private static ValueFault Excess(out Int128 value)
    {
        value = 0;
        return ValueFault.OutOfRange;
    }

    /// <summary>Every other numeric: the special values, more than 16 digits.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ValueFault ReadAny(byte* field, out Int128 value)
    {
        value = 0;
        int groups = ReadInt16(field);
        int weight = ReadInt16(field + 2);
        int sign = ReadInt16(field + 4) & 0xFFFF;
        if (sign == 0xC000)
            return ValueFault.NotANumber;
        if (sign is 0xD000 or 0xF000)
            return ValueFault.Infinite;
        for (int i = 0; i < groups; i++)
        {
            int group = ReadInt16(field + 8 + (2 * i));
            int exponent = ((weight - i) * 4) + _scale;
            if (group == 0)
                continue;
            if (exponent >= 0)
            {
                if (exponent > 38 || group > _limit / s_powers[exponent])
                    return ValueFault.OutOfRange;
                value += group * s_powers[exponent];
            }
            else
            {
                int divisor = exponent > -4 ? (int)SmallPower(-exponent) : 10_000;
                if (exponent <= -4 || group % divisor != 0)
                    return ValueFault.OutOfRange;
                value += group / divisor;
            }
        }

        ValueFault fault = value < _limit ? ValueFault.None : ValueFault.OutOfRange;
        value = sign == 0 ? value : -value;
        return fault;
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
