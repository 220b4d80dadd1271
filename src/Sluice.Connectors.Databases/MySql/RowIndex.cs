using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>
/// Where each value of each row of a block starts and how long it is, column by column, so that a column is decoded in one tight loop; a
/// length below 0 is NULL. Not thread-safe.
/// </summary>
internal sealed unsafe class RowIndex : IDisposable
{
    private const int TargetEntries = 32 << 10;
    private readonly int _columns;
    private readonly int _capacity;
    private readonly int* _offsets;
    private readonly int* _lengths;
    private bool _isDisposed;

    public RowIndex(int columns)
    {
        _columns = columns;
        _capacity = Math.Clamp(TargetEntries / Math.Max(1, columns), 16, 4096);
        nuint entries = (nuint)_capacity * (nuint)Math.Max(1, columns);
        _offsets = (int*)NativeMemory.Alloc(entries * 2, sizeof(int));
        _lengths = _offsets + entries;
    }

    /// <summary>Rows found.</summary>
    public int Count { get; private set; }

    /// <summary>The starts of a column's values.</summary>
    public int* Offsets(int column) => _offsets + ((nint)column * _capacity);

    /// <summary>The lengths of a column's values.</summary>
    public int* Lengths(int column) => _lengths + ((nint)column * _capacity);

    /// <summary>
    /// Indexes whole rows from <paramref name="position"/> on: up to <paramref name="most"/> rows, and up to the row with which they pass
    /// <paramref name="mostBytes"/>; one row at least. Stops before a packet that is no row.
    /// </summary>
    /// <param name="block">The received bytes.</param>
    /// <param name="position">The first packet's head.</param>
    /// <param name="end">Where the bytes end.</param>
    /// <param name="joinedEnd">Where the first payload ends when it was put together from several packets; else 0.</param>
    /// <param name="most">The most rows.</param>
    /// <param name="mostBytes">The bytes to stop behind.</param>
    /// <returns>The position after the last indexed row; -1 when a row is not what the protocol says.</returns>
    public int Build(byte* block, int position, int end, int joinedEnd, int most, long mostBytes = long.MaxValue)
    {
        Count = 0;
        long full = position + Math.Min(mostBytes, int.MaxValue);
        int limit = Math.Min(most, _capacity);
        while (Count < limit && (position < full || Count == 0) && end - position > PacketInput.HeadBytes)
        {
            int length = block[position] | (block[position + 1] << 8) | (block[position + 2] << 16);
            int start = position + PacketInput.HeadBytes;
            int next = joinedEnd > 0 ? joinedEnd : start + length;
            if (joinedEnd == 0 && (next > end || length == PacketInput.LongestPayload || IsNoRow(block[start], length)))
                break;
            joinedEnd = 0;
            if (!IndexRow(block, start, next))
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
                (Offsets(i)[kept], Lengths(i)[kept]) = (Offsets(i)[row], Lengths(i)[row]);
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

    /// <summary>An error, or the end: the latter is too short for the value that its first byte would announce in a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsNoRow(byte first, int length) => first >= 0xFE && (first == 0xFF || length < 9);

    private bool IndexRow(byte* block, int cursor, int next)
    {
        int* offset = _offsets + Count;
        int* length = _lengths + Count;
        for (int i = 0; i < _columns; i++)
        {
            if (cursor >= next)
                return false;
            int bytes = block[cursor++];
            if (bytes > 250)
            {
                if (bytes == TextRow.Null)
                    bytes = -1;
                else if ((bytes = LongLength(block, ref cursor, bytes, next)) < 0)
                    return false;
            }

            *offset = cursor;
            *length = bytes;
            offset += _capacity;
            length += _capacity;
            cursor += Math.Max(0, bytes);
            if ((uint)cursor > (uint)next)
                return false;
        }

        return cursor == next;
    }

    private static int LongLength(byte* block, ref int cursor, int kind, int next)
    {
        int width = kind switch { 0xFC => 2, 0xFD => 3, 0xFE => 8, _ => 0 };
        if (width == 0 || next - cursor < width)
            return -1;
        long value = 0;
        for (int i = width - 1; i >= 0; i--)
            value = (value << 8) | block[cursor + i];
        cursor += width;
        return value is >= 0 and <= int.MaxValue ? (int)value : -1;
    }
}
