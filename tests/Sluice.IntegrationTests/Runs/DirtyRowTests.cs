using System.Text;
using System.Text.Json;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Runs;

/// <summary>A million rows of which a hundred are bad, through the real program.</summary>
public sealed class DirtyRowTests
{
    private const int Rows = 1_000_000;
    private const int BadRows = 100;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_good_row_is_written_and_every_bad_row_kept_with_line_column_value_and_reason()
    {
        using var folder = new TemporaryFolder();
        List<(int Line, string? Column, string? Value)> bad = WriteCsv(folder["in.csv"]);
        string job = WriteJob(folder, "errors: { limit: 100, dead_letter: ./dead }");

        (await SluiceProcess.RunAsync(Cancellation, "run", job)).MustExitWith(0);

        string[] letters = [.. Directory.GetFiles(folder["dead"]).SelectMany(File.ReadAllLines)];
        Assert.Equal(BadRows, letters.Length);
        Assert.Equal(
            bad.Select(b => $"in.csv:{b.Line} {b.Column} {b.Value}").Order(StringComparer.Ordinal),
            letters.Select(Describe).Order(StringComparer.Ordinal));
        Assert.Equal(
            [$"{Rows - BadRows}|{ExpectedIdSum(bad)}"],
            DuckDb.Rows($"SELECT count(*), sum(id) FROM '{folder["out.parquet"]}'"));
    }

    [Fact]
    public async Task One_bad_row_over_the_limit_stops_the_run_names_the_row_and_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        List<(int Line, string? Column, string? Value)> bad = WriteCsv(folder["in.csv"]);
        string job = WriteJob(folder, "errors: { limit: 99, dead_letter: ./dead }\nengine: { local: { parallelism: 1 } }");

        SluiceResult result = (await SluiceProcess.RunAsync(Cancellation, "run", job)).MustExitWith(1);

        Assert.Contains("run.dirty_limit: dirty row 100 exceeds errors.limit 99: ", result.Errors, StringComparison.Ordinal);
        Assert.Contains($"in.csv:{bad[^1].Line}", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Everything, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["out.parquet"]));
    }

    [Fact]
    public async Task Without_a_setting_the_first_bad_row_stops_the_run_and_the_message_names_the_setting()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["in.csv"], "id,name,amount\n1,a,1.50\n2,b,x\n3,c,2.00\n");
        string job = WriteJob(folder, "");

        SluiceResult result = (await SluiceProcess.RunAsync(Cancellation, "run", job)).MustExitWith(1);

        Assert.Contains(
            "run.dirty_limit: a row cannot be read: text.bad_value: 'x' is not a value of type DECIMAL(12, 2)\n"
            + "  at table in, in.csv:3, column amount\n"
            + "  fix: mend the row, or allow dirty rows with errors: {limit: N, dead_letter: FOLDER}",
            result.Errors, StringComparison.Ordinal);
        Assert.Equal(["in.csv", "job.yaml"], folder.Files());
    }

    private static string WriteJob(TemporaryFolder folder, string errors)
    {
        File.WriteAllText(
            folder["job.yaml"],
            "version: 1\nname: dirty\nsource: { connection: ./in.csv, schema: \"id BIGINT, name STRING, amount DECIMAL(12,2)\" }\n"
            + "sink: { connection: ./out.parquet }\n" + errors + "\n");
        return folder["job.yaml"];
    }

    private static List<(int Line, string? Column, string? Value)> WriteCsv(string path)
    {
        var bad = new List<(int, string?, string?)>();
        using var csv = new StreamWriter(path, false, new UTF8Encoding(false));
        csv.Write("id,name,amount\n");
        for (int i = 0; i < Rows; i++)
        {
            if (i % (Rows / BadRows) != 777)
            {
                csv.Write($"{i},name {i % 1000},{i % 977}.{i % 100:00}\n");
                continue;
            }

            bool isShort = i / (Rows / BadRows) % 2 == 0;
            csv.Write(isShort ? $"{i},too short\n" : $"{i},bad,1.2.{i}\n");
            bad.Add(isShort ? (i + 2, null, null) : (i + 2, "amount", $"1.2.{i}"));
        }

        return bad;
    }

    private static string Describe(string letter)
    {
        JsonElement row = JsonDocument.Parse(letter).RootElement;
        Assert.NotEmpty(row.GetProperty("reason").GetString()!);
        Assert.NotEmpty(row.GetProperty("code").GetString()!);
        return $"{row.GetProperty("position").GetString()} {row.GetProperty("column").GetString()} {row.GetProperty("value").GetString()}";
    }

    private static long ExpectedIdSum(List<(int Line, string? Column, string? Value)> bad) =>
        ((long)Rows * (Rows - 1) / 2) - bad.Sum(b => (long)b.Line - 2);
}
