using Sluice.Plans;

namespace Sluice.Jobs;

/// <summary>A planned job with its open connections. Disposing it closes source, sink and connections.</summary>
public sealed class OpenedJob : IAsyncDisposable
{
    private readonly IReadOnlyList<IAsyncDisposable> _owned;

    internal OpenedJob(JobPlan plan, IReadOnlyList<IAsyncDisposable> owned) => (Plan, _owned) = (plan, owned);

    /// <summary>The plan.</summary>
    public JobPlan Plan { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable owned in _owned.Reverse())
            await owned.DisposeAsync().ConfigureAwait(false);
    }
}
