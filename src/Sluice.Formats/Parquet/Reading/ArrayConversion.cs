using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using Sluice.Types;

namespace Sluice.Formats.Parquet;

/// <summary>
/// Turns the library's arrays into our layout. Buffers that are already right are taken over; others are converted a column at a time and the
/// source's are released. What comes back owns everything.
/// </summary>
internal sealed class ArrayConversion(BufferPool pool)
{
    private const long DayMillis = 86_400_000;

    /// <summary>A column in the layout of <paramref name="wanted"/>; takes the source.</summary>
    /// <exception cref="OverflowException">A value does not fit the layout.</exception>
    public ArrayData Convert(ArrayData source, LogicalType wanted, bool isUuid = false)
    {
        IArrowType type = ArrowLayout.TypeOf(wanted);
        return source.DataType switch
        {
            UInt8Type => Map<byte, short>(source, type, static v => v),
            UInt16Type => Map<ushort, int>(source, type, static v => v),
            UInt32Type => Map<uint, long>(source, type, static v => v),
            UInt64Type => Map<ulong, Int128>(source, type, static v => v),
            HalfFloatType => Map<Half, float>(source, type, static v => (float)v),
            Date64Type => Map<long, int>(source, type, static v => checked((int)FloorDivide(v, DayMillis))),
            Time32Type { Unit: TimeUnit.Second } => Map<int, long>(source, type, static v => v * 1_000_000L),
            Time32Type => Map<int, long>(source, type, static v => v * 1_000L),
            TimestampType { Unit: TimeUnit.Second } => Map<long, long>(source, type, static v => checked(v * 1_000_000)),
            TimestampType { Unit: TimeUnit.Millisecond } => Map<long, long>(source, type, static v => checked(v * 1_000)),
            TimestampType { Unit: TimeUnit.Nanosecond } => Nanos(source, type),
            LargeStringType or LargeBinaryType => Large(source, type),
            FixedSizeBinaryType { TypeId: ArrowTypeId.FixedSizedBinary } fixedSize => isUuid ? Uuids(source, type) : FixedSize(source, type, fixedSize.ByteWidth),
            DictionaryType => Decoded(source, wanted),
            ListType or MapType or StructType => Nested(source, type, wanted),
            LargeListType => Nested(LargeOffsets(source), type, wanted),
            FixedSizeListType list => Nested(FixedOffsets(source, list.ListSize), type, wanted),
            _ => new ArrayData(type, source.Length, source.NullCount, source.Offset, source.Buffers, source.Children),
        };
    }

    private static long FloorDivide(long value, long divisor)
    {
        long quotient = Math.DivRem(value, divisor, out long rest);
        return rest < 0 ? quotient - 1 : quotient;
    }

    private static ReadOnlySpan<T> Values<T>(ArrayData source)
        where T : unmanaged => source.Length == 0 ? [] : MemoryMarshal.Cast<byte, T>(source.Buffers[1].Span).Slice(source.Offset, source.Length);

    private static bool IsNull(ArrayData source, int row)
    {
        if (source.GetNullCount() == 0)
            return false;
        int bit = row + source.Offset;
        return (source.Buffers[0].Span[bit >> 3] & (1 << (bit & 7))) == 0;
    }

