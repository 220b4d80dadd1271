using System.Numerics;
using System.Runtime.CompilerServices;
using Sluice.Connectors.Files;
using Sluice.Types;

namespace Sluice.Formats.Text;

/// <summary>
/// Cuts a text file at the ends of records, exactly: it follows the quotes from the file's start, at the speed of memory. From a quote out of place on the rest of the
/// file is one part, because what follows it depends on rules that only the reader knows.
/// </summary>
internal sealed class RecordSplitter(byte? quote, byte delimiter, long maxRow, IInputFile file, long partBytes, BufferPool pool)
{
    private const int BlockBytes = 1 << 18;
    private QuoteState _quotes;
    private long _partStart;
    private long _partLine = 1;
    private long _lines = 1;
    private FilePart? _ready;

    /// <summary>The parts in order; the last one ends at the end of the file.</summary>
    public async IAsyncEnumerable<FilePart> SplitAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using System.Buffers.IMemoryOwner<byte> owner = pool.Rent(BlockBytes + ByteMasks.Block);
        _quotes.Begin();
        long position = 0;
        long lastEnd = 0;
        while (true)
        {
            int length = await FillAsync(owner.Memory[..BlockBytes], position, cancellationToken).ConfigureAwait(false);
            if (position == 0)
                _partStart = 0;
            int at = 0;
            bool isGood = true;
            while (at < length && isGood)
            {
                isGood = Scan(owner, position, ref at, length, ref lastEnd);
                if (_ready is { } part)
                {
                    _ready = null;
                    yield return part;
                }
            }

            position += length;
            if (length < BlockBytes || !isGood || position - Math.Max(lastEnd, _partStart) > maxRow)
                break;
        }

        if (file.Length is not { } end || _partStart < end || end == 0)
            yield return new FilePart(_partStart, long.MaxValue, _partLine);
    }

    private async ValueTask<int> FillAsync(Memory<byte> target, long position, CancellationToken cancellationToken)
    {
        int length = 0;
        while (length < target.Length)
        {
            int read = await file.ReadAsync(position + length, target[length..], cancellationToken).ConfigureAwait(false);
            if (read == 0)
                break;
            length += read;
        }

        return length;
    }

    /// <summary>Goes through a block until a part is ready or the block ends; false at a quote out of place.</summary>
    private unsafe bool Scan(System.Buffers.IMemoryOwner<byte> owner, long position, ref int at, int length, ref long lastEnd)
    {
        fixed (byte* text = owner.Memory.Span)
        {
            // The byte order mark is before the first field, not part of it.
            int skip = position == 0 && at == 0 ? TextInput.MarkLength(new ReadOnlySpan<byte>(text, length)) : 0;
            for (; at < length; at += ByteMasks.Block)
            {
                ulong valid = ByteMasks.Low(length - at) & ~ByteMasks.Low(skip);
                skip = 0;
                ulong newLines = ByteMasks.Of(text + at, (byte)'\n') & valid;
                ulong ends = newLines;
                if (quote is { } mark)
                {
                    ulong marks = ByteMasks.Of(text + at, mark) & valid;
                    if ((marks | _quotes.Pending) != 0)
                    {
                        ulong separators = (ByteMasks.Of(text + at, delimiter) & valid) | newLines;
                        ulong returns = ByteMasks.Of(text + at, (byte)'\r') & valid;
                        ulong inside = _quotes.Next(marks, separators, returns, newLines, valid, out ulong bad);
                        if (bad != 0)
                            return false;
                        ends &= ~inside;
                    }
                    else
                    {
                        byte last = text[at + ByteMasks.Block - 1];
                        _quotes.EndsWithSeparator = last == delimiter || last == '\n' ? 1u : 0u;
                    }
                }

                if (ends != 0)
                {
                    int bit = 63 - BitOperations.LeadingZeroCount(ends);
                    lastEnd = position + at + bit + 1;
                    if (lastEnd - _partStart >= partBytes)
                    {
                        long line = _lines + ByteMasks.Count(newLines & ByteMasks.Low(bit + 1));
                        _ready = new FilePart(_partStart, lastEnd, _partLine);
                        (_partStart, _partLine) = (lastEnd, line);
                    }
                }

                _lines += ByteMasks.Count(newLines);
                if (_ready is not null)
                {
                    at += ByteMasks.Block;
                    return true;
                }
            }
        }

        return true;
    }
}
