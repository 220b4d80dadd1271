using Sluice.Formats.Text;
using Sluice.Types;

namespace Sluice.Formats.Csv;

/// <summary>Writes a value that is not NULL. Implemented by structs, so that every column's writer is compiled for it.</summary>
internal unsafe interface ICsvValueWriter<T>
    where T : unmanaged
{
    /// <summary>Writes into at least <see cref="Utf8Writing.Room"/> bytes; returns the byte behind.</summary>
    byte* Write(T value, byte* to);
}

internal readonly unsafe struct TinyIntWriter : ICsvValueWriter<sbyte>
{
    public byte* Write(sbyte value, byte* to) => Utf8Writing.Write((long)value, to);
}

internal readonly unsafe struct SmallIntWriter : ICsvValueWriter<short>
{
    public byte* Write(short value, byte* to) => Utf8Writing.Write((long)value, to);
}

internal readonly unsafe struct IntWriter : ICsvValueWriter<int>
{
    public byte* Write(int value, byte* to) => Utf8Writing.Write((long)value, to);
}

internal readonly unsafe struct BigIntWriter : ICsvValueWriter<long>
{
    public byte* Write(long value, byte* to) => Utf8Writing.Write(value, to);
}

internal readonly unsafe struct DecimalWriter(int scale) : ICsvValueWriter<Int128>
{
    public byte* Write(Int128 value, byte* to) => Utf8Writing.WriteDecimal(value, scale, to);
}

internal readonly unsafe struct FloatWriter : ICsvValueWriter<float>
{
    public byte* Write(float value, byte* to) => Utf8Writing.Write(value, to);
}

internal readonly unsafe struct DoubleWriter : ICsvValueWriter<double>
{
    public byte* Write(double value, byte* to) => Utf8Writing.Write(value, to);
}

internal readonly unsafe struct DateWriter : ICsvValueWriter<int>
{
    public byte* Write(int value, byte* to) => Utf8Writing.WriteDate(value, to);
}

internal readonly unsafe struct TimeWriter(int digits) : ICsvValueWriter<long>
{
    public byte* Write(long value, byte* to) => Utf8Writing.WriteTime(digits <= 6 ? value * 1_000 : value, digits, to);
}

internal readonly unsafe struct TimestampWriter(int digits, bool isInstant) : ICsvValueWriter<long>
{
    public byte* Write(long value, byte* to)
    {
        to = Utf8Writing.WriteTimestamp(Timestamp.FromMicros(value), digits, (byte)' ', to);
        if (isInstant)
            *to++ = (byte)'Z';
        return to;
    }
}
