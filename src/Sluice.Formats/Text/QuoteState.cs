using System.Runtime.CompilerServices;

namespace Sluice.Formats.Text;

/// <summary>
/// Follows quotes through blocks of 64 bytes by their parity, and checks that each stands where it may: an opening quote at the start of a field or
/// right after a closing one (a doubled quote), a closing quote before a separator, a line end or an opening one.
/// </summary>
internal struct QuoteState
{
    private ulong _inside;
    private ulong _endsWithClosing;
    private ulong _endsWithClosedReturn;

    /// <summary>1 when the byte before the block is a separator, or when the block begins a file or part.</summary>
    public ulong EndsWithSeparator { get; set; }

    /// <summary>Not 0 when the next block must be looked at even if it holds no quote.</summary>
    public readonly ulong Pending => _inside | _endsWithClosing | _endsWithClosedReturn;

    /// <summary>Whether the next byte is within quotes.</summary>
    public readonly bool IsInside => _inside != 0;

    /// <summary>The state before the first byte of a record.</summary>
    public void Begin() => (_inside, _endsWithClosing, _endsWithClosedReturn, EndsWithSeparator) = (0, 0, 0, 1);

    /// <summary>Takes a block.</summary>
    /// <param name="quotes">Its quotes.</param>
    /// <param name="separators">Its delimiters and newlines, those within quotes too.</param>
    /// <param name="returns">Its carriage returns.</param>
    /// <param name="newLines">Its newlines.</param>
    /// <param name="valid">Which of its bytes are text.</param>
    /// <param name="bad">Bytes before which something is out of place; what the result says beyond the first of them means nothing.</param>
    /// <returns>The bytes within quotes.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Next(ulong quotes, ulong separators, ulong returns, ulong newLines, ulong valid, out ulong bad)
    {
        ulong inside = ByteMasks.PrefixParity(quotes) ^ _inside;
        ulong opening = quotes & inside;
        ulong closing = quotes & ~inside;
        ulong outsideSeparators = separators & ~inside;
        ulong mayOpen = ((outsideSeparators | closing) << 1) | EndsWithSeparator | _endsWithClosing;
        ulong afterClosing = ((closing << 1) | _endsWithClosing) & valid;
        ulong closedReturns = afterClosing & returns;
        ulong afterReturn = ((closedReturns << 1) | _endsWithClosedReturn) & valid;
        bad = (opening & ~mayOpen) | (afterClosing & ~(separators | returns | quotes)) | (afterReturn & ~newLines);
        _inside = (ulong)((long)inside >> 63);
        _endsWithClosing = closing >> 63;
        _endsWithClosedReturn = closedReturns >> 63;
        EndsWithSeparator = outsideSeparators >> 63;
        return inside;
    }
}
