using System.Buffers;
using Apache.Arrow;
using Sluice.Connectors.Files;
using Sluice.Connectors.Sources;
using Sluice.Formats.Text;

namespace Sluice.Formats.Csv;

/// <summary>Formats the rows of one worker into a block, which is appended when it is full.</summary>
internal sealed class CsvEncoder : IFormatEncoder
{
    private const int LargestBlock = 1 << 20;
    private const int SmallestBlock = 1 << 16;
    private readonly FormatWriteRequest _request;
    private readonly CsvOptions _options;
    private readonly BlockAppender _appender;
    private readonly CsvFieldWriter[] _writers;
    private IMemoryOwner<byte> _block;
    private int _length;
    private int _rows;

    public CsvEncoder(FormatWriteRequest request, CsvOptions options, BlockAppender appender)
    {
        (_request, _options, _appender) = (request, options, appender);
        _writers = [.. request.Schema.Columns.Select(c => CsvFieldWriters.Create(c.Type, options, request.Run.Pool))];
        _block = request.Run.Pool.Rent((int)Math.Clamp(request.MemoryBytes / Math.Max(1, request.Encoders) / 2, SmallestBlock, LargestBlock));
    }

    public async ValueTask WriteAsync(RecordBatch batch, IRowLocator? locator, CancellationToken cancellationToken)
    {
        for (int i = 0; i < _writers.Length; i++)
            _writers[i].Bind(batch.Column(i));
        try
        {
            int row = 0;
            while ((row = EncodeRows(row, batch.Length)) < batch.Length)
            {
                if (_rows > 0)
                    await FlushAsync(cancellationToken).ConfigureAwait(false);
                else
                    Grow();
            }
        }
        finally
        {
            foreach (CsvFieldWriter writer in _writers)
                writer.Release();
        }
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_rows == 0)
            return;
        await _appender.AppendAsync(_block.Memory[.._length], _rows, cancellationToken).ConfigureAwait(false);
        (_length, _rows) = (0, 0);
    }

    public ValueTask DisposeAsync()
    {
        foreach (CsvFieldWriter writer in _writers)
            writer.Dispose();
        _block.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Formats rows until one does not fit any more.</summary>
    /// <returns>The first row not formatted.</returns>
    private unsafe int EncodeRows(int row, int count)
    {
        fixed (byte* start = _block.Memory.Span)
        {
            // Two bytes are kept for a delimiter or line end.
            byte* end = start + _block.Memory.Length - 2;
            for (; row < count; row++)
            {
                byte* at = start + _length;
                foreach (CsvFieldWriter writer in _writers)
                {
                    at = writer.Write(row, at, end);
                    if (at is null || at > end)
                        return row;
                    *at++ = _options.DelimiterByte;
                }

                at = EndLine(at);
                _length = (int)(at - start);
                _rows++;
            }
        }

        return row;
    }

    private unsafe byte* EndLine(byte* at)
    {
        // In place of the delimiter behind the last value.
        at--;
        if (_options.IsCrLf)
            *at++ = (byte)'\r';
        *at++ = (byte)'\n';
        return at;
    }

    private void Grow()
    {
        IMemoryOwner<byte> larger = _request.Run.Pool.Rent(checked(_block.Memory.Length * 2));
        _block.Dispose();
        _block = larger;
    }
}
