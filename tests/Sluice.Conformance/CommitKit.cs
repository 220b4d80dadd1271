using Sluice.Connectors.Sinks;
using Sluice.Types;
using Xunit;

namespace Sluice.Conformance;

/// <summary>What a sink that commits is held to: crash at every step, abort, cancel, repeated commit. Derived beside <see cref="ConnectorKit"/>.</summary>
public abstract class CommitKit
{
    /// <summary>The steps before the commit.</summary>
    public static TheoryData<KitStep> StepsBeforeCommit() => [KitStep.Begin, KitStep.Write, KitStep.Prepare];

    /// <summary>
    /// Whether a process that dies can leave things that are cleaned by the next run only (a hidden temporary file); when FALSE the place must be
    /// as before at once.
    /// </summary>
    protected virtual bool LeavesCleanAtOnce => false;

    /// <summary>A fresh, empty place.</summary>
    protected abstract ValueTask<KitPlace> NewPlaceAsync();

    [Theory]
    [MemberData(nameof(StepsBeforeCommit))]
    public async Task After_a_crash_before_the_commit_nothing_is_visible_and_the_next_run_is_right(KitStep step)
    {
        await using KitPlace place = await NewPlaceAsync();
        await using (var dying = new KitRun(place))
            await dying.WriteAsync("t", KitTable.Plain(700, firstId: 5_000), until: step);
        await using var next = new KitRun(place);
        KitTable? seen = LeavesCleanAtOnce || (await place.VisibleThingsAsync()).Count > 0 ? await next.ReadAsync("t") : null;
        Assert.True(seen is null || seen.Rows.Count == 0, $"{seen?.Rows.Count} rows of a run that died are visible");
        KitTable written = KitTable.Plain(300);

        await next.WriteAsync("t", written);
        KitTable read = (await next.ReadAsync("t"))!;

        Assert.Equal(written.Fingerprint(), read.Fingerprint());
    }

    [Theory]
    [MemberData(nameof(StepsBeforeCommit))]
    public async Task An_abandoned_run_leaves_nothing(KitStep step)
    {
        await using KitPlace place = await NewPlaceAsync();
        IReadOnlyList<string> before = await place.VisibleThingsAsync();
        await using (var run = new KitRun(place))
        {
            (ISinkRun sink, IReadOnlyList<Committable> prepared) = await run.WriteAsync("t", KitTable.Plain(700), until: step);
            await sink.AbortAsync(prepared, CancellationToken.None);
            await sink.AbortAsync(prepared, CancellationToken.None);
            await sink.AbandonAsync(CancellationToken.None);
        }

        Assert.Equal(before, await place.VisibleThingsAsync());
    }

    [Fact]
    public async Task A_commit_repeated_changes_nothing()
    {
        await using KitPlace place = await NewPlaceAsync();
        await using var run = new KitRun(place);
        KitTable written = KitTable.Plain(700);
        (ISinkRun sink, IReadOnlyList<Committable> prepared) = await run.WriteAsync("t", written, until: KitStep.Commit);

        await sink.CommitAsync(prepared, CancellationToken.None);
        await sink.FinishAsync(CancellationToken.None);
        KitTable read = (await run.ReadAsync("t"))!;

        Assert.Equal(written.Fingerprint(), read.Fingerprint());
    }

    [Fact]
    public async Task Rows_appended_by_a_second_run_come_beside_those_of_the_first()
    {
        await using KitPlace place = await NewPlaceAsync();
        await using (var first = new KitRun(place))
            await first.WriteAsync("t", KitTable.Plain(300));
        if (!AppendsToExisting)
        {
            await AssertRefusedAsync(place);
            return;
        }

        await using var run = new KitRun(place);

        await run.WriteAsync("t", KitTable.Plain(200, firstId: 300));
        KitTable read = (await run.ReadAsync("t"))!;

        Assert.Equal(KitTable.Plain(500).Fingerprint(), read.Fingerprint());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public async Task A_cancel_in_the_middle_of_a_write_leaves_nothing(int afterBatches)
    {
        await using KitPlace place = await NewPlaceAsync();
        IReadOnlyList<string> before = await place.VisibleThingsAsync();
        bool wasInside = false;
        for (int i = 0; i < 20 && !wasInside; i++)
        {
            await using var run = new KitRun(place);
            (ISinkRun sink, wasInside) = await run.CancelInsideWriteAsync("t", KitTable.Plain(20_000), afterBatches);
            await sink.AbandonAsync(CancellationToken.None);
        }

        Assert.True(wasInside, "no write was under way at any of 20 cancels");
        Assert.Equal(before, await place.VisibleThingsAsync());
    }

    // What is there is not appended to, and not touched.
    private static async Task AssertRefusedAsync(KitPlace place)
    {
        await using (var second = new KitRun(place))
        {
            SluiceException refusal = await Assert.ThrowsAsync<SluiceException>(() => second.WriteAsync("t", KitTable.Plain(200, firstId: 300)));
            Assert.NotEqual(Fault.Bug, refusal.Code.Fault);
        }

        await using var reader = new KitRun(place);
        Assert.Equal(KitTable.Plain(300).Fingerprint(), (await reader.ReadAsync("t"))!.Fingerprint());
    }

    /// <summary>Whether <c>write: append</c> adds to a table that is there (a database or a folder) or refuses to (a single file).</summary>
    protected virtual bool AppendsToExisting => true;

    [Fact]
    public async Task Planning_and_looking_change_nothing()
    {
        await using KitPlace place = await NewPlaceAsync();
        IReadOnlyList<string> before = await place.VisibleThingsAsync();
        await using (var run = new KitRun(place))
        {
            await run.PlanWriteAsync("t", KitTable.Plain(1).Schema);
            await run.PlanWriteAsync("t", KitTable.Plain(1).Schema);
        }

        Assert.Equal(before, await place.VisibleThingsAsync());
    }
}
