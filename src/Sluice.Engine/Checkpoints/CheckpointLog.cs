using System.Text.Json;
using Sluice.Connectors.Runs;
using Sluice.Connectors.State;
using Sluice.Engine.Runs;
using Sluice.Plans;
using Sluice.Types;

namespace Sluice.Engine.Checkpoints;

/// <summary>The checkpoints of one run in the store: the last one, and the publishing of the next. One caller at a time.</summary>
internal sealed class CheckpointLog(JobPlan plan, CheckpointPlan checkpoint, RunServices services, RunJournal journal)
{
    private readonly IStateStore _store = services.Store ?? throw new InvalidOperationException("a run with checkpoints needs a store");
    private long _next;
    private CheckpointState? _state;

    /// <summary>What was published last.</summary>
    public CheckpointState State => _state ?? throw new InvalidOperationException("the log is not open");

    /// <summary>Finds the run to continue, or begins a new one.</summary>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        await _store.LockAsync(plan.Name, cancellationToken).ConfigureAwait(false);
        LoadedCheckpoint loaded = await _store.LoadAsync(plan.Name, cancellationToken).ConfigureAwait(false);
        // Invariant 3: reported, and the one before is used.
        foreach (string damaged in loaded.Damaged)
            journal.Warn($"a checkpoint is damaged and was passed over: {damaged}");
        _next = loaded.NextSequence;
        string hash = PlanHash.Of(plan);
        CheckpointState? last = loaded.Content is { } content && services.Resume != ResumeMode.Fresh ? Parse(content.Span) : null;
        bool isContinued = last is not null && (!last.IsFinished || services.Resume == ResumeMode.OnlyUnfinished);
        if (isContinued && !last!.IsFinished && last.PlanHash != hash)
            throw Changed(last);
        _state = isContinued ? last : New(hash);
    }

    /// <summary>Publishes a state as the next checkpoint.</summary>
    public async ValueTask PublishAsync(CheckpointState state, CancellationToken cancellationToken)
    {
        FaultPoint.Hit("checkpoint.publish");
        await _store.PublishAsync(plan.Name, _next, state.ToJson(), cancellationToken).ConfigureAwait(false);
        _next++;
        _state = state;
        FaultPoint.Hit("checkpoint.published");
        await _store.TrimAsync(plan.Name, checkpoint.Keep, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Publishes a state with the splits as they are; gives the splits that a sink may forget.</summary>
    public async ValueTask<IReadOnlyList<string>> PublishAsync(SplitTracker splits, CheckpointState state, CancellationToken cancellationToken)
    {
        (CheckpointState snapshot, IReadOnlyList<string> forgettable) = await splits.SnapshotAsync(state, cancellationToken).ConfigureAwait(false);
        await PublishAsync(snapshot, cancellationToken).ConfigureAwait(false);
        return forgettable;
    }

    private CheckpointState New(string hash) => new()
    {
        Version = CheckpointState.CurrentVersion,
        Job = plan.Name,
        RunId = services.RunId,
        PlanHash = hash,
        Attempt = 0,
        Started = services.Started ?? services.Time.GetUtcNow(),
    };

    private CheckpointState Parse(ReadOnlySpan<byte> content)
    {
        try
        {
            CheckpointState state = CheckpointState.Parse(content);
            if (state.Version == CheckpointState.CurrentVersion)
                return state;
            throw Unreadable($"it is of version {state.Version}, and this program reads version {CheckpointState.CurrentVersion}", null);
        }
        catch (JsonException error)
        {
            throw Unreadable(error.Message, error);
        }
    }

    private SluiceException Unreadable(string why, Exception? inner) => new(
        EngineErrors.CheckpointUnreadable, $"the last checkpoint of job '{plan.Name}' cannot be read: {why}", $"store {_store.Text}",
        "use the program that wrote it, or discard the run with --fresh", inner);

    private SluiceException Changed(CheckpointState last) => new(
        EngineErrors.PlanChanged, $"run {last.RunId} of job '{plan.Name}' is unfinished, and the job or its tables have changed since", $"store {_store.Text}",
        "undo the change to continue the run, or discard it with --fresh");
}
