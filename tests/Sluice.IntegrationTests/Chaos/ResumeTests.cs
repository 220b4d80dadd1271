using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Chaos;

/// <summary>What a person meets who runs a job with a store: again, after a kill, after a change, after damage. The real program.</summary>
public sealed partial class ResumeTests(PostgresServer server) : IClassFixture<PostgresServer>, IDisposable
{
    private const int Rows = 40_000;
    private readonly TemporaryFolder _folder = new();
    private readonly string _target = string.Create(CultureInfo.InvariantCulture, $"t{Guid.NewGuid():N}");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Store => Masked(_folder["store"]);

    public void Dispose() => _folder.Dispose();

    [ServiceFact("postgres")]
    public async Task After_the_end_resume_does_nothing_and_a_plain_run_begins_a_new_one()
    {
        await PrepareAsync();
        SluiceResult first = (await RunAsync("--resume")).MustExitWith(0); // Nothing recorded: it starts.
        string id = RunIdIn(await NewestAsync());

        SluiceResult again = (await RunAsync("--resume")).MustExitWith(0);

        Assert.Equal($"resume: run {id} is finished (40,000 rows written); there is nothing to continue", again.Output.Split('\n')[0]);
        Assert.Equal("", again.Errors);
        Assert.Equal(Rows, await CountAsync());
        Assert.DoesNotContain("finished", first.Output, StringComparison.Ordinal);
        (await RunAsync()).MustExitWith(0);
        Assert.Equal(2 * Rows, await CountAsync());
        Assert.NotEqual(id, RunIdIn(await NewestAsync()));
    }

    [ServiceFact("postgres")]
    public async Task A_job_that_changed_is_not_continued_and_fresh_discards_its_run()
    {
        await PrepareAsync();
        await KillAtAsync("target.commit.acknowledged.after:3");
        string id = RunIdIn(await NewestAsync());
        long before = await CountAsync();
        Assert.InRange(before, 1, Rows - 1);
        await WriteJobAsync("where: id > 5");

        SluiceResult changed = (await RunAsync()).MustExitWith(2);

        Assert.Equal(
            $"run.plan_changed: run {id} of job 'resume' is unfinished, and the job or its tables have changed since\n  at store {Store}\n"
            + "  fix: undo the change to continue the run, or discard it with --fresh\n",
            changed.Errors);
        Assert.Equal(before, await CountAsync());
        await server.ExecuteAsync($"TRUNCATE {_target}.orders", Cancellation);
        (await RunAsync("--fresh")).MustExitWith(0);
        Assert.Equal(Rows - 5, await CountAsync());
    }

    [ServiceTheory("postgres")]
    [InlineData("flip", "its checksum is wrong")]
    [InlineData("cut", "it holds N bytes in place of N")]
    public async Task A_damaged_checkpoint_is_told_and_the_one_before_is_used(string damage, string problem)
    {
        await PrepareAsync();
        await KillAtAsync("checkpoint.published:6");
        string newest = Newest();
        byte[] bytes = await File.ReadAllBytesAsync(newest, Cancellation);
        bytes[^10] ^= 1;
        await File.WriteAllBytesAsync(newest, damage == "flip" ? bytes : bytes[..^10], Cancellation);

        SluiceResult result = (await RunAsync()).MustExitWith(0);

        Assert.Equal($"warning: a checkpoint is damaged and was passed over: {Masked(newest)}: {problem}\n", Bytes().Replace(result.Errors, "N bytes in place of N"));
        await CheckAsync();
    }

    [ServiceFact("postgres")]
    public async Task A_second_process_with_the_same_store_is_told_at_once()
    {
        await PrepareAsync("limits: { read: 10000 rows/s }");
        using SluiceProcess first = Start();
        while (!File.Exists(_folder[Path.Combine("store", "resume", "0000000001.checkpoint")]))
            await Task.Delay(20, Cancellation);

        SluiceResult second = (await RunAsync()).MustExitWith(3);

        Assert.Equal(
            $"store.job_running: the job 'resume' is being run by another process\n  at store {Store}\n"
            + "  fix: wait until it ends, or stop it; two runs of one job would undo each other's work\n",
            second.Errors);
        (await first.WaitAsync(Cancellation)).MustExitWith(0);
        await CheckAsync();
    }

    [ServiceFact("postgres")]
    public async Task A_sink_that_lost_its_record_is_not_written_to()
    {
        await PrepareAsync();
        await KillAtAsync("target.commit.acknowledged.after:3");
        string id = RunIdIn(await NewestAsync());
        await server.ExecuteAsync($"DROP TABLE {_target}.sluice_progress", Cancellation);
        long before = await CountAsync();

        SluiceResult result = (await RunAsync("--resume")).MustExitWith(3);

        Assert.Equal(
            $"run.progress_lost: the sink has no record of the unfinished run {id}\n  at {Masked(server.Url)}\n"
            + "  fix: clear what the run has written to the target, and run with --fresh\n",
            result.Errors);
        Assert.Equal(before, await CountAsync());
    }

    [ServiceFact("postgres")]
    public async Task A_run_killed_at_its_middle_reads_only_the_rest()
    {
        await PrepareAsync("limits: { read: 20000 rows/s }");
        using (SluiceProcess process = Start())
        {
            while (await CountAsync() < Rows / 2)
                await Task.Delay(10, Cancellation);
            process.Kill();
            await process.WaitAsync(Cancellation);
        }

        long before = await ReadOnServerAsync();
        (await RunAsync("--resume")).MustExitWith(0);

        // The server's own counter of rows fetched from the table, by whichever way.
        Assert.InRange(await ReadOnServerAsync() - before, 1, Rows * 65 / 100);
        await CheckAsync();
    }

