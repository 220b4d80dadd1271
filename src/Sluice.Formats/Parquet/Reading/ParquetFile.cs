using ParquetSharp;
using ParquetSharp.Arrow;
using Sluice.Connectors.Files;
using Sluice.Types;

namespace Sluice.Formats.Parquet;

/// <summary>
/// An open Parquet file in the native reader: its schema as ours, its row groups. What the library throws becomes an error that names the file.
/// Not thread-safe; borrows the file.
/// </summary>
internal sealed class ParquetFile : IDisposable
{
    private const int TailBytes = 8;
    private const int LeastLength = 12;

    private readonly InputFileStream _stream;
    private readonly ReaderProperties _properties;
    private readonly ArrowReaderProperties _arrowProperties;

    private ParquetFile(string path, InputFileStream stream, int batchRows, int bufferBytes)
    {
        Path = path;
        _stream = stream;
        _properties = ReaderProperties.GetDefaultReaderProperties();

        // Invariant 6: without it a whole column chunk is held, whatever its size.
        _properties.EnableBufferedStream();
        _properties.BufferSize = bufferBytes;
        _arrowProperties = ArrowReaderProperties.GetDefault();
        _arrowProperties.UseThreads = false;
        _arrowProperties.PreBuffer = false;
        _arrowProperties.BatchSize = batchRows;
        _arrowProperties.CoerceInt96TimestampUnit = Apache.Arrow.Types.TimeUnit.Nanosecond;
        Reader = Guarded(() => new FileReader(stream, _properties, _arrowProperties, leaveOpen: true));
    }

    /// <summary>The file's path, for errors.</summary>
    public string Path { get; }

    /// <summary>The native reader.</summary>
    public FileReader Reader { get; }

    /// <summary>The native metadata.</summary>
    public FileMetaData Metadata => Reader.ParquetReader.FileMetaData;

    /// <summary>Opens a file.</summary>
    /// <exception cref="SluiceException">It is not a whole Parquet file.</exception>
    public static async ValueTask<ParquetFile> OpenAsync(IInputFile file, int batchRows, int bufferBytes, CancellationToken cancellationToken)
    {
        long length = file.Length ?? throw ParquetErrors.NotReadable(file.Path, "a Parquet file is read from its end and cannot come from a pipe");
        await CheckEndsAsync(file, length, cancellationToken).ConfigureAwait(false);
        return new ParquetFile(file.Path, new InputFileStream(file, length, cancellationToken), batchRows, bufferBytes);
    }

    /// <summary>Runs a call into the library, whose Arrow side throws plain <see cref="Exception"/>s: whatever comes out is about this file.</summary>
    public T Guarded<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception error) when (error is not (SluiceException or OperationCanceledException or OutOfMemoryException))
        {
            if (_stream.Failure is { } failure)
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
            throw ParquetErrors.NotReadable(Path, $"the file is damaged: {FirstLine(error.Message)}", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Reader?.Dispose();
        _arrowProperties.Dispose();
        _properties.Dispose();
        _stream.Dispose();
    }

    private static string FirstLine(string message)
    {
        int end = message.AsSpan().IndexOfAny('\r', '\n');
        return (end < 0 ? message : message[..end]).Trim();
    }

    private static async ValueTask CheckEndsAsync(IInputFile file, long length, CancellationToken cancellationToken)
    {
        var head = new byte[4];
        var tail = new byte[TailBytes];
        await ReadFullyAsync(file, 0, head, cancellationToken).ConfigureAwait(false);
        if (length >= LeastLength)
            await ReadFullyAsync(file, length - TailBytes, tail, cancellationToken).ConfigureAwait(false);
        bool hasHead = head.AsSpan().SequenceEqual("PAR1"u8);
        if (head.AsSpan().SequenceEqual("PARE"u8))
            throw ParquetErrors.NotReadable(file.Path, "the file is encrypted, which is not supported");
        if (!hasHead)
            throw ParquetErrors.NotReadable(file.Path, "the file is not Parquet: it does not begin with PAR1");
        if (length < LeastLength || !tail.AsSpan(4).SequenceEqual("PAR1"u8))
            throw ParquetErrors.NotReadable(file.Path, $"the file is truncated: it begins as Parquet, but its {length} bytes do not end with a footer");
        int footer = BitConverter.ToInt32(tail, 0);
        if (footer <= 0 || footer > length - LeastLength)
            throw ParquetErrors.NotReadable(file.Path, $"the file is damaged: its footer claims {footer} bytes of {length}");
    }

    private static async ValueTask ReadFullyAsync(IInputFile file, long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            int read = await file.ReadAsync(offset, buffer, cancellationToken).ConfigureAwait(false);
            if (read == 0)
                return;
            offset += read;
            buffer = buffer[read..];
        }
    }
}
