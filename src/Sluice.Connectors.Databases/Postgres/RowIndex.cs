using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>
/// Where each field of each row of a block starts, column by column, so that a column is decoded in one tight loop. A field's length stands
/// in the 4 bytes before it; negative means NULL. Not thread-safe.
/// </summary>
internal sealed unsafe class RowIndex : IDisposable
{
    private const int TargetEntries = 64 << 10;
    private readonly int _columns;
    private readonly int _capacity;
    private readonly int* _offsets;
    private bool _isDisposed;

    public RowIndex(int columns)
    {
        _columns = columns;
        _capacity = Math.Clamp(TargetEntries / Math.Max(1, columns), 16, 4096);
        _offsets = (int*)NativeMemory.Alloc((nuint)_capacity * (nuint)Math.Max(1, columns), sizeof(int));
    }

    /// <summary>Rows found.</summary>
    public int Count { get; private set; }

    /// <summary>The starts of a column's fields.</summary>
    public int* Column(int column) => _offsets + ((nint)column * _capacity);

    /// <summary>
    /// Indexes whole rows from <paramref name="position"/> on: up to <paramref name="most"/> rows, and up to the row with which they pass
    /// <paramref name="mostBytes"/>; one row at least.
    /// </summary>
    /// <returns>The position after the last indexed row; -1 when a row is not what the protocol says.</returns>
    public int Build(byte* block, int position, int end, int most, long mostBytes = long.MaxValue)
    {
        Count = 0;
        long full = position + Math.Min(mostBytes, int.MaxValue);
        int limit = Math.Min(most, _capacity);
        int columns = _columns;
        while (Count < limit && (position < full || Count == 0) && end - position >= 7 && block[position] == (byte)'d')
        {
            int length = BinaryPrimitives.ReverseEndianness(*(int*)(block + position + 1));
            int next = position + 1 + length;
            if (length < 0 || next > end)
                break;
            int fields = BinaryPrimitives.ReverseEndianness(*(short*)(block + position + 5));
            if (fields != columns)
                return fields == -1 ? position : -1;
            int cursor = position + 7;
            int* entry = _offsets + Count;
            for (int i = 0; i < columns; i++)
            {
                int bytes = BinaryPrimitives.ReverseEndianness(*(int*)(block + cursor));
                cursor += 4;
                *entry = cursor;
                entry += _capacity;
                cursor += Math.Max(0, bytes);
                if ((uint)cursor > (uint)next)
                    return -1;
            }

            if (cursor != next)
                return -1;
            position = next;
            Count++;
        }

        return position;
    }

    /// <summary>Leaves the rows whose mark is set out of the index.</summary>
    public void Remove(ReadOnlySpan<bool> isBad)
    {
        int kept = 0;
        for (int row = 0; row < Count; row++)
        {
            if (isBad[row])
                continue;
            for (int i = 0; i < _columns; i++)
                Column(i)[kept] = Column(i)[row];
            kept++;
        }

        Count = kept;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        NativeMemory.Free(_offsets);
    }
}
