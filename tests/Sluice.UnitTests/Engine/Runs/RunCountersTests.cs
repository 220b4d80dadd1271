using Sluice.Engine.Events;
using Sluice.Engine.Runs;
using Xunit;

namespace Sluice.UnitTests.Engine.Runs;

public sealed class RunCountersTests
{
    [Fact]
    public void Written_is_what_was_handed_over_until_the_commit_and_then_what_the_sink_says_it_took()
    {
        var counters = new RunCounters([("a", "x")]);
        counters.AddSent(0, 10);
        counters.AddTaken("x", 9, 100);

        long before = counters.Snapshot()[0].Written;
        counters.End(CommitOutcome.Everything);

        Assert.Equal((10, 9, 100), (before, counters.Snapshot()[0].Written, counters.Snapshot()[0].BytesWritten));
    }

    [Theory]
    [InlineData(CommitOutcome.Nothing, 0)]
    [InlineData(CommitOutcome.Unknown, 10)]
    [InlineData(CommitOutcome.WhatWasWritten, 10)]
    public void A_run_that_failed_counts_as_written_what_may_be_in_the_target(CommitOutcome committed, long expected)
    {
        var counters = new RunCounters([("a", "x")]);
        counters.AddSent(0, 10);

        counters.End(committed);

        Assert.Equal(expected, counters.Snapshot()[0].Written);
    }

    [Fact]
    public void Tables_that_go_into_one_target_together_have_what_its_sink_says()
    {
        var counters = new RunCounters([("a1", "a"), ("b", "b"), ("a2", "a")]);
        counters.AddSent(0, 10);
        counters.AddSent(1, 7);
        counters.AddSent(2, 5);
        counters.AddTaken("a", 14, 0);
        counters.AddTaken("b", 7, 0);
        counters.End(CommitOutcome.Everything);

        Assert.Equal([10, 7, 4], counters.Snapshot().Select(table => table.Written));
        Assert.Equal((15, 7), (counters.Expected("a"), counters.Expected("b")));
    }
}