    [ServiceFact("postgres")]
    public async Task The_variables_of_a_run_keep_the_values_of_its_first_start()
    {
        await PrepareAsync("select: { \"*\": true, loaded: \"'${run.start}'\" }");
        await KillAtAsync("target.commit.acknowledged.after:2");
        Assert.InRange(await CountAsync(), 1, Rows - 1);
        await Task.Delay(1100, Cancellation);

        (await RunAsync()).MustExitWith(0);

        Assert.Equal(1, await server.ScalarAsync<long>($"SELECT count(DISTINCT loaded) FROM {_target}.orders", Cancellation));
        Assert.Equal(Rows, await CountAsync());
    }

    [ServiceFact("postgres")]
    public async Task Each_bad_row_is_once_in_the_dead_letter_after_kills()
    {
        const int Bad = 40;
        await PrepareAsync("errors: { limit: 100, dead_letter: ./dead }", $"CHECK (id % {Rows / Bad} <> 7)");
        foreach (string fault in (string[])["target.commit.sent.before:2", "target.commit.acknowledged.before:2", "split.finished:2", "checkpoint.published:4"])
            await KillAtAsync(fault);

        (await RunAsync()).MustExitWith(0);

        string file = Assert.Single(Directory.GetFiles(_folder["dead"]));
        string[] lines = await File.ReadAllLinesAsync(file, Cancellation);
        Assert.Equal(Bad, lines.Length);
        Assert.Equal(Bad, lines.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("position").GetString()).Distinct().Count());
        Assert.Equal(Rows - Bad, await CountAsync());
        Assert.Empty(Directory.GetDirectories(_folder["dead"]));
    }

    private async Task PrepareAsync(string more = "", string check = "")
    {
        await server.ExecuteAsync(
            $"""
            CREATE SCHEMA IF NOT EXISTS source;
            CREATE TABLE IF NOT EXISTS source.orders (id bigint PRIMARY KEY, who text NOT NULL);
            INSERT INTO source.orders SELECT g, 'customer ' || repeat(g::text, 12) FROM generate_series(1, {Rows}) g WHERE NOT EXISTS (SELECT FROM source.orders);
            ANALYZE source.orders;
            CREATE SCHEMA {_target};
            CREATE TABLE {_target}.orders (id bigint{(check.Length > 0 ? ", " + check : "")}, who text{(more.Contains("loaded", StringComparison.Ordinal) ? ", loaded text" : "")});
            """,
            Cancellation);
        await WriteJobAsync(more);
    }

    private Task WriteJobAsync(string more) => File.WriteAllTextAsync(
        _folder["job.yaml"],
        $$"""
        version: 1
        name: resume
        source: { connection: "${env:SOURCE_URL}", tables: [source.orders], split_size: 1MB }
        sink: { connection: "${env:SOURCE_URL}", schema: {{_target}} }
        checkpoint: { store: ./store, every: 30ms }
        engine: { local: { parallelism: 2 } }
        {{more}}
        """,
        Cancellation);

    private SluiceProcess Start(string? fault = null, params string[] arguments) => SluiceProcess.Start(new SluiceStart(["run", _folder["job.yaml"], .. arguments])
    {
        Program = fault is null ? null : Service.FaultProgram.Address,
        WorkingDirectory = _folder.FullName,
        Environment = new Dictionary<string, string?> { ["SLUICE_FAULT"] = fault, ["SOURCE_URL"] = server.Url, ["HOME"] = _folder.FullName },
    });

    private async Task<SluiceResult> RunAsync(params string[] arguments)
    {
        using SluiceProcess process = Start(null, arguments);
        SluiceResult result = await process.WaitAsync(Cancellation);
        // A slow machine shows progress.
        return result with { Errors = Progress().Replace(result.Errors, "") };
    }

    private async Task KillAtAsync(string fault)
    {
        if (Service.FaultProgram.SkipReason is { } reason)
            Assert.Skip(reason);
        using SluiceProcess process = Start(fault);
        (await process.WaitAsync(Cancellation)).MustExitWith(137);
    }

    private Task<long> CountAsync() => server.ScalarAsync<long>($"SELECT count(*) FROM {_target}.orders", Cancellation);

    private async Task CheckAsync() =>
        Assert.Equal(0, await server.DifferencesAsync("SELECT id, who FROM source.orders", $"SELECT id, who FROM {_target}.orders", Cancellation));

    /// <summary>Rows that the server has fetched from the source, once every session has told it.</summary>
    private async Task<long> ReadOnServerAsync()
    {
        while (await server.OtherSessionsAsync(Cancellation) > 0)
            await Task.Delay(20, Cancellation);
        return await server.ScalarAsync<long>(
            "SELECT seq_tup_read + COALESCE(idx_tup_fetch, 0) FROM pg_stat_user_tables WHERE schemaname = 'source' AND relname = 'orders'", Cancellation);
    }

    private string Newest() => Directory.GetFiles(_folder[Path.Combine("store", "resume")], "*.checkpoint").Order(StringComparer.Ordinal).Last();

    private Task<string> NewestAsync() => File.ReadAllTextAsync(Newest(), Cancellation);

    /// <summary>As the program prints it: the server's password is a part of the folder's name.</summary>
    private static string Masked(string text) => text.Replace("sluice-test", "***", StringComparison.Ordinal);

    private static string RunIdIn(string checkpoint) => RunId().Match(checkpoint).Value;

    [GeneratedRegex("[0-9]{8}-[0-9]{6}-[0-9a-f]{6}")]
    private static partial Regex RunId();

    [GeneratedRegex("[0-9]+ bytes in place of [0-9]+")]
    private static partial Regex Bytes();

    [GeneratedRegex("^[0-9,]+ rows read.*\n", RegexOptions.Multiline)]
    private static partial Regex Progress();
}
