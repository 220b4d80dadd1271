using Microsoft.Win32.SafeHandles;
using Sluice.Connectors.Files;

namespace Sluice.Stores;

/// <summary>A stream that is written once, such as the standard output. What is written cannot be taken back.</summary>
public sealed class PipeOutputFile : IOutputFile
{
    private readonly Stream _stream;

    /// <summary>A pipe over a stream, which it disposes.</summary>
    public PipeOutputFile(Stream stream, string path) => (_stream, Path) = (stream, path);

    /// <summary>The standard output of this process. Not the console's stream: that one hides from its writer that the reader has gone.</summary>
    public static PipeOutputFile StandardOutput() => new(
        OperatingSystem.IsWindows()
            ? Console.OpenStandardOutput()
            : new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0),
        "stdout");

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public long Length { get; private set; }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await _stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw FileErrors.Translate(e, "write", Path);
        }

        Length += bytes.Length;
    }

    /// <inheritdoc/>
    public async ValueTask SyncAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw FileErrors.Translate(e, "write", Path);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
