using Sluice.Connectors.Runs;

namespace Sluice.Connectors.Files.Files;

/// <summary>A file being written under its temporary name.</summary>
internal sealed class OpenFile : IAsyncDisposable
{
    private readonly IOutputFile _file;
    private FileSummary? _summary;

    private OpenFile(IOutputFile file, IFormatWriter writer) => (_file, Writer) = (file, writer);

    /// <summary>Writes it.</summary>
    public IFormatWriter Writer { get; }

    /// <summary>Its temporary name.</summary>
    public string TemporaryPath => _file.Path;

    /// <summary>Begins a file.</summary>
    public static OpenFile Begin(IOutputFile file, FilesTarget target, RunContext context, int encoders) => new(
        file,
        target.Format.OpenWriter(file, new FormatWriteRequest
        {
            Options = target.Options,
            Schema = target.FileSchema,
            Run = context,
            MemoryBytes = context.WriterBytes * encoders,
            Encoders = encoders,
            Table = target.Name.ToString(),
        }));

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
