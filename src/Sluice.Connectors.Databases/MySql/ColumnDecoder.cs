using System.Runtime.CompilerServices;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>Why a value has no form in its type here.</summary>
internal enum ValueFault : byte
{
    None,
    ZeroDate,
    OutOfRange,
    InvalidText,
}

/// <summary>The values of a block that have no form in their type here.</summary>
internal sealed class BadValues
{
    public List<(int Row, int Column, ValueFault Fault)> Found { get; } = [];
}

/// <summary>The values of one column in a block.</summary>
/// <param name="Block">The received bytes.</param>
/// <param name="Offsets">Where each value starts.</param>
/// <param name="Lengths">How long each is; below 0 for NULL.</param>
/// <param name="Rows">How many there are.</param>
internal readonly unsafe record struct Fields(nint Block, nint Offsets, nint Lengths, int Rows)
{
    /// <summary>The bytes of a value that is not NULL.</summary>
    public ReadOnlySpan<byte> At(int row) => new((byte*)Block + ((int*)Offsets)[row], ((int*)Lengths)[row]);

    /// <summary>Whether a value is NULL.</summary>
    public bool IsNull(int row) => ((int*)Lengths)[row] < 0;
}

/// <summary>Decodes one column of a block into its builder.</summary>
internal abstract class ColumnDecoder(int column, MySqlSourceOptions options)
{
    /// <summary>
    /// Appends one value per row. A value without a form is noted in <paramref name="bad"/> and an arbitrary value appended in its place: the
    /// caller decodes again without the row.
    /// </summary>
    public abstract void Decode(Fields fields, BadValues bad);

    /// <summary>Notes a bad value, unless a policy makes it NULL (true).</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected bool IsNullByPolicy(int row, ValueFault fault, BadValues bad)
    {
        // Invariant 4: NULL only where somebody chose it.
        if (fault switch
        {
            ValueFault.ZeroDate => options.ZeroDateIsNull,
            ValueFault.OutOfRange => options.OutOfRangeIsNull,
            _ => false,
        })
            return true;
        bad.Found.Add((row, column, fault));
        return false;
    }
}

/// <summary>Reads one value of the text protocol. Implemented by structs, so that each column's loop is compiled for its type.</summary>
internal unsafe interface IFieldReader<T>
    where T : unmanaged
{
    ValueFault TryRead(byte* field, int length, out T value);
}

/// <summary>A column of fixed-width values.</summary>
internal sealed unsafe class FixedDecoder<T, TReader>(int column, FixedColumnBuilder<T> builder, TReader reader, MySqlSourceOptions options)
    : ColumnDecoder(column, options)
    where T : unmanaged
    where TReader : struct, IFieldReader<T>
{
    private readonly TReader _reader = reader;
    private int[] _nulls = [];

    public override void Decode(Fields fields, BadValues bad)
    {
        int rows = fields.Rows;
        if (_nulls.Length < rows)
            _nulls = new int[rows];
        int nulls = 0;
        TReader reader = _reader;
        int start = builder.Count;
        var block = (byte*)fields.Block;
        var offsets = (int*)fields.Offsets;
        var lengths = (int*)fields.Lengths;
        fixed (T* values = builder.GetSpan(rows))
        {
            for (int row = 0; row < rows; row++)
            {
                int length = lengths[row];
                if (length < 0)
                {
                    values[row] = default;
                    _nulls[nulls++] = row;
                    continue;
                }

                ValueFault fault = reader.TryRead(block + offsets[row], length, out T value);
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

/// <summary>A BIT(1) column, one byte; or a TINYINT that the job reads as truth values, of which only 0 and 1 are.</summary>
internal sealed class BooleanDecoder(int column, BooleanColumnBuilder builder, bool isDigit, MySqlSourceOptions options) : ColumnDecoder(column, options)
{
    public override void Decode(Fields fields, BadValues bad)
    {
        for (int row = 0; row < fields.Rows; row++)
        {
            if (fields.IsNull(row))
            {
                builder.AppendNull();
                continue;
            }

            ReadOnlySpan<byte> value = fields.At(row);
            int digit = value.Length == 1 ? value[0] - (isDigit ? '0' : 0) : -1;
            if (digit is 0 or 1 || !IsNullByPolicy(row, ValueFault.OutOfRange, bad))
                builder.Append(digit == 1);
            else
                builder.AppendNull();
        }
    }
}

/// <summary>A column whose wire form is its value: binary strings, geometry, BIT(n), and text, which is checked.</summary>
internal sealed unsafe class BytesDecoder(int column, BytesColumnBuilder builder, bool isText, MySqlSourceOptions options) : ColumnDecoder(column, options)
{
    public override void Decode(Fields fields, BadValues bad)
    {
        int rows = fields.Rows;
        if (rows == 0)
            return;
        var block = (byte*)fields.Block;
        var offsets = (int*)fields.Offsets;
        var lengths = (int*)fields.Lengths;
        long total = 0;
        for (int row = 0; row < rows; row++)
            total += Math.Max(0, lengths[row]);
        int start = builder.HeapLength;
        int first = builder.Count;
        int nulls = 0;
        bool isBroken = false;
        fixed (byte* heap = builder.GetSpan(checked((int)total + 1)))
        fixed (int* ends = builder.GetEnds(rows))
        {
            int at = 0;
            for (int row = 0; row < rows; row++)
            {
                int length = lengths[row];
                if (length > 0)
                {
                    byte* field = block + offsets[row];
                    // A value that begins in the middle of a character would be hidden by the one before it.
                    isBroken |= (*field & 0xC0) == 0x80;
                    Unsafe.CopyBlockUnaligned(heap + at, field, (uint)length);
                    at += length;
                }

                nulls += length >>> 31;
                ends[row] = start + at;
            }

            if (isText && (isBroken || !System.Text.Unicode.Utf8.IsValid(new ReadOnlySpan<byte>(heap, at))))
                FindInvalid(fields, bad);
            builder.CommitMany(rows, at);
        }

        for (int row = 0; nulls > 0 && row < rows; row++)
        {
            if (lengths[row] >= 0)
                continue;
            builder.MarkNull(first + row);
            nulls--;
        }
    }

    private void FindInvalid(Fields fields, BadValues bad)
    {
        for (int row = 0; row < fields.Rows; row++)
        {
            if (!fields.IsNull(row) && !System.Text.Unicode.Utf8.IsValid(fields.At(row)))
                IsNullByPolicy(row, ValueFault.InvalidText, bad);
        }
    }
}
