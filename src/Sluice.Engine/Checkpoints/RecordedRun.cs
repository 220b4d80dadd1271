using System.Text.Json;
using Sluice.Connectors.State;

namespace Sluice.Engine.Checkpoints;

/// <summary>What a store has recorded of a job's last run.</summary>
/// <param name="RunId">The run's id.</param>
/// <param name="Started">The instant that its job was read for.</param>
/// <param name="IsFinished">Whether it is done.</param>
public sealed record RecordedRun(string RunId, DateTimeOffset Started, bool IsFinished)
{
    /// <summary>The last run of a job; null when none is recorded, or its record cannot be read (the run itself will say so).</summary>
    public static async ValueTask<RecordedRun?> FindAsync(IStateStore store, string job, CancellationToken cancellationToken)
    {
        LoadedCheckpoint loaded = await store.LoadAsync(job, cancellationToken).ConfigureAwait(false);
        if (loaded.Content is not { } content)
            return null;
        try
        {
            CheckpointState state = CheckpointState.Parse(content.Span);
            return new RecordedRun(state.RunId, state.Started, state.IsFinished);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
