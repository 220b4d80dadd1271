using System.Collections.Immutable;
using System.Text;
using Sluice.Connectors.Sinks;
using Sluice.Engine.Checkpoints;
using Xunit;

namespace Sluice.UnitTests.Engine.Checkpoints;

/// <summary>The format of a checkpoint is frozen: a program must read what an earlier one wrote.</summary>
public sealed class CheckpointStateTests
{
    private static readonly CheckpointState s_state = new()
    {
        Version = 1,
        Job = "shop",
        RunId = "20260102-030405-abcdef",
        PlanHash = "0123456789abcdef",
        Attempt = 3,
        Started = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        HasBegun = true,
        Source = """{"next":2}""",
        Sink = "files",
        Open = new Dictionary<string, SplitProgress>
        {
            ["orders/2"] = new()
            {
                Position = "[\"17\"]",
                Rows = new Tally(10, 1, 2, 7, 1000, 900, 3, 4),
                DirtyByCode = new Dictionary<string, long> { ["expr.overflow"] = 2 }.ToImmutableSortedDictionary(StringComparer.Ordinal),
                DeadLetterBytes = 512,
            },
        }.ToImmutableSortedDictionary(StringComparer.Ordinal),
        Done = [new Tally(20, 0, 0, 20, 2000, 1800)],
        DirtyByCode = new Dictionary<string, long> { ["postgres.row_refused"] = 1 }.ToImmutableSortedDictionary(StringComparer.Ordinal),
        Prepared = [new Committable("orders.parquet", "state", 27, 2700) { Ignored = 1, Superseded = 2 }],
    };

    [Fact]
    public void The_text_is_frozen() => Golden.Check("checkpoint-1.json", Encoding.UTF8.GetString(s_state.ToJson()) + "\n");

    [Fact]
    public void A_state_that_was_written_is_read_as_it_was()
    {
        CheckpointState read = CheckpointState.Parse(s_state.ToJson());

        Assert.Equal(Encoding.UTF8.GetString(s_state.ToJson()), Encoding.UTF8.GetString(read.ToJson()));
        Assert.Equal(s_state.Open["orders/2"].Rows, read.Open["orders/2"].Rows);
        Assert.Equal(s_state.Prepared!.Value[0], read.Prepared!.Value[0]);
    }

    [Fact]
    public void The_mark_that_a_sink_keeps_is_one_line_and_is_frozen()
    {
        string mark = s_state.Open["orders/2"].ToJson();

        Assert.Equal(
            """{"position":"[\u002217\u0022]","rows":{"read":10,"filtered":1,"dirty":2,"written":7,"bytes_read":1000,"bytes_written":900,"ignored":3,"superseded":4},"dirty_by_code":{"expr.overflow":2},"dead_letter_bytes":512}""",
            mark);
        Assert.Equal(mark, SplitProgress.Parse(mark).ToJson());
    }
}
