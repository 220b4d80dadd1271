using System.Diagnostics;
using System.Globalization;
using Sluice.Benchmarks.Measuring;
using Sluice.Benchmarks.Pages;
using Sluice.Benchmarks.Tables;

namespace Sluice.Benchmarks.Paths;

/// <summary>
/// The harm to the source: pgbench's point reads and updates at a fixed rate beside the copy, and its 99th percentile beside the yardstick's, which
/// also reads the whole table.
/// </summary>
internal static class ProbePath
{
    private const int ProbeSeconds = 10;
    private const int TransactionsPerSecond = 200;

    /// <summary>The path.</summary>
    public static BenchmarkPath Path { get; } = new("postgres-probe", "p99 of an OLTP probe beside PostgreSQL → Parquet", Measure);

    private static ResultPage Measure(Workspace w, int rounds)
    {
        BenchmarkTable table = LineItem.Table;
        w.LoadPostgres(table);
        string pgbench = System.IO.Path.Combine(Environment.GetEnvironmentVariable("SLUICE_TEST_POSTGRES_BIN")!, "pgbench");
        if (w.Psql("SELECT to_regclass('pgbench_accounts')").Trim() == "")
            WholeProcess.Run($"'{pgbench}' -i -q -s 10 '{w.Postgres}' > /dev/null", w.LogFile);
        string output = w.Output("probe.parquet");
        Contender[] contenders =
        [
            new("beside psql COPY binary", $"psql -X -q '{w.Postgres}' -c 'COPY {table.Name} TO STDOUT (FORMAT binary)' > /dev/null"),
            new("beside sluice", $"'{w.Sluice}' copy '{w.Postgres}' '{output}' --table public.{table.Name} > /dev/null") { Output = output },
            new("alone", "sleep 1"),
        ];
        Contender[] order = [.. contenders, contenders[0]];
        var samples = order.Select(_ => new List<Sample>()).ToArray();
        for (int round = 0; round < rounds; round++)
        {
            for (int step = 0; step < order.Length; step++)
            {
                int index = (round + step) % order.Length;
                samples[index].Add(Probe(w, pgbench, order[index]));
            }

            Console.Error.WriteLine($"  round {round + 1}: " + string.Join("  ", order.Select((c, i) => string.Create(CultureInfo.InvariantCulture, $"{c.Name} {samples[i][^1].Seconds * 1000:0.0} ms"))));
        }

        Series[] series = [.. order.Select((contender, i) => new Series(contender, samples[i]))];
        return new ResultPage(Path.Name, Path.Title, "the probe's transactions", series, new Bars(1.2, 1.0))
        {
            Explanation = FormattableString.Invariant(
                $"Each time is the 99th percentile of the latency of pgbench's simple update and select at {TransactionsPerSecond} transactions a second for {ProbeSeconds} s, while the program runs again and again; CPU and memory are the program's."),
        };
    }

    private static Sample Probe(Workspace w, string pgbench, Contender contender)
    {
        string log = w.Output("probe-log");
        foreach (string old in Directory.EnumerateFiles(System.IO.Path.GetDirectoryName(log)!, "probe-log.*"))
            File.Delete(old);
        string[] arguments =
        [
            "-n", "-b", "simple-update", "-b", "select-only", "-c", "2", "-j", "1", "-R", TransactionsPerSecond.ToString(CultureInfo.InvariantCulture),
            "-T", ProbeSeconds.ToString(CultureInfo.InvariantCulture), "-l", "--log-prefix=" + log, w.Postgres,
        ];
        using Process probe = Process.Start(new ProcessStartInfo(pgbench, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = probe.StandardOutput.ReadToEndAsync(), errors = probe.StandardError.ReadToEndAsync();
        var runs = new List<Sample>();
        while (!probe.HasExited)
        {
            if (contender.Output is { } file)
                File.Delete(file);
            runs.Add(WholeProcess.Run(contender.Command, w.LogFile));
        }

        _ = output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult();
        return new Sample(Percentile99(log), runs.Average(r => r.ProcessorSeconds), runs.Max(r => r.PeakBytes));
    }

    // Lines of pgbench's log: client, transaction, latency in microseconds, …
    private static double Percentile99(string log)
    {
        long[] microseconds =
        [
            .. Directory.EnumerateFiles(System.IO.Path.GetDirectoryName(log)!, "probe-log.*").SelectMany(File.ReadLines)
                .Select(line => line.Split(' ')).Where(part => part.Length > 2 && part[2] != "skipped")
                .Select(part => long.Parse(part[2], CultureInfo.InvariantCulture)).Order(),
        ];
        return microseconds[(int)(microseconds.Length * 0.99)] / 1e6;
    }
}
