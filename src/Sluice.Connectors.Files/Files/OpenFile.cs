using Sluice.Connectors.Runs;

namespace Sluice.Connectors.Files.Files;

/// <summary>A file being written under its temporary name.</summary>
internal sealed class OpenFile : IAsyncDisposable
{
    private readonly IOutputFile _file;
    private FileSummary? _summary;
    private long _takenBytes;

    private OpenFile(IOutputFile file, IFormatWriter writer) => (_file, Writer) = (file, writer);

    /// <summary>Writes it.</summary>
    public IFormatWriter Writer { get; }

    /// <summary>Bytes appended that this was not asked for before; called by one worker after another when they prepare.</summary>
    public long TakeNewBytes()
    {
        long length = _file.Length;
        return length - Interlocked.Exchange(ref _takenBytes, length);
    }

    /// <summary>Its temporary name.</summary>
    public string TemporaryPath => _file.Path;

    /// <summary>Begins a file.</summary>
    /// <param name="file">The file, empty or as long as it was when its state was taken.</param>
    /// <param name="target">What it belongs to.</param>
    /// <param name="context">The run.</param>
    /// <param name="encoders">Encoders at once at most.</param>
    /// <param name="resumed">The format's state of it; null for a new file.</param>
    public static OpenFile Begin(IOutputFile file, FilesTarget target, RunContext context, int encoders, string? resumed = null) => new(
        file,
        target.Format.OpenWriter(file, new FormatWriteRequest
        {
            Options = target.Options,
            Schema = target.FileSchema,
            Run = context,
            MemoryBytes = context.WriterBytes * encoders,
            Encoders = encoders,
            Resumed = resumed,
            Table = target.Name.ToString(),
        }));

    /// <summary>Makes what is in the file durable and says how to go on behind it. Every encoder must have been flushed.</summary>
    public async ValueTask<UnfinishedTarget> SnapshotAsync(CancellationToken cancellationToken)
    {
        await _file.SyncAsync(cancellationToken).ConfigureAwait(false);
        return new UnfinishedTarget(_file.Length, Writer.Snapshot(), [], []);
    }

    /// <summary>Ends the file and makes it durable. Every encoder must have been flushed. Idempotent.</summary>
    public async ValueTask<FileSummary> FinishAsync(CancellationToken cancellationToken)
    {
        if (_summary is { } known)
            return known;
        FileSummary summary = await Writer.FinishAsync(cancellationToken).ConfigureAwait(false);
        await _file.SyncAsync(cancellationToken).ConfigureAwait(false);
        _summary = summary;
        return summary;
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync().ConfigureAwait(false);
        await _file.DisposeAsync().ConfigureAwait(false);
    }
}
