using System.Diagnostics;
using System.Globalization;

namespace Sluice.Benchmarks.Pages;

/// <summary>Where and with what a page's numbers were measured.</summary>
internal sealed record MachineFacts(string Processor, int Cores, long MemoryBytes, string System, string Runtime, string Postgres, string DuckDb, string Polars, string Commit, string Date, string Load)
{
    private string _repository = "";
    private string _data = "";

    /// <summary>Asks the machine.</summary>
    public static MachineFacts Read(string repository, string dataFolder, TimeProvider clock)
    {
        string commit = Ask("git", "-C", repository, "rev-parse", "--short=12", "HEAD");
        string changed = Ask("git", "-C", repository, "status", "--porcelain", "--untracked-files=no", "--", "src") == "" ? "" : " with uncommitted changes";
        string[] polars = (Environment.GetEnvironmentVariable("SLUICE_BENCH_POLARS_VERSION") ?? "").Split('\n');
        return new MachineFacts(
            Processor: ReadField("/proc/cpuinfo", "model name"),
            Cores: Environment.ProcessorCount,
            MemoryBytes: GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            System: Ask("uname", "-sr"),
            Runtime: Environment.Version.ToString(),
            Postgres: Ask("psql", "--version"),
            DuckDb: Environment.GetEnvironmentVariable("SLUICE_BENCH_DUCKDB_VERSION") ?? "",
            Polars: polars[0],
            Commit: commit + changed,
            Date: clock.GetUtcNow().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
            Load: File.ReadAllText("/proc/loadavg").Split(' ')[0]) { _repository = repository, _data = dataFolder };
    }

    /// <summary>One paragraph.</summary>
    public string Render() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Date}, commit {Commit}. {Processor}, {Cores} cores, {MemoryBytes / 1073741824.0:0} GB, {System}; load average at the end {Load}. .NET {Runtime}, {Postgres}, DuckDB {DuckDb}{(Polars == "" ? "" : $", nodejs-polars {Polars}")}.");

    /// <summary>A command with the machine's own paths and the throw-away server's address taken out.</summary>
    public string Shorten(string command)
    {
        string server = Environment.GetEnvironmentVariable("SLUICE_TEST_POSTGRES") ?? "\0";
        string program = Environment.GetEnvironmentVariable("SLUICE_BIN") ?? "\0";
        string duckDb = Environment.GetEnvironmentVariable("SLUICE_BENCH_DUCKDB") ?? "\0";
        return command.Replace(program, "sluice", StringComparison.Ordinal).Replace(duckDb, "duckdb-run", StringComparison.Ordinal)
            .Replace(server, "$POSTGRES", StringComparison.Ordinal).Replace(_data + "/", "", StringComparison.Ordinal).Replace(_repository + "/", "", StringComparison.Ordinal);
    }

    private static string ReadField(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown processor";

    private static string Ask(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string text = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return text;
    }
}
