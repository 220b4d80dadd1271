using System.Text;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Runs;

/// <summary>Data that cannot be read or computed, deep in a big input of the real program.</summary>
public sealed class DataErrorTests
{
    private const string Fix = "fix: mend the row, or allow dirty rows with errors: {limit: N, dead_letter: FOLDER}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("na\"me", "csv.lone_quote: a quote stands inside a value that is not in quotes")]
    [InlineData("\"name", "csv.unterminated_quote: a quoted value begins on this line and is not closed")]
    public async Task A_lone_quote_at_nine_tenths_of_a_big_file_is_found_at_its_line(string value, string what)
    {
        const int Rows = 1_000_000;
        const int Bad = Rows / 10 * 9;
        using var folder = new TemporaryFolder();
        await using (var csv = new StreamWriter(folder["big.csv"], false, new UTF8Encoding(false), 1 << 16))
        {
            await csv.WriteAsync("id,name,text\n");
            for (int i = 0; i < Rows; i++)
                await csv.WriteAsync(i == Bad ? $"{i},{value},some text to make the line long\n" : $"{i},name {i},some text to make the line long\n");
        }

        Assert.InRange(new FileInfo(folder["big.csv"]).Length, 50_000_000, long.MaxValue);
        SluiceResult result = await CopyAsync(folder, "big.csv", "out.parquet");

        result.AssertFailed(1, Failed("big", what), $"run.dirty_limit: a row cannot be read: {what}\n  at table big, big.csv:{Bad + 2}, column name\n  {Fix}\n");
        Assert.Equal(["big.csv"], folder.Files());
    }

    [Fact]
    public async Task A_wrong_encoding_is_found_at_its_line_and_column()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["latin.csv"], [.. "id,name\n1,ok\n2,Z"u8, 0xFC, .. "rich\n"u8]);

        SluiceResult result = await CopyAsync(folder, "latin.csv", "out.parquet");

        const string What = "text.wrong_encoding: the value holds bytes that are not valid UTF-8";
        result.AssertFailed(1, Failed("latin", What), $"run.dirty_limit: a row cannot be read: {What}\n  at table latin, latin.csv:3, column name\n  {Fix}\n");
        Assert.Equal(["latin.csv"], folder.Files());
    }

    [Fact]
    public async Task An_overflow_in_the_700_000th_row_is_found_with_its_values()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder["in.csv"], Enumerable.Range(0, 800_001).Select(i => i == 0 ? "i" : i == 700_000 ? "2147483647" : "1"));
        File.WriteAllText(
            folder["job.yaml"],
            "version: 1\nname: overflow\nsource: { connection: in.csv, schema: \"i INT\" }\nsink: { connection: out.csv }\nselect: { j: i + 1 }\n");

        SluiceResult result = await SluiceProcess.RunAsync(new SluiceStart("run", "job.yaml") { WorkingDirectory = folder.FullName }, Cancellation);

        const string What = "expression.overflow: 2147483647 + 1 does not fit INT";
        result.AssertFailed(1, Failed("in", What, "overflow"), $"run.dirty_limit: a row cannot be evaluated: {What}\n  at table in, in.csv:700001, column j\n  {Fix}\n");
        Assert.Equal(["in.csv", "job.yaml"], folder.Files());
    }

    [Fact]
    public async Task A_truncated_Parquet_file_is_called_truncated()
    {
        using var folder = new TemporaryFolder();
        (await CopyAsync(folder, "generator:lineitem?rows=20000", "whole.parquet")).MustExitWith(0);
        File.WriteAllBytes(folder["cut.parquet"], File.ReadAllBytes(folder["whole.parquet"])[..200_000]);

        SluiceResult result = await CopyAsync(folder, "cut.parquet", "out.csv");

        result.AssertFailed(1, "",
            """
            parquet.bad_file: the file is truncated: it begins as Parquet, but its 200000 bytes do not end with a footer
              at cut.parquet
              fix: write the file again, or leave it out

            """);
        Assert.Equal(["cut.parquet", "whole.parquet"], folder.Files());
    }

    private static string Failed(string table, string what, string job = "copy") =>
        $"{job}: failed, nothing was committed in N s\n  table read written filtered dirty bytes written\n  {table} N N N N\n"
        + $"  dirty rows: N {what.Split(':')[0]}; not kept (errors.dead_letter names no folder)\n"
        + "  time in workers: reading N%, evaluating N%, writing N%\n";

    private static Task<SluiceResult> CopyAsync(TemporaryFolder folder, string source, string sink) =>
        SluiceProcess.RunAsync(new SluiceStart("copy", source, sink) { WorkingDirectory = folder.FullName }, Cancellation);
}
