using Sluice.Engine.Checkpoints;
using Xunit;

namespace Sluice.UnitTests.Engine.Checkpoints;

public sealed class CheckpointBarrierTests
{
    private readonly CheckpointBarrier _barrier = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stop_waits_for_every_worker_and_the_workers_for_its_end()
    {
        _barrier.Join();
        _barrier.Join();
        Task<bool> stop = _barrier.StopAsync(Cancellation);
        Task first = _barrier.ArriveAsync(Cancellation);
        Assert.True(_barrier.IsRequested);
        Assert.False(stop.IsCompleted);

        Task second = _barrier.ArriveAsync(Cancellation);
        Assert.True(await stop);
        Assert.False(first.IsCompleted);
        Assert.False(second.IsCompleted);

        _barrier.Release();
        await Task.WhenAll(first, second);
        Assert.False(_barrier.IsRequested);
    }

    [Fact]
    public async Task A_worker_that_ends_is_not_waited_for()
    {
        _barrier.Join();
        _barrier.Join();
        Task<bool> stop = _barrier.StopAsync(Cancellation);
        Task arrived = _barrier.ArriveAsync(Cancellation);

        _barrier.Leave();

        Assert.True(await stop);
        _barrier.Release();
        await arrived;
    }

    [Fact]
    public async Task Without_workers_there_is_nothing_to_stop()
    {
        Assert.False(await _barrier.StopAsync(Cancellation));
        Assert.False(_barrier.IsRequested);
    }

    [Fact]
    public void Who_arrives_when_no_stop_is_wanted_goes_on() => Assert.True(_barrier.ArriveAsync(Cancellation).IsCompletedSuccessfully);

    [Fact]
    public async Task A_split_that_must_be_read_whole_is_not_begun_in_a_stop_and_one_begun_is_not_cut()
    {
        _barrier.Join();
        _barrier.Join();
        Assert.True(_barrier.TryEnterUncut());

        Task<bool> stop = _barrier.StopAsync(Cancellation);
        Assert.False(_barrier.IsRequested); // Nobody is asked to stop while a split is read whole …
        Assert.False(_barrier.TryEnterUncut()); // … and no further one is begun.
        Task other = _barrier.ArriveAsync(Cancellation);
        Assert.False(stop.IsCompleted);

        _barrier.LeaveUncut();
        Assert.True(_barrier.IsRequested);
        Task self = _barrier.ArriveAsync(Cancellation);
        Assert.True(await stop);
        _barrier.Release();
        await Task.WhenAll(other, self);
        Assert.True(_barrier.TryEnterUncut());
    }

    [Fact]
    public async Task A_second_stop_waits_for_all_again()
    {
        _barrier.Join();
        for (int i = 0; i < 2; i++)
        {
            Task<bool> stop = _barrier.StopAsync(Cancellation);
            Assert.False(stop.IsCompleted);
            Task arrived = _barrier.ArriveAsync(Cancellation);
            Assert.True(await stop);
            _barrier.Release();
            await arrived;
        }
    }

    [Fact]
    public async Task A_cancelled_worker_and_a_cancelled_stop_do_not_wait()
    {
        _barrier.Join();
        _barrier.Join();
        using var cancelling = new CancellationTokenSource();
        Task<bool> stop = _barrier.StopAsync(cancelling.Token);
        Task arrived = _barrier.ArriveAsync(cancelling.Token);

        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stop);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => arrived);
    }
}
