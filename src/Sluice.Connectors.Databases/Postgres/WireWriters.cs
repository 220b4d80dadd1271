using System.Buffers.Binary;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>An integer as int2, int4 or int8.</summary>
internal readonly unsafe struct IntegerWriter<T>(int width) : IWireWriter<T>
    where T : unmanaged, System.Numerics.IBinaryInteger<T>
{
    private readonly int _width = width;

    public int Write(byte* target, T value)
    {
        long number = long.CreateTruncating(value);
        switch (_width)
        {
            case 2:
                *(short*)target = BinaryPrimitives.ReverseEndianness((short)number);
                return 2;
            case 4:
                *(int*)target = BinaryPrimitives.ReverseEndianness((int)number);
                return 4;
            default:
                *(long*)target = BinaryPrimitives.ReverseEndianness(number);
                return 8;
        }
    }
}

/// <summary>FLOAT as float4.</summary>
internal readonly unsafe struct FloatWriter : IWireWriter<float>
{
    public int Write(byte* target, float value)
    {
        *(int*)target = BinaryPrimitives.ReverseEndianness(BitConverter.SingleToInt32Bits(value));
        return 4;
    }
}

/// <summary>FLOAT as float8, which has every float4.</summary>
internal readonly unsafe struct FloatAsDoubleWriter : IWireWriter<float>
{
    public int Write(byte* target, float value)
    {
        *(long*)target = BinaryPrimitives.ReverseEndianness(BitConverter.DoubleToInt64Bits(value));
        return 8;
    }
}

/// <summary>DOUBLE as float8.</summary>
internal readonly unsafe struct DoubleWriter : IWireWriter<double>
{
    public int Write(byte* target, double value)
    {
        *(long*)target = BinaryPrimitives.ReverseEndianness(BitConverter.DoubleToInt64Bits(value));
        return 8;
    }
}

/// <summary>DATE as days since 2000-01-01.</summary>
internal readonly unsafe struct DateWriter : IWireWriter<int>
{
    public int Write(byte* target, int value)
    {
        *(int*)target = BinaryPrimitives.ReverseEndianness(value - DateReader.EpochDays);
        return 4;
    }
}

/// <summary>TIMESTAMP and TIMESTAMP_LTZ as microseconds since 2000-01-01.</summary>
internal readonly unsafe struct TimestampWriter : IWireWriter<long>
{
    public int Write(byte* target, long value)
    {
        *(long*)target = BinaryPrimitives.ReverseEndianness(value - TimestampReader.EpochMicros);
        return 8;
    }
}

/// <summary>TIME as microseconds of the day.</summary>
internal readonly unsafe struct TimeWriter : IWireWriter<long>
{
    public int Write(byte* target, long value)
    {
        *(long*)target = BinaryPrimitives.ReverseEndianness(value);
        return 8;
    }
}

/// <summary>An interval of months.</summary>
internal readonly unsafe struct MonthsWriter : IWireWriter<int>
{
    public int Write(byte* target, int value)
    {
        *(long*)target = 0;
        *(int*)(target + 8) = 0;
        *(int*)(target + 12) = BinaryPrimitives.ReverseEndianness(value);
        return 16;
    }
}

/// <summary>An interval of milliseconds.</summary>
internal readonly unsafe struct MillisWriter : IWireWriter<long>
{
    public int Write(byte* target, long value)
    {
        *(long*)target = BinaryPrimitives.ReverseEndianness(value * 1_000);
        *(long*)(target + 8) = 0;
        return 16;
    }
}

/// <summary>An integer as numeric.</summary>
internal readonly unsafe struct IntegerAsNumericWriter<T> : IWireWriter<T>
    where T : unmanaged, System.Numerics.IBinaryInteger<T>
{
    public int Write(byte* target, T value) => new NumericWriter(0).Write(target, Int128.CreateTruncating(value));
}

/// <summary>DECIMAL(p, s) as numeric: the digits in groups of four on both sides of the point.</summary>
internal readonly unsafe struct NumericWriter(int scale) : IWireWriter<Int128>
{
    private readonly int _scale = scale;
    private readonly int _lastGroupDigits = scale % 4;

    public int Write(byte* target, Int128 value)
    {
        bool isNegative = value < 0;
        UInt128 rest = (UInt128)(isNegative ? -value : value);
        short* groups = stackalloc short[12];
        int count = 0;
        int weight = -((_scale + 3) / 4);
        if (_lastGroupDigits != 0)
        {
            uint power = _lastGroupDigits switch { 1 => 10, 2 => 100, _ => 1_000 };
            groups[count++] = (short)(Divide(ref rest, power) * (10_000 / power));
        }

        while (rest != 0)
            groups[count++] = (short)Divide(ref rest, 10_000);
        weight += count - 1;
        int trailing = 0;
        while (trailing < count && groups[trailing] == 0)
            trailing++;
        while (count > trailing && groups[count - 1] == 0)
            (count, weight) = (count - 1, weight - 1);
        int kept = count - trailing;
        Put(target, (short)kept);
        Put(target + 2, (short)(kept == 0 ? 0 : weight));
        Put(target + 4, (short)(isNegative ? 0x4000 : 0));
        Put(target + 6, (short)_scale);
        for (int i = 0; i < kept; i++)
            Put(target + 8 + (2 * i), groups[count - 1 - i]);
        return 8 + (2 * kept);
    }

    private static uint Divide(ref UInt128 value, uint divisor)
    {
        if (value <= ulong.MaxValue)
        {
            ulong small = (ulong)value;
            value = small / divisor;
            return (uint)(small % divisor);
        }

        (UInt128 quotient, UInt128 remainder) = UInt128.DivRem(value, divisor);
        value = quotient;
        return (uint)remainder;
    }

    private static void Put(byte* target, short value) => *(short*)target = BinaryPrimitives.ReverseEndianness(value);
}
