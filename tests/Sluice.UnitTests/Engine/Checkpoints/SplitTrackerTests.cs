using System.Collections.Immutable;
using System.Globalization;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Engine.Checkpoints;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Engine.Checkpoints;

public sealed class SplitTrackerTests
{
    private static readonly FakeScan s_scan = new()
    {
        Table = new TableDescription { Name = new TableName(null, "t"), Schema = new TableSchema([]), Identity = "t" },
        Schema = new TableSchema([]),
        Text = "",
        SplitText = "",
        MaxReaders = 1,
    };

    private static readonly CheckpointState s_new = new()
    {
        Version = 1, Job = "j", RunId = "r", PlanHash = "", Attempt = 1, Started = DateTimeOffset.UnixEpoch,
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_open_in_a_checkpoint_comes_first_and_then_what_the_source_has_not_handed_out()
    {
        using var first = Track(new FakeSource(3), s_new);
        await TakeAsync(first);
        await TakeAsync(first);
        first.Commit([("0", Done(10)), ("1", At("5", 5))]);
        (CheckpointState state, IReadOnlyList<string> forgettable) = await first.SnapshotAsync(s_new, Cancellation);
        Assert.Equal(["0"], forgettable);

        using var second = Track(new FakeSource(3, int.Parse(state.Source!, CultureInfo.InvariantCulture)), state);

        Assert.Equal(15, second.Committed()[0].Read);
        Assert.Equal([("1", "5"), ("2", null)], [await TakeAsync(second), await TakeAsync(second)]);
        Assert.Null(await second.TakeAsync(Cancellation));
    }

    [Fact]
    public async Task A_mark_of_the_sink_beats_the_checkpoint()
    {
        CheckpointState state = s_new with { Open = Open(("0", At("5", 5)), ("1", SplitProgress.None)), Source = "2" };

        using var tracker = Track(new FakeSource(3, 2), state, [new SplitMark("0", At("8", 8).ToJson()), new SplitMark("1", Done(10).ToJson())]);

        Assert.Equal(18, tracker.Committed()[0].Read);
        Assert.Equal(("0", "8"), await TakeAsync(tracker));
        Assert.Equal(("2", null), await TakeAsync(tracker)); // Split 1 is done.
        Assert.Null(await tracker.TakeAsync(Cancellation));
    }

    [Fact]
    public async Task A_split_that_the_checkpoint_did_not_know_of_is_counted_when_it_comes_up()
    {
        var recovered = new List<long>();
        using var tracker = new SplitTracker([s_scan], new FakeSource(2), s_new, [new SplitMark("0", Done(10).ToJson())], (_, rows) => recovered.Add(rows.Read));

        Assert.Equal(("1", null), await TakeAsync(tracker));

        Assert.Equal([10, 0], recovered);
        (CheckpointState state, IReadOnlyList<string> forgettable) = await tracker.SnapshotAsync(s_new, Cancellation);
        Assert.Equal((10, "1"), (state.Done[0].Read, string.Join(',', state.Open.Keys)));
        Assert.Equal(["0"], forgettable);
    }

    [Fact]
    public async Task A_split_may_be_forgotten_only_once_a_checkpoint_without_it_exists_and_is_named_once()
    {
        using var tracker = Track(new FakeSource(2), s_new);
        await TakeAsync(tracker);
        tracker.Commit([("0", At("5", 5))]);
        Assert.Empty((await tracker.SnapshotAsync(s_new, Cancellation)).Forgettable);
        tracker.Commit([("0", Done(10))]);

        (CheckpointState state, IReadOnlyList<string> forgettable) = await tracker.SnapshotAsync(s_new, Cancellation);

        Assert.Equal(["0"], forgettable);
        Assert.Empty(state.Open);
        Assert.Empty((await tracker.SnapshotAsync(s_new, Cancellation)).Forgettable);
    }

    [Fact]
    public async Task Memory_does_not_grow_with_the_number_of_splits_done()
    {
        using var tracker = Track(new FakeSource(1000), s_new);
        while (await tracker.TakeAsync(Cancellation) is var (split, _))
            tracker.Commit([(split.Id, Done(1))]);

        CheckpointState state = (await tracker.SnapshotAsync(s_new, Cancellation)).State;

        Assert.Empty(state.Open);
        Assert.Equal(1000, state.Done[0].Read);
    }

    private static SplitTracker Track(ISourceRun source, CheckpointState state, params SplitMark[] marks) => new([s_scan], source, state, marks, (_, _) => { });

    private static async Task<(string Id, string? Position)> TakeAsync(SplitTracker tracker)
    {
        (Split split, SplitProgress start) = (await tracker.TakeAsync(Cancellation))!.Value;
        return (split.Id, start.Position);
    }

    private static SplitProgress At(string position, long rows) => new() { Position = position, Rows = Tally.Zero with { Read = rows } };

    private static SplitProgress Done(long rows) => new() { IsDone = true, Rows = Tally.Zero with { Read = rows } };

    private static ImmutableSortedDictionary<string, SplitProgress> Open(params (string Id, SplitProgress Progress)[] all) =>
        all.ToImmutableSortedDictionary(s => s.Id, s => s.Progress, StringComparer.Ordinal);

    private sealed record FakeScan : TableScan;

    private sealed record FakeSplit(TableScan Scan, string Id) : Split(Scan, Id);

    private sealed class FakeSource(int count, int next = 0) : ISourceRun
    {
        private int _next = next;

        public ValueTask<Split?> NextSplitAsync(CancellationToken cancellationToken) =>
            ValueTask.FromResult(_next < count ? Find((_next++).ToString(CultureInfo.InvariantCulture)) : null);

        public ISplitReader CreateReader(IDirtyRows dirtyRows) => throw new NotSupportedException();

        public string Snapshot() => _next.ToString(CultureInfo.InvariantCulture);

        public Split Find(string id) => new FakeSplit(s_scan, id);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
