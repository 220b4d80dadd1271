using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;

namespace Sluice.Connectors.Files.Files;

/// <summary>Files being written by a run.</summary>
internal sealed class FilesSinkRun(FilesPlace place, IReadOnlyList<FilesTarget> tables, RunContext context) : ISinkRun
{
    private readonly Dictionary<string, TargetRun> _targets = MakeTargets(place, tables, context);

    public async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        UnfinishedFiles? unfinished = context.Recovery?.SinkState is { } state ? UnfinishedFiles.Parse(state) : null;
        foreach (TargetRun target in _targets.Values)
            await target.BeginAsync(unfinished?.Targets.GetValueOrDefault(target.Target.Path), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<string?> SnapshotAsync(CancellationToken cancellationToken)
    {
        var unfinished = new UnfinishedFiles([]);
        foreach (TargetRun target in _targets.Values)
            unfinished.Targets[target.Target.Path] = await target.SnapshotAsync(cancellationToken).ConfigureAwait(false);
        return unfinished.ToJson();
    }

    public ISinkWriter CreateWriter(IDirtyRows dirtyRows) => new FilesSinkWriter(_targets, context, dirtyRows);

    public async ValueTask CommitAsync(IReadOnlyList<Committable> committables, CancellationToken cancellationToken)
    {
        // Single files first: their counts are checked before anything becomes visible.
        foreach (TargetRun target in _targets.Values)
        {
            Committable[] own = [.. committables.Where(c => c.Table == target.Target.Name.ToString())];
            await target.FinishAsync(own.Sum(c => c.RowCount), own.Length > 0, cancellationToken).ConfigureAwait(false);
        }

        // Several files of one staged folder are one change of name.
        foreach (string state in committables.Select(c => c.State).Distinct(StringComparer.Ordinal))
        {
            PreparedFile prepared = PreparedFile.Parse(state);
            if (prepared.To != "-")
                await TargetRun.PublishAsync(place.FileSystem, prepared, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask AbortAsync(IReadOnlyList<Committable> committables, CancellationToken cancellationToken)
    {
        foreach (string state in committables.Select(c => c.State).Distinct(StringComparer.Ordinal))
        {
            PreparedFile prepared = PreparedFile.Parse(state);
            if (prepared.From != "-")
                await place.FileSystem.DeleteAsync(prepared.From, cancellationToken).ConfigureAwait(false);
        }
    }

    public ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        foreach (TargetRun target in _targets.Values)
            target.End();
        return ValueTask.CompletedTask;
    }

    public async ValueTask AbandonAsync(CancellationToken cancellationToken)
    {
        foreach (TargetRun target in _targets.Values)
            await target.AbandonAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (TargetRun target in _targets.Values)
            await target.DisposeAsync().ConfigureAwait(false);
    }

    private static Dictionary<string, TargetRun> MakeTargets(FilesPlace place, IReadOnlyList<FilesTarget> tables, RunContext context)
    {
        var targets = new Dictionary<string, TargetRun>(StringComparer.Ordinal);
        foreach (FilesTarget table in tables)
            targets.TryAdd(table.Path, new TargetRun(place, table, context));
        return targets;
    }
}
