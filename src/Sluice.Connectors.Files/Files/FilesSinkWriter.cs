using Apache.Arrow;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;

namespace Sluice.Connectors.Files.Files;

/// <summary>Writes the rows of one worker.</summary>
internal sealed class FilesSinkWriter(IReadOnlyDictionary<string, TargetRun> targets, RunContext context, IDirtyRows dirtyRows) : ISinkWriter
{
    private readonly Dictionary<string, ITargetWriter> _writers = new(StringComparer.Ordinal);

    public ValueTask WriteAsync(SinkTable table, Rows rows, CancellationToken cancellationToken)
    {
        var target = (FilesTarget)table;
        if (!_writers.TryGetValue(target.Path, out ITargetWriter? writer))
            _writers[target.Path] = writer = Open(targets[target.Path]);
        return writer.WriteAsync(rows.Batch, rows.Locator, cancellationToken);
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        foreach (ITargetWriter writer in _writers.Values)
            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<Committable>> PrepareAsync(long epoch, CancellationToken cancellationToken)
    {
        var prepared = new List<Committable>();
        // What earlier flushes and attempts have completed is committed with the first writer that prepares.
        foreach (TargetRun target in targets.Values)
            prepared.AddRange(target.TakeComplete());
        foreach (ITargetWriter writer in _writers.Values)
            await writer.PrepareAsync(prepared, cancellationToken).ConfigureAwait(false);
        return prepared;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ITargetWriter writer in _writers.Values)
            await writer.DisposeAsync().ConfigureAwait(false);
    }

    private ITargetWriter Open(TargetRun target) =>
        !target.Target.IsFolder ? new SharedFileWriter(target, dirtyRows)
        : target.Target.Partitions.IsEmpty ? new PartFileWriter(target, "", dirtyRows, context)
        : new PartitionedWriter(target, context, dirtyRows);
}

/// <summary>Writes the rows of one worker into one target.</summary>
internal interface ITargetWriter : IAsyncDisposable
{
    /// <summary>Writes a batch; borrows it.</summary>
    ValueTask WriteAsync(RecordBatch batch, IRowLocator? locator, CancellationToken cancellationToken);

    /// <summary>Hands what was written to the target, which makes it durable in its snapshot.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);

    /// <summary>Makes what was written durable and adds what commits it.</summary>
    ValueTask PrepareAsync(List<Committable> prepared, CancellationToken cancellationToken);
}

/// <summary>One worker's share of a file that all workers write.</summary>
internal sealed class SharedFileWriter(TargetRun target, IDirtyRows dirtyRows) : ITargetWriter
{
    private readonly CountedDirtyRows _dirty = new(dirtyRows);
    private IFormatEncoder? _encoder;
    private long _rows;

    public async ValueTask WriteAsync(RecordBatch batch, IRowLocator? locator, CancellationToken cancellationToken)
    {
        _encoder ??= (await target.SharedAsync(cancellationToken).ConfigureAwait(false)).Writer.CreateEncoder(_dirty);
        await _encoder.WriteAsync(batch, locator, cancellationToken).ConfigureAwait(false);
        _rows += batch.Length;
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => _encoder?.FlushAsync(cancellationToken) ?? ValueTask.CompletedTask;

    public async ValueTask PrepareAsync(List<Committable> prepared, CancellationToken cancellationToken)
    {
        if (_encoder is null)
            return;
        await _encoder.FlushAsync(cancellationToken).ConfigureAwait(false);
        OpenFile file = await target.SharedAsync(cancellationToken).ConfigureAwait(false);
        // The file ends when all workers have ended; its own count is compared with the sum of these before it is published.
        prepared.Add(new Committable(target.Target.Name.ToString(), target.SharedCommit.State, _rows - _dirty.Count, file.TakeNewBytes()));
    }

    public async ValueTask DisposeAsync()
    {
        if (_encoder is not null)
            await _encoder.DisposeAsync().ConfigureAwait(false);
    }
}

/// <summary>One worker's own part file of a folder or of one of its partitions.</summary>
internal sealed class PartFileWriter(TargetRun target, string partition, IDirtyRows dirtyRows, RunContext context) : ITargetWriter
{
    private OpenFile? _file;
    private PreparedFile? _prepared;
    private IFormatEncoder? _encoder;

    public async ValueTask WriteAsync(RecordBatch batch, IRowLocator? locator, CancellationToken cancellationToken)
    {
        if (_file is null)
        {
            (_file, _prepared) = await target.OpenPartAsync(partition, context, cancellationToken).ConfigureAwait(false);
            _encoder = _file.Writer.CreateEncoder(dirtyRows);
        }

        await _encoder!.WriteAsync(batch, locator, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A part file ends at a checkpoint: what is complete needs nothing to be continued.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var complete = new List<Committable>();
        await PrepareAsync(complete, cancellationToken).ConfigureAwait(false);
        target.AddComplete(complete);
    }

    public async ValueTask PrepareAsync(List<Committable> prepared, CancellationToken cancellationToken)
    {
        if (_file is null)
            return;
        await _encoder!.FlushAsync(cancellationToken).ConfigureAwait(false);
        FileSummary summary = await _file.FinishAsync(cancellationToken).ConfigureAwait(false);
        target.NoteComplete(_file.TemporaryPath);
        prepared.Add(new Committable(target.Target.Name.ToString(), _prepared!.State, summary.RowCount, summary.Bytes));
        await DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_encoder is not null)
            await _encoder.DisposeAsync().ConfigureAwait(false);
        if (_file is not null)
            await _file.DisposeAsync().ConfigureAwait(false);
        (_encoder, _file) = (null, null);
    }
}
