using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>Why a value has no form in its type here.</summary>
internal enum ValueFault : byte
{
    None,
    Infinite,
    NotANumber,
    OutOfRange,
    ArrayShape,
    InvalidText,
}

/// <summary>The values of a block that have no form in their type here.</summary>
internal sealed class BadValues
{
    public List<(int Row, int Column, ValueFault Fault)> Found { get; } = [];
}

/// <summary>Decodes one column of a block into its builder.</summary>
internal abstract unsafe class ColumnDecoder(int column, PostgresSourceOptions options)
{
    protected int ColumnNumber => column;

    /// <summary>
    /// Appends one value per row. <paramref name="offsets"/> has the start of each field in <paramref name="block"/>. A value without a form
    /// is noted in <paramref name="bad"/> and an arbitrary value appended in its place: the caller decodes again without the row.
    /// </summary>
    public abstract void Decode(byte* block, int* offsets, int rows, BadValues bad);

    /// <summary>Notes a bad value, unless a policy makes it NULL (true).</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected bool IsNullByPolicy(int row, ValueFault fault, BadValues bad)
    {
        // Invariant 4: NULL only where somebody chose it.
        if (fault switch
        {
            ValueFault.Infinite => options.InfinityIsNull,
            ValueFault.NotANumber => options.NanIsNull,
            ValueFault.OutOfRange => options.OutOfRangeIsNull,
            _ => false,
        })
            return true;
        bad.Found.Add((row, column, fault));
        return false;
    }

    protected static int LengthAt(byte* field) => BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<int>(field - 4));
}

/// <summary>Reads one value of the wire format. Implemented by structs, so that each column's loop is compiled for its type.</summary>
internal unsafe interface IWireReader<T>
    where T : unmanaged
{
    ValueFault TryRead(byte* field, int length, out T value);
}

/// <summary>A column of fixed-width values.</summary>
internal sealed unsafe class FixedDecoder<T, TReader>(int column, FixedColumnBuilder<T> builder, TReader reader, PostgresSourceOptions options)
    : ColumnDecoder(column, options)
    where T : unmanaged
    where TReader : struct, IWireReader<T>
{
    private readonly TReader _reader = reader;
    private int[] _nulls = [];

    public override void Decode(byte* block, int* offsets, int rows, BadValues bad)
    {
        if (_nulls.Length < rows)
            _nulls = new int[rows];
        int nulls = 0;
        TReader wire = _reader;
        int start = builder.Count;
        fixed (T* values = builder.GetSpan(rows))
        {
            for (int row = 0; row < rows; row++)
            {
                byte* field = block + offsets[row];
                int length = LengthAt(field);
                if (length < 0)
                {
                    values[row] = default;
                    _nulls[nulls++] = row;
                    continue;
                }

                ValueFault fault = wire.TryRead(field, length, out T value);
                values[row] = value;
                if (fault != ValueFault.None && IsNullByPolicy(row, fault, bad))
                    _nulls[nulls++] = row;
            }
        }

        builder.Commit(rows);
        for (int i = 0; i < nulls; i++)
            builder.MarkNull(start + _nulls[i]);
    }
}

/// <summary>A BOOLEAN column.</summary>
internal sealed unsafe class BooleanDecoder(int column, BooleanColumnBuilder builder, PostgresSourceOptions options) : ColumnDecoder(column, options)
{
    public override void Decode(byte* block, int* offsets, int rows, BadValues bad)
    {
        for (int row = 0; row < rows; row++)
        {
            byte* field = block + offsets[row];
            if (LengthAt(field) < 0)
                builder.AppendNull();
            else
                builder.Append(*field != 0);
        }
    }
}

