using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Runs;

/// <summary>The commands on dead letters, on files alone.</summary>
public sealed class DeadLetterTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Letters_are_listed_shown_mended_by_hand_and_replayed_once()
    {
        using var folder = new TemporaryFolder();
        string run = await MakeAsync(folder);

        Assert.Equal(
            $"""
            run                     state  rows  table  code
            {run}  open      1  in     expression.division_by_zero
            {run}  open      1  in     text.bad_value

            """,
            (await RunAsync(folder, "list")).Output);
        Assert.Equal(
            $"""
            {run} 1  text.bad_value: 'x' is not a value of type INT
              at in.csv:3 (read, table in, column b)
              a=2, b=x, name=zwei
            {run} 2  expression.division_by_zero: division by zero
              at in.csv:4 (evaluate, table in, column q)
              a=4, b=0, name=vier

            """,
            (await RunAsync(folder, "show")).Output);
        string file = folder[Path.Combine("dead", run + ".jsonl")];
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"b\":\"x\"", "\"b\":\"2\"", StringComparison.Ordinal).Replace("\"b\":\"0\"", "\"b\":\"4\"", StringComparison.Ordinal));

        (await RunAsync(folder, "replay")).MustExitWith(0);

        Assert.Equal(["1|eins", "1|vier", "1|zwei", "5|fünf"], DuckDb.Rows($"SELECT q, name FROM '{folder["out"]}/*.csv' ORDER BY q, name"));
        Assert.Equal([run + ".replayed.jsonl"], Directory.GetFiles(folder["dead"]).Select(Path.GetFileName));
        Assert.Equal("there is nothing to replay\n", (await RunAsync(folder, "replay")).MustExitWith(0).Output);
        Assert.Equal(
            $"cli.no_replay: the dead letters of run '{run}' were replayed already\n  at {folder[Path.Combine("dead", run + ".replayed.jsonl")]}\n  fix: rename the file to RUN.jsonl to write them once more\n",
            (await RunAsync(folder, "replay", "--run", run)).MustExitWith(2).Errors);
    }

    [Fact]
    public async Task What_is_not_mended_is_a_dirty_row_again_with_the_place_that_it_had()
    {
        using var folder = new TemporaryFolder();
        string run = await MakeAsync(folder);

        (await RunAsync(folder, "replay")).MustExitWith(0);

        Assert.Equal(["1|eins", "5|fünf"], DuckDb.Rows($"SELECT q, name FROM '{folder["out"]}/*.csv' ORDER BY q, name"));
        string again = Assert.Single(Directory.GetFiles(folder["dead"]), f => !f.Contains(run, StringComparison.Ordinal));
        Assert.Equal(
            ["in.csv:3 run.letter_value 'x' is no value of column 'b' INT", "in.csv:4 expression.division_by_zero division by zero"],
            DuckDb.Rows($"SELECT position || ' ' || code || ' ' || reason FROM read_json('{again}') ORDER BY 1"));
    }

    [Fact]
    public async Task A_letter_that_holds_no_row_stays_and_is_named()
    {
        using var folder = new TemporaryFolder();
        string run = await MakeAsync(folder);
        string file = folder[Path.Combine("dead", run + ".jsonl")];
        File.AppendAllText(file, """{"run":"r","table":"in","stage":"read","position":"in.csv:9","code":"csv.lone_quote","reason":"a quote"}""" + "\n");

        SluiceResult result = (await RunAsync(folder, "replay")).MustExitWith(1);

        Assert.EndsWith($"\nnot replayed: {file}:3 (in.csv:9): the letter holds no row, only where it stands\n", result.Errors, StringComparison.Ordinal);
        Assert.Equal(["""{"run":"r","table":"in","stage":"read","position":"in.csv:9","code":"csv.lone_quote","reason":"a quote"}"""], File.ReadAllLines(file));
    }

    [Fact]
    public async Task Letters_of_a_failed_run_and_broken_lines_are_refused()
    {
        using var folder = new TemporaryFolder();
        string run = await MakeAsync(folder);
        string file = folder[Path.Combine("dead", run + ".jsonl")];
        File.AppendAllText(file, "{\"table\":\n");

        Assert.Equal(
            $"run.letter_malformed: the line is no dead letter: it is not valid JSON\n  at {file}:3\n  fix: put the line back as it was written, or delete it\n",
            (await RunAsync(folder, "replay")).MustExitWith(1).Errors);
        File.Move(file, file.Replace(".jsonl", ".failed.jsonl", StringComparison.Ordinal));
        Assert.Equal(
            $"cli.no_replay: run '{run}' failed and wrote nothing, so its dead letters are not all that is missing\n  at {file.Replace(".jsonl", ".failed.jsonl", StringComparison.Ordinal)}\n  fix: run the job again; delete the file when it is done\n",
            (await RunAsync(folder, "replay", "--run", run)).MustExitWith(2).Errors);
        Assert.Equal(
            $"cli.no_dead_letters: there are no dead letters of a run '{run}x'\n  fix: did you mean '{run}'?\n",
            (await RunAsync(folder, "show", "--run", run + "x")).MustExitWith(2).Errors);
    }

    [Fact]
    public async Task A_job_without_a_folder_says_so()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["job.yaml"], "version: 1\nname: plain\nsource: { connection: in.csv }\nsink: { connection: out.csv }\n");

        Assert.Equal(
            "cli.no_dead_letters: the job 'plain' keeps no dead letters\n  fix: name a folder in errors: { dead_letter: FOLDER }\n",
            (await RunAsync(folder, "list")).MustExitWith(2).Errors);
    }

    private static async Task<string> MakeAsync(TemporaryFolder folder)
    {
        File.WriteAllText(folder["in.csv"], "a,b,name\n1,1,eins\n2,x,zwei\n4,0,vier\n5,1,fünf\n");
        File.WriteAllText(
            folder["job.yaml"],
            "version: 1\nname: letters\nsource: { connection: in.csv, schema: \"a INT, b INT, name STRING\" }\nsink: { connection: ./out, format: csv }\n"
            + "select: { q: a / b, name: name }\nerrors: { limit: 10, dead_letter: ./dead }\nengine: { local: { parallelism: 1 } }\n");
        (await SluiceProcess.RunAsync(new SluiceStart("run", "job.yaml") { WorkingDirectory = folder.FullName }, Cancellation)).MustExitWith(0);
        return Path.GetFileNameWithoutExtension(Assert.Single(Directory.GetFiles(folder["dead"])));
    }

    private static Task<SluiceResult> RunAsync(TemporaryFolder folder, string verb, params string[] rest) =>
        SluiceProcess.RunAsync(new SluiceStart(["dead-letter", verb, "job.yaml", .. rest]) { WorkingDirectory = folder.FullName }, Cancellation);
}