    private ArrayData Map<TFrom, TTo>(ArrayData source, IArrowType type, Func<TFrom, TTo> convert)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        // The validity keeps its offset, so the values get the same one. What stands under a NULL is not looked at: it may be anything.
        Span<TTo> target = Room<TTo>(source, out GrowingBuffer buffer);
        ReadOnlySpan<TFrom> values = Values<TFrom>(source);
        bool hasNulls = source.GetNullCount() > 0;
        for (int i = 0; i < values.Length; i++)
            target[i] = hasNulls && IsNull(source, i) ? default : convert(values[i]);
        source.Buffers[1].Dispose();
        return new ArrayData(type, source.Length, source.NullCount, source.Offset, [source.Buffers[0], buffer.Detach()]);
    }

    private Span<T> Room<T>(ArrayData source, out GrowingBuffer buffer)
        where T : unmanaged
    {
        buffer = new GrowingBuffer(pool);
        int bytes = checked((source.Offset + source.Length) * Unsafe.SizeOf<T>());
        Span<byte> room = buffer.GetSpan(Math.Max(1, bytes))[..bytes];
        room.Clear();
        buffer.Advance(bytes);
        return MemoryMarshal.Cast<byte, T>(room)[source.Offset..];
    }

    private ArrayData Nanos(ArrayData source, IArrowType type)
    {
        Span<long> seconds = Room<long>(source, out GrowingBuffer secondsBuffer);
        Span<int> nanos = Room<int>(source, out GrowingBuffer nanosBuffer);
        ReadOnlySpan<long> values = Values<long>(source);
        for (int i = 0; i < values.Length; i++)
        {
            seconds[i] = FloorDivide(values[i], 1_000_000_000);
            nanos[i] = (int)(values[i] - (seconds[i] * 1_000_000_000));
        }

        int length = source.Offset + source.Length;
        source.Buffers[1].Dispose();
        return new ArrayData(
            type,
            source.Length,
            source.NullCount,
            source.Offset,
            [source.Buffers[0]],
            [
                new ArrayData(Int64Type.Default, length, 0, 0, [ArrowBuffer.Empty, secondsBuffer.Detach()]),
                new ArrayData(Int32Type.Default, length, 0, 0, [ArrowBuffer.Empty, nanosBuffer.Detach()]),
            ]);
    }

    private ArrayData Large(ArrayData source, IArrowType type)
    {
        ArrayData narrow = LargeOffsets(source);
        return new ArrayData(type, source.Length, source.NullCount, source.Offset, narrow.Buffers);
    }

    /// <summary>64-bit offsets as 32-bit ones.</summary>
    private ArrayData LargeOffsets(ArrayData source)
    {
        var buffer = new GrowingBuffer(pool);
        foreach (long offset in MemoryMarshal.Cast<byte, long>(source.Buffers[1].Span))
            buffer.Append(checked((int)offset));
        source.Buffers[1].Dispose();
        return new ArrayData(
            source.DataType, source.Length, source.NullCount, source.Offset, [source.Buffers[0], buffer.Detach(), .. source.Buffers.Skip(2)], source.Children);
    }

    private ArrayData FixedOffsets(ArrayData source, int size)
    {
        var buffer = new GrowingBuffer(pool);
        for (int i = 0; i <= source.Offset + source.Length; i++)
            buffer.Append(checked(i * size));
        return new ArrayData(source.DataType, source.Length, source.NullCount, source.Offset, [source.Buffers[0], buffer.Detach()], source.Children);
    }

    private ArrayData FixedSize(ArrayData source, IArrowType type, int width)
    {
        ArrayData offsets = FixedOffsets(source, width);
        return new ArrayData(type, source.Length, source.NullCount, source.Offset, [source.Buffers[0], offsets.Buffers[1], source.Buffers[1]]);
    }

    private ArrayData Uuids(ArrayData source, IArrowType type)
    {
        const int TextLength = 36;
        var text = new GrowingBuffer(pool);
        for (int i = 0; i < source.Offset + source.Length; i++)
        {
            var uuid = new Guid(source.Buffers[1].Span.Slice(16 * i, 16), bigEndian: true);
            uuid.TryFormat(text.GetSpan(TextLength), out int written);
            text.Advance(written);
        }

        ArrayData offsets = FixedOffsets(source, TextLength);
        source.Buffers[1].Dispose();
        return new ArrayData(type, source.Length, source.NullCount, source.Offset, [source.Buffers[0], offsets.Buffers[1], text.Detach()]);
    }

    /// <summary>A dictionary-encoded column value by value. Only files that say so in Arrow's own metadata give one.</summary>
    private ArrayData Decoded(ArrayData source, LogicalType wanted)
    {
        using ArrayData dictionary = Convert(source.Dictionary, wanted.Nullable());
        var view = new ColumnView(ArrowArrayFactory.BuildArray(dictionary));
        using ColumnBuilder builder = ColumnBuilder.Create(wanted, pool);
        var bytes = builder as BytesColumnBuilder;
        for (int i = 0; i < source.Length; i++)
        {
            int index = IsNull(source, i) ? -1 : Index(source, i);
            if (index < 0 || view.IsNull(index))
                builder.AppendNull();
            else if (bytes is not null)
                bytes.Append(view.Bytes(index));
            else
                builder.AppendBoxed(view.Boxed(wanted, index));
        }

        source.Buffers[0].Dispose();
        source.Buffers[1].Dispose();
        return builder.Build().Data;
    }

    private static int Index(ArrayData source, int row) => ((DictionaryType)source.DataType).IndexType switch
    {
        Int8Type => Values<sbyte>(source)[row],
        UInt8Type => Values<byte>(source)[row],
        Int16Type => Values<short>(source)[row],
        UInt16Type => Values<ushort>(source)[row],
        Int32Type => Values<int>(source)[row],
        UInt32Type => checked((int)Values<uint>(source)[row]),
        Int64Type => checked((int)Values<long>(source)[row]),
        _ => checked((int)Values<ulong>(source)[row]),
    };

    private ArrayData Nested(ArrayData source, IArrowType type, LogicalType wanted)
    {
        var children = new ArrayData[source.Children.Length];
        for (int i = 0; i < children.Length; i++)
        {
            LogicalType child = wanted.Kind switch
            {
                TypeKind.Array => wanted.Element,
                TypeKind.Map => LogicalType.Row([wanted.Fields[0] with { Type = wanted.Key.NotNull() }, wanted.Fields[1]]).NotNull(),
                _ => wanted.Fields[i].Type,
            };
            children[i] = Convert(source.Children[i], child);
        }

        return new ArrayData(type, source.Length, source.NullCount, source.Offset, source.Buffers, children);
    }
}
