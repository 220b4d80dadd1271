namespace Sluice.Engine.Limits;

/// <summary>
/// Holds all workers of a job together to an average rate (R39: limits are per job, never per thread). A bucket of one tenth of a second;
/// a single amount larger than the bucket is let through and paid for afterwards.
/// </summary>
public sealed class RateLimiter
{
    private readonly TimeProvider _time;
    private readonly double _perSecond;
    private readonly Lock _lock = new();
    private double _available;
    private long _lastTimestamp;

    /// <summary>A limiter of <paramref name="perSecond"/> units a second.</summary>
    public RateLimiter(double perSecond, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perSecond);
        (_perSecond, _time) = (perSecond, time);
        _lastTimestamp = time.GetTimestamp();
    }

    /// <summary>Takes an amount and waits until the rate allows the next.</summary>
    public async ValueTask TakeAsync(long amount, CancellationToken cancellationToken)
    {
        TimeSpan wait = Take(amount);
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, _time, cancellationToken).ConfigureAwait(false);
    }

    private TimeSpan Take(long amount)
    {
        lock (_lock)
        {
            long now = _time.GetTimestamp();
            double earned = _time.GetElapsedTime(_lastTimestamp, now).TotalSeconds * _perSecond;
            _lastTimestamp = now;
            _available = Math.Min(_perSecond / 10, _available + earned) - amount;
            return _available >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_available / _perSecond);
        }
    }
}
