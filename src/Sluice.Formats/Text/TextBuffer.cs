using System.Buffers;
using Sluice.Types;

namespace Sluice.Formats.Text;

/// <summary>
/// A window onto a byte source: what is not used yet moves to the front, more is read behind it, and the window grows up to a limit when one row is larger
/// than it. 64 bytes before and behind the text may be read by vector code.
/// </summary>
internal sealed class TextBuffer : IDisposable
{
    /// <summary>Bytes that may be read beyond either end.</summary>
    public const int Padding = 64;

    /// <summary>Bytes of a new window.</summary>
    public const int InitialBytes = 1 << 18;

    private readonly BufferPool _pool;
    private readonly int _maxBytes;
    private IMemoryOwner<byte> _owner;
    private int _capacity;

    public unsafe TextBuffer(BufferPool pool, long maxBytes, int initialBytes = InitialBytes)
    {
        _pool = pool;
        _maxBytes = (int)Math.Min(maxBytes, 1 << 30);
        _owner = Rent(initialBytes);
        Data = Pointer(_owner);
    }

    /// <summary>The window; valid until the next <see cref="FillAsync"/>.</summary>
    public unsafe byte* Data { get; private set; }

    /// <summary>First byte not used yet; the reader moves it.</summary>
    public int Start { get; set; }

    /// <summary>One past the last byte read.</summary>
    public int End { get; private set; }

    /// <summary>Nothing more will come.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>The text not used yet.</summary>
    public unsafe ReadOnlySpan<byte> Text => new(Data + Start, End - Start);

    /// <summary>
    /// Reads more behind what is not used yet. False at the end of the source, or when the window holds <c>maxBytes</c> of one row already
    /// (<see cref="IsFull"/>).
    /// </summary>
    public async ValueTask<bool> FillAsync(IByteSource source, CancellationToken cancellationToken)
    {
        if (IsAtEnd || !MakeRoom())
            return false;
        int read = await source.ReadAsync(_owner.Memory.Slice(Padding + End, _capacity - End), cancellationToken).ConfigureAwait(false);
        End += read;
        if (read > 0)
            return true;
        IsAtEnd = true;
        return EndLastLine();
    }

    /// <summary>The window holds as much of one row as is allowed.</summary>
    public bool IsFull { get; private set; }

    public void Dispose() => _owner.Dispose();

    /// <summary>The last line may lack its line end; giving it one spares every reader the question. True when it did.</summary>
    private unsafe bool EndLastLine()
    {
        if (End == Start || Data[End - 1] == '\n')
            return false;
        Data[End++] = (byte)'\n';
        return true;
    }

    private unsafe bool MakeRoom()
    {
        IsFull = false;
        if (Start > 0)
        {
            Text.CopyTo(new Span<byte>(Data, _capacity));
            End -= Start;
            Start = 0;
        }

        if (_capacity - End >= Math.Min(_capacity / 4, 1 << 16))
            return true;
        if (End >= _maxBytes)
        {
            IsFull = true;
            return false;
        }

        IMemoryOwner<byte> larger = Rent(Math.Min((_capacity * 2) + 1, _maxBytes + (1 << 16)));
        new Span<byte>(Data, End).CopyTo(new Span<byte>(Pointer(larger), End));
        _owner.Dispose();
        _owner = larger;
        Data = Pointer(larger);
        return true;
    }

    private static unsafe byte* Pointer(IMemoryOwner<byte> owner) => (byte*)owner.Memory.Pin().Pointer + Padding;

    private IMemoryOwner<byte> Rent(int bytes)
    {
        IMemoryOwner<byte> owner = _pool.Rent(bytes + (2 * Padding));
        // One byte stays free for the line end of the last line.
        _capacity = owner.Memory.Length - (2 * Padding) - 1;
        return owner;
    }
}
