using Sluice.Formats.Text;

namespace Sluice.Formats.JsonLines;

/// <summary>Goes through a text line by line.</summary>
internal sealed class LineReader(IByteSource source, TextBuffer buffer, long line)
{
    private bool _skipsLine;

    /// <summary>The number of the line last read.</summary>
    public long Line { get; private set; } = line - 1;

    /// <summary>The line last read was too long, and only its beginning is there.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Where the line last read begins in the buffer.</summary>
    public int Start { get; private set; }

    /// <summary>Its bytes, line end left out.</summary>
    public int Length { get; private set; }

    /// <summary>Reads a line that is in the buffer already; false when it is not.</summary>
    public bool TryRead()
    {
        if (_skipsLine && !TrySkip())
            return false;
        int end = buffer.Text.IndexOf((byte)'\n');
        if (end < 0)
            return false;
        Take(end, end + 1, isTooLong: false);
        return true;
    }

    /// <summary>Reads a line; false at the end.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (!TryRead())
        {
            if (await buffer.FillAsync(source, cancellationToken).ConfigureAwait(false))
                continue;
            if (buffer.Text.IsEmpty || _skipsLine)
                return false;
            // The buffer is full of one line.
            Take(buffer.Text.Length, buffer.Text.Length, isTooLong: true);
            _skipsLine = true;
            return true;
        }

        return true;
    }

    private void Take(int length, int used, bool isTooLong)
    {
        Line++;
        Start = buffer.Start;
        Length = length > 0 && buffer.Text[length - 1] == '\r' ? length - 1 : length;
        IsTooLong = isTooLong;
        buffer.Start += used;
    }

    private bool TrySkip()
    {
        int end = buffer.Text.IndexOf((byte)'\n');
        buffer.Start = end < 0 ? buffer.End : buffer.Start + end + 1;
        _skipsLine = end < 0;
        return !_skipsLine;
    }
}
