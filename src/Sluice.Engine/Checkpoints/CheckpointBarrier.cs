namespace Sluice.Engine.Checkpoints;

/// <summary>
/// Brings all workers of a run to a stop between two batches, so that what they have flushed and where their splits stand belong together.
/// A split that is not resumable must not be cut: once a stop is wanted no such split is begun, and the others go on until the last of them is at
/// its end. Thread-safe.
/// </summary>
internal sealed class CheckpointBarrier
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _allArrived;
    private TaskCompletionSource? _release;
    private bool _isRequested;
    private int _workers;
    private int _arrived;
    private int _uncut;

    /// <summary>Whether workers should flush and arrive. Cheap; asked between batches.</summary>
    public bool IsRequested => Volatile.Read(ref _isRequested);

    /// <summary>A worker begins.</summary>
    public void Join()
    {
        lock (_lock)
            _workers++;
    }

    /// <summary>A worker has ended; what it wrote is flushed.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _workers--;
            CompleteIfAllArrived();
        }
    }

    /// <summary>A worker begins a split that must be read whole. False when a stop is wanted: arrive first.</summary>
    public bool TryEnterUncut()
    {
        lock (_lock)
        {
            if (_release is not null)
                return false;
            _uncut++;
            return true;
        }
    }

    /// <summary>The split that must be read whole is at its end, or its worker is.</summary>
    public void LeaveUncut()
    {
        lock (_lock)
        {
            if (--_uncut == 0 && _release is not null)
                _isRequested = true;
        }
    }

    /// <summary>Waits at the stop until it is over. The worker has flushed and said where it stands.</summary>
    public Task ArriveAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_release is null)
                return Task.CompletedTask;
            _arrived++;
            CompleteIfAllArrived();
            return _release.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Asks all workers to stop and waits until they have. False when no worker is left.</summary>
    public async Task<bool> StopAsync(CancellationToken cancellationToken)
    {
        Task allArrived;
        lock (_lock)
        {
            if (_workers == 0)
                return false;
            _arrived = 0;
            _allArrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _isRequested = _uncut == 0;
            allArrived = _allArrived.Task;
        }

        await allArrived.WaitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Lets the workers go on.</summary>
    public void Release()
    {
        TaskCompletionSource? release;
        lock (_lock)
            (release, _release, _allArrived, _isRequested) = (_release, null, null, false);
        release?.TrySetResult();
    }

    private void CompleteIfAllArrived()
    {
        if (_allArrived is not null && _arrived >= _workers)
            _allArrived.TrySetResult();
    }
}
