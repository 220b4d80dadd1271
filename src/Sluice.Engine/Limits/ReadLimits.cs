using Sluice.Plans;

namespace Sluice.Engine.Limits;

/// <summary>The read limits of a job: rows and bytes a second, over all workers.</summary>
internal sealed class ReadLimits
{
    private readonly RateLimiter? _rows;
    private readonly RateLimiter? _bytes;

    public ReadLimits(RunLimits limits, TimeProvider time)
    {
        _rows = limits.ReadRowsPerSecond is { } rows ? new RateLimiter(rows, time) : null;
        _bytes = limits.ReadBytesPerSecond is { } bytes ? new RateLimiter(bytes, time) : null;
    }

    public async ValueTask TakeAsync(long rows, long bytes, CancellationToken cancellationToken)
    {
        if (_rows is not null)
            await _rows.TakeAsync(rows, cancellationToken).ConfigureAwait(false);
        if (_bytes is not null)
            await _bytes.TakeAsync(bytes, cancellationToken).ConfigureAwait(false);
    }
}
