using System.Text;

namespace Sluice.Formats.Text;

/// <summary>Turns the bytes of another encoding into UTF-8, block by block.</summary>
internal sealed class TranscodedBytes : IByteSource
{
    private const int BlockBytes = 1 << 15;
    private readonly IByteSource _source;
    private readonly Decoder _decoder;
    private readonly Encoder _encoder = new UTF8Encoding(false).GetEncoder();
    private readonly byte[] _input = new byte[BlockBytes];
    private readonly char[] _chars;
    private readonly byte[] _output;
    private int _outputStart;
    private int _outputEnd;
    private bool _isAtEnd;
    private bool _isAtStart = true;

    public TranscodedBytes(IByteSource source, Encoding encoding)
    {
        _source = source;
        _decoder = encoding.GetDecoder();
        _chars = new char[encoding.GetMaxCharCount(BlockBytes)];
        _output = new byte[(_chars.Length * 3) + 3];
    }

    public long SourceBytes => _source.SourceBytes;

    public async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        while (_outputStart == _outputEnd)
        {
            if (_isAtEnd)
                return 0;
            int read = await _source.ReadAsync(_input, cancellationToken).ConfigureAwait(false);
            _isAtEnd = read == 0;
            Convert(read);
        }

        int length = Math.Min(target.Length, _outputEnd - _outputStart);
        _output.AsMemory(_outputStart, length).CopyTo(target);
        _outputStart += length;
        return length;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private void Convert(int read)
    {
        int chars = _decoder.GetChars(_input.AsSpan(0, read), _chars, flush: _isAtEnd);
        ReadOnlySpan<char> text = _chars.AsSpan(0, chars);
        if (_isAtStart && chars > 0)
        {
            _isAtStart = false;
            if (text[0] == '\uFEFF')
                text = text[1..];
        }

        _outputStart = 0;
        _outputEnd = _encoder.GetBytes(text, _output, flush: _isAtEnd);
    }
}
