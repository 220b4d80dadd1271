using Npgsql;
using Sluice.Connectors.Sinks;
using Sluice.IntegrationTests.Servers;
using Sluice.Types;

namespace Sluice.IntegrationTests.Connectors.Databases.Postgres;

/// <summary>Invariants 2 and 12: the position travels in the target's own transaction, and an earlier attempt is fenced off.</summary>
public sealed class PostgresProgressTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServiceFact("postgres")]
    public async Task Rows_and_marks_are_committed_together_and_the_next_attempt_sees_both()
    {
        await using (PostgresAttempt first = await OpenAsync("kept.together", 1, "together"))
        {
            Assert.Equal(
                [
                    "CREATE TABLE IF NOT EXISTS \"kept\".\"sluice_progress\" (\n  run_id text,\n  split text,\n  state text NOT NULL,\n  attempt bigint NOT NULL,\n  PRIMARY KEY (run_id, split)\n)",
                    "CREATE SCHEMA IF NOT EXISTS \"kept\"",
                    "CREATE TABLE \"kept\".\"together\" (\n  \"id\" integer NOT NULL,\n  \"t\" text\n)",
                ],
                first.Target.Ddl);
            await first.Run.BeginAsync(Cancellation);
            Assert.Equal("[] False False", Text(await first.Run.RecoverAsync(Cancellation)));
            ISinkWriter writer = first.Writer();
            await first.WriteAsync(writer, Cancellation, (1, "a"), (2, null));
            Committable taken = Assert.Single(await writer.CommitAsync([new("s1", "at 2"), new("it's", "{\"a\": \"\\\\\"}")], Cancellation));
            Assert.Equal(("kept.together", 2L), (taken.Table, taken.RowCount));
            await first.WriteAsync(writer, Cancellation, (3, "c"));
            Assert.Equal(1, Assert.Single(await writer.CommitAsync([new("s1", "at 3")], Cancellation)).RowCount);
            Assert.Empty(await writer.CommitAsync([new("s2", "empty")], Cancellation));
            Assert.Empty(await writer.CommitAsync([], Cancellation));
            await first.WriteAsync(writer, Cancellation, (4, "lost"));
        }

        await using PostgresAttempt second = await OpenAsync("kept.together", 2, "together");
        await second.Run.BeginAsync(Cancellation);

        Assert.Equal("[it's={\"a\": \"\\\\\"}, s1=at 3, s2=empty] True False", Text(await second.Run.RecoverAsync(Cancellation)));
        Assert.Equal(["1|a", "2|∅", "3|c"], await server.RowsAsync("SELECT * FROM kept.together ORDER BY id", Cancellation));
        await second.Run.ForgetAsync(["it's", "s2", "unknown"], Cancellation);
        Assert.Equal("[s1=at 3] True False", Text(await second.Run.RecoverAsync(Cancellation)));
        await second.Run.FinishAsync(Cancellation);
        await second.Run.FinishAsync(Cancellation);
        Assert.Equal("[s1=at 3] True True", Text(await second.Run.RecoverAsync(Cancellation)));
        await second.Run.ForgetAsync(null, Cancellation);
        Assert.Equal(0, await server.ScalarAsync<long>("SELECT count(*) FROM kept.sluice_progress WHERE run_id = 'together'", Cancellation));
        Assert.Equal(3, await server.ScalarAsync<long>("SELECT count(*) FROM kept.together", Cancellation));
    }

    [ServiceFact("postgres")]
    public async Task Tables_are_created_once_in_a_run_and_stay_when_it_is_abandoned()
    {
        await using (PostgresAttempt first = await OpenAsync("public.once", 1, "once", r => r with { Create = CreateMode.Recreate }))
        {
            await first.Run.BeginAsync(Cancellation);
            ISinkWriter writer = first.Writer();
            await first.WriteAsync(writer, Cancellation, (1, "kept"));
            await writer.CommitAsync([new("s", "1")], Cancellation);
            await first.Run.AbandonAsync(Cancellation);
        }

        await using PostgresAttempt second = await OpenAsync("public.once", 2, "once", r => r with { Create = CreateMode.Recreate });
        await second.Run.BeginAsync(Cancellation);
        await second.Run.AbandonAsync(Cancellation);

        Assert.Equal(["1|kept"], await server.RowsAsync("SELECT * FROM once", Cancellation));
    }

    [ServiceFact("postgres")]
    public async Task A_run_whose_begin_fails_is_not_known_afterwards()
    {
        await server.ExecuteAsync("CREATE TABLE half (id int)", Cancellation);
        await using (PostgresAttempt first = await OpenAsync("public.half_begun", 1, "half"))
        {
            await server.ExecuteAsync("CREATE TABLE half_begun (id int)", Cancellation);
            var error = await Assert.ThrowsAsync<SluiceException>(() => first.Run.BeginAsync(Cancellation).AsTask());
            Assert.Contains("half_begun", error.Message, StringComparison.Ordinal);
        }

        await server.ExecuteAsync("DROP TABLE half_begun", Cancellation);
        await using PostgresAttempt second = await OpenAsync("public.half_begun", 2, "half");
        await second.Run.BeginAsync(Cancellation);
        Assert.Equal("[] False False", Text(await second.Run.RecoverAsync(Cancellation)));
        Assert.Equal(0, await server.ScalarAsync<long>("SELECT count(*) FROM half_begun", Cancellation));
    }

    [ServiceFact("postgres")]
    public async Task A_new_attempt_waits_for_the_writers_of_the_old_one_and_fences_them_off()
    {
        await using PostgresAttempt old = await OpenAsync("public.fenced", 1, "fenced");
        await old.Run.BeginAsync(Cancellation);
        ISinkWriter writer = old.Writer();
        await old.WriteAsync(writer, Cancellation, (1, "before"));

        await using PostgresAttempt young = await OpenAsync("public.fenced", 2, "fenced");
        Task begin = young.Run.BeginAsync(Cancellation).AsTask();
        await Task.Delay(300, Cancellation);
        Assert.False(begin.IsCompleted);
        await writer.CommitAsync([new("s", "1")], Cancellation);
        await begin;

        Assert.Equal("[s=1] True False", Text(await young.Run.RecoverAsync(Cancellation)));
        var error = await Assert.ThrowsAsync<SluiceException>(() => old.WriteAsync(writer, Cancellation, (2, "after")));
        Assert.Equal(
            $"postgres.fenced: another run of this job has taken over (run fenced, this was attempt 1)\n  at {Place}\n"
            + "  fix: let the other one go on, or stop it before this one is started again",
            error.Message);
        var again = await Assert.ThrowsAsync<SluiceException>(() => old.Run.BeginAsync(Cancellation).AsTask());
        Assert.Equal(error.Message, again.Message);
        var end = await Assert.ThrowsAsync<SluiceException>(() => old.Run.FinishAsync(Cancellation).AsTask());
        Assert.Equal(error.Message, end.Message);
        Assert.Equal(["1|before"], await server.RowsAsync("SELECT * FROM fenced", Cancellation));
    }

    [ServiceFact("postgres")]
    public async Task A_session_that_holds_on_without_a_word_is_ended()
    {
        await using PostgresAttempt old = await OpenAsync("public.dead", 1, "dead");
        await old.Run.BeginAsync(Cancellation);
        ISinkWriter writer = old.Writer();
        await old.WriteAsync(writer, Cancellation, (1, "never committed"));

        await using PostgresAttempt young = await OpenAsync("public.dead", 2, "dead", options: ("lock_timeout", TimeSpan.FromMilliseconds(400)));
        await young.Run.BeginAsync(Cancellation);

        Assert.Equal("[] True False", Text(await young.Run.RecoverAsync(Cancellation)));
        await Assert.ThrowsAsync<SluiceException>(() => writer.CommitAsync([new("s", "1")], Cancellation).AsTask());
        Assert.Equal(0, await server.ScalarAsync<long>("SELECT count(*) FROM dead", Cancellation));
    }

    [ServiceFact("postgres")]
    public async Task A_session_that_is_at_work_is_named_when_the_wait_is_over()
    {
        await using PostgresAttempt old = await OpenAsync("public.busy", 1, "busy");
        await old.Run.BeginAsync(Cancellation);
        await using var busy = new NpgsqlConnection(server.Owner.ConnectionString);
        await busy.OpenAsync(Cancellation);
        await using var hold = new NpgsqlCommand(
            "BEGIN; SET application_name = 'sluice busy'; SELECT FROM sluice_progress WHERE run_id = 'busy' AND split = '' FOR SHARE; SELECT pg_sleep(3); COMMIT", busy);
        Task holding = hold.ExecuteNonQueryAsync(Cancellation);
        await Task.Delay(300, Cancellation);

        await using PostgresAttempt young = await OpenAsync("public.busy", 2, "busy", options: ("lock_timeout", TimeSpan.FromMilliseconds(300)));
        var error = await Assert.ThrowsAsync<SluiceException>(() => young.Run.BeginAsync(Cancellation).AsTask());

        Assert.Matches(
            $"^postgres.locked: an earlier attempt of run busy still writes after 0.3 s: session {busy.ProcessID} \\('sluice busy'\\) of 127.0.0.1[/0-9]* is active\n"
            + $"  at {System.Text.RegularExpressions.Regex.Escape(Place)}\n  fix: stop that process, or end its session with pg_terminate_backend$",
            error.Message);
        await holding;
    }

    [ServiceFact("postgres")]
    public async Task After_a_commit_whose_answer_was_lost_the_next_attempt_knows_that_it_happened()
    {
        await using var cutter = new CommitCutter(server.Owner.Port);
        string url = server.Url.Replace($":{server.Owner.Port}", $":{cutter.Port}", StringComparison.Ordinal);
        await using PostgresAttempt cut = await PostgresAttempt.OpenAsync(url, "public.doubt", 1, "doubt", null, Cancellation);
        await cut.Run.BeginAsync(Cancellation);
        ISinkWriter writer = cut.Writer();
        await cut.WriteAsync(writer, Cancellation, (1, "committed"));
        cutter.IsArmed = true;

        var error = await Assert.ThrowsAsync<SluiceException>(() => writer.CommitAsync([new("s", "1")], Cancellation).AsTask());

        Assert.Equal(("postgres.commit_in_doubt", Fault.Transient), (error.Code.Name, error.Code.Fault));
        Assert.StartsWith("postgres.commit_in_doubt: the connection broke while a commit was under way (committing: the connection broke: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("fix: run again: the position in the target tells whether it was committed", error.Message, StringComparison.Ordinal);
        await using PostgresAttempt next = await OpenAsync("public.doubt", 2, "doubt");
        await next.Run.BeginAsync(Cancellation);
        Assert.Equal("[s=1] True False", Text(await next.Run.RecoverAsync(Cancellation)));
        Assert.Equal(["1|committed"], await server.RowsAsync("SELECT * FROM doubt", Cancellation));
    }

    private string Place => $"{server.Owner.Host}:{server.Owner.Port}/{server.Owner.Database}";

    private Task<PostgresAttempt> OpenAsync(
        string table, long number, string run, Func<SinkRequest, SinkRequest>? with = null, params (string Name, object Value)[] options) =>
        PostgresAttempt.OpenAsync(server.Url, table, number, run, with, Cancellation, options);

    private static string Text(SinkProgress progress) =>
        $"[{string.Join(", ", progress.Marks.Select(m => $"{m.Split}={m.State}"))}] {progress.IsKnown} {progress.IsFinished}";
}