/// <summary>A column whose wire form is its value: text, bytea, json, enum labels, and every column read as <c>::text</c>.</summary>
internal sealed unsafe class BytesDecoder(int column, BytesColumnBuilder builder, int skip, bool isChecked, PostgresSourceOptions options)
    : ColumnDecoder(column, options)
{
    public override void Decode(byte* block, int* offsets, int rows, BadValues bad)
    {
        for (int row = 0; row < rows; row++)
        {
            byte* field = block + offsets[row];
            int length = LengthAt(field);
            if (length < 0)
            {
                builder.AppendNull();
                continue;
            }

            var value = new ReadOnlySpan<byte>(field + skip, length - skip);
            if (isChecked && !System.Text.Unicode.Utf8.IsValid(value))
                IsNullByPolicy(row, ValueFault.InvalidText, bad);
            builder.Append(value);
        }
    }
}

/// <summary>A <c>"char"</c> column: one byte, of which 0 is the empty text.</summary>
internal sealed unsafe class SingleByteDecoder(int column, BytesColumnBuilder builder, PostgresSourceOptions options) : ColumnDecoder(column, options)
{
    public override void Decode(byte* block, int* offsets, int rows, BadValues bad)
    {
        for (int row = 0; row < rows; row++)
        {
            byte* field = block + offsets[row];
            if (LengthAt(field) < 0)
            {
                builder.AppendNull();
                continue;
            }

            if (*field >= 128)
                IsNullByPolicy(row, ValueFault.InvalidText, bad);
            builder.Append(new ReadOnlySpan<byte>(field, *field == 0 ? 0 : 1));
        }
    }
}

/// <summary>A uuid column, as its 36 characters.</summary>
internal sealed unsafe class UuidDecoder(int column, BytesColumnBuilder builder, PostgresSourceOptions options) : ColumnDecoder(column, options)
{
    public override void Decode(byte* block, int* offsets, int rows, BadValues bad)
    {
        for (int row = 0; row < rows; row++)
        {
            byte* field = block + offsets[row];
            if (LengthAt(field) < 0)
            {
                builder.AppendNull();
                continue;
            }

            WireText.WriteUuid(new ReadOnlySpan<byte>(field, 16), builder.GetSpan(36));
            builder.Commit(36);
        }
    }
}

/// <summary>An array column of one dimension that starts at 1. Elements are decoded by the element type's own decoder.</summary>
internal sealed unsafe class ArrayDecoder(int column, ListColumnBuilder builder, ColumnDecoder element, PostgresSourceOptions options)
    : ColumnDecoder(column, options)
{
    private int[] _starts = new int[64];

    public override void Decode(byte* block, int* offsets, int rows, BadValues bad)
    {
        for (int row = 0; row < rows; row++)
        {
            byte* field = block + offsets[row];
            int length = LengthAt(field);
            if (length < 0)
                builder.AppendNull();
            else
                DecodeOne(block, field, row, bad);
        }
    }

    /// <summary>Wire: dimensions, has-nulls flag, element type, then per dimension size and lower bound, then elements with lengths.</summary>
    private void DecodeOne(byte* block, byte* field, int row, BadValues bad)
    {
        int dimensions = ReadInt(field);
        int count = dimensions == 0 ? 0 : ReadInt(field + 12);
        if (dimensions > 1 || (dimensions == 1 && ReadInt(field + 16) != 1))
        {
            IsNullByPolicy(row, ValueFault.ArrayShape, bad);
            count = 0;
        }

        if (_starts.Length < count)
            _starts = new int[Math.Max(count, _starts.Length * 2)];
        byte* cursor = field + 20;
        for (int i = 0; i < count; i++)
        {
            int length = ReadInt(cursor);
            _starts[i] = (int)(cursor + 4 - block);
            cursor += 4 + Math.Max(0, length);
        }

        int before = bad.Found.Count;
        fixed (int* starts = _starts)
            element.Decode(block, starts, count, bad);
        for (int i = before; i < bad.Found.Count; i++)
            bad.Found[i] = (row, ColumnNumber, bad.Found[i].Fault);
        builder.CloseList();
    }

    private static int ReadInt(byte* field) => BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<int>(field));
}
