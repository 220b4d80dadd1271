using Sluice.Connectors.Files;

namespace Sluice.Formats.Text;

/// <summary>The bytes of a range of a file as they are. Borrows the file.</summary>
internal sealed class FileBytes(IInputFile file, long start, long end) : IByteSource
{
    public long SourceBytes { get; private set; }

    public async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        int wanted = (int)Math.Min(target.Length, end - start - SourceBytes);
        if (wanted <= 0)
            return 0;
        int read = await file.ReadAsync(start + SourceBytes, target[..wanted], cancellationToken).ConfigureAwait(false);
        SourceBytes += read;
        return read;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
