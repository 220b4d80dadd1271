using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.Benchmarks.Measuring;

namespace Sluice.Benchmarks.Pages;

/// <summary>One page of <c>benchmarks/results</c>: the numbers, where they come from, and whether the bars are met.</summary>
/// <param name="Name">File name without extension.</param>
/// <param name="Title">Heading.</param>
/// <param name="Checked">The fingerprint that every checked result had.</param>
/// <param name="Series">The yardstick first, ours second, others; with bars the last one is the yardstick again (A/A).</param>
/// <param name="Bars">Null when <see cref="Verdict"/> says it all.</param>
internal sealed record ResultPage(string Name, string Title, string Checked, IReadOnlyList<Series> Series, Bars? Bars)
{
    /// <summary>True when the bars are seconds of the first series instead of a ratio.</summary>
    public bool IsAbsolute { get; init; }

    /// <summary>The verdict in words, where it is not the bars'.</summary>
    public string? Verdict { get; init; }

    /// <summary>What a time on this page is, where it is not that of a whole process.</summary>
    public string? Explanation { get; init; }

    private Series Yardstick => Series[0];

    private Series Ours => IsAbsolute || Bars is null ? Series[0] : Series[1];

    private double Measured => IsAbsolute ? Ours.Median : Ours.Median / Yardstick.Median;

    private string Unit => IsAbsolute ? " s" : " ×";

    /// <summary>One row of the README's table, as JSON in the page's first line.</summary>
    public string Summary()
    {
        string yardstick = IsAbsolute || Bars is null ? "–" : $"{Yardstick.Contender.Name}: {Seconds(Yardstick.Median)} s";
        string bar = Bars is null ? Verdict! : Invariant($"{Measured:0.00}{Unit} (bar {Bars.First}{Unit}, aim {Bars.Aim}{Unit})");
        string[] row = [Title, $"{Seconds(Ours.Median)} s", yardstick, bar, Megabytes(Ours.PeakBytes)];
        return JsonSerializer.Serialize(row);
    }

    /// <summary>The page.</summary>
    public string Render(MachineFacts machine)
    {
        var text = new StringBuilder();
        text.AppendLine($"<!-- summary {Summary()} -->").AppendLine($"# {Title}").AppendLine();
        text.AppendLine(VerdictLine()).AppendLine();
        text.AppendLine("| program | median s | min | max | ratio | CPU s | peak RSS |").AppendLine("|---|--:|--:|--:|--:|--:|--:|");
        for (int i = 0; i < Series.Count; i++)
            text.AppendLine(Row(Series[i], Bars is not null && i == Series.Count - 1));
        text.AppendLine();
        if (Explanation is not null)
            text.AppendLine(Explanation);
        text.AppendLine($"{Ours.Samples.Count} runs each, in alternation{(Explanation is null ? ", after a warm-up; whole processes, from start to exit" : "")}. CPU is the program's own, without a server's. Result checked: {Checked}.");
        if (Bars is not null)
            text.AppendLine(Invariant($"Noise (A/A, the first program against itself): {Series[^1].Median / Series[0].Median:0.000} ×."));
        foreach (Series series in Series.Where(s => s.Contender.Note is not null))
            text.AppendLine($"{series.Contender.Name}: {series.Contender.Note}.");
        text.AppendLine().AppendLine(machine.Render()).AppendLine().AppendLine("```sh");
        foreach (Series series in Series.DistinctBy(s => s.Contender.Command))
            text.AppendLine($"# {series.Contender.Name}").AppendLine(machine.Shorten(series.Contender.Command));
        return text.AppendLine("```").ToString();
    }

    private string VerdictLine() => Bars is null
        ? Verdict!
        : Invariant($"**{Measured:0.00}{Unit}**: bar ≤ {Bars.First}{Unit} {Met(Bars.First)}, aim ≤ {Bars.Aim}{Unit} {Met(Bars.Aim)}.");

    private string Met(double bar) => Measured <= bar ? "met" : "**missed**";

    private string Row(Series series, bool isControl)
    {
        string name = isControl ? series.Contender.Name + " again (A/A)" : series.Contender.Name;
        return Invariant($"| {name} | {Seconds(series.Median)} | {Seconds(series.Min)} | {Seconds(series.Max)} | {series.Median / Yardstick.Median:0.00} | {Seconds(series.ProcessorMedian)} | {Megabytes(series.PeakBytes)} |");
    }

    private static string Seconds(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Megabytes(long bytes) => Invariant($"{bytes / 1048576.0:0} MB");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
