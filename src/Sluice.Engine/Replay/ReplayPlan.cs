using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sluice.Expressions;
using Sluice.Plans;
using Sluice.Types;

namespace Sluice.Engine.Replay;

/// <summary>
/// The replay of one file of dead letters as a plan: rows that the sink refused go to the sink as they are; rows that could not be read or evaluated
/// go through the job's filter and projection.
/// </summary>
public sealed record ReplayPlan
{
    /// <summary>The plan; null when no letter can be replayed.</summary>
    public required JobPlan? Plan { get; init; }

    /// <summary>The letters that the plan reads.</summary>
    public required IReadOnlyList<DeadLetter> Replayed { get; init; }

    /// <summary>Those that cannot be replayed, each with the reason.</summary>
    public required IReadOnlyList<(DeadLetter Letter, string Reason)> Kept { get; init; }

    /// <summary>Makes the plan from the plan of the job.</summary>
    /// <param name="job">The job, planned as it is now.</param>
    /// <param name="run">The run that the letters are of.</param>
    /// <param name="letters">The letters.</param>
    public static ReplayPlan Make(JobPlan job, string run, IReadOnlyList<DeadLetter> letters)
    {
        List<(DeadLetter, string)> kept = [];
        var groups = new Dictionary<(int Table, bool IsWrite), List<DeadLetter>>();
        foreach (DeadLetter letter in letters)
        {
            int table = TableOf(job, letter);
            if ((table < 0 ? $"the job has no table '{letter.Table}'" : Refusal(job.Tables[table], letter)) is { } reason)
                kept.Add((letter, reason));
            else if (groups.TryGetValue((table, IsWrite(letter)), out List<DeadLetter>? group))
                group.Add(letter);
            else
                groups[(table, IsWrite(letter))] = [letter];
        }

        ImmutableArray<TablePlan> tables = [.. groups.Select((group, i) => TableOf(job.Tables[group.Key.Table], group.Key.IsWrite, group.Value, i))];
        return new ReplayPlan
        {
            Plan = tables.IsEmpty ? null : job with { Name = $"{job.Name}.replay.{run}", Source = new LetterSource(), SourceText = $"dead letters of run {run}", Tables = tables },
            Replayed = [.. groups.Values.SelectMany(group => group)],
            Kept = kept,
        };
    }

    private static bool IsWrite(DeadLetter letter) => letter.Stage == "write";

    private static int TableOf(JobPlan job, DeadLetter letter)
    {
        for (int i = 0; i < job.Tables.Length; i++)
        {
            if ((IsWrite(letter) ? job.Tables[i].Sink.Name.ToString() : job.Tables[i].Source.Name.ToString()) == letter.Table)
                return i;
        }

        return -1;
    }

    private static string? Refusal(TablePlan table, DeadLetter letter)
    {
        if (letter.Row is not { } row)
            return "the letter holds no row, only where it stands";
        foreach (Column column in SchemaOf(table, IsWrite(letter)).Columns)
        {
            if (!row.TryGetValue(column.Name, out string? text))
                return $"the letter has no column '{column.Name}'";
            if (letter.Incomplete.Contains(column.Name))
                return $"the value of column '{column.Name}' is not whole in the letter";
            if (text is not null && new LetterColumn(column).Refusal is { } reason)
                return reason;
        }

        return null;
    }

    private static TableSchema SchemaOf(TablePlan table, bool isWrite) => isWrite ? table.Output : table.Scan.Schema;

    private static TablePlan TableOf(TablePlan table, bool isWrite, IReadOnlyList<DeadLetter> letters, int index)
    {
        TableSchema schema = SchemaOf(table, isWrite);
        string content = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', letters.Select(l => l.Line)))).AsSpan(0, 8));
        var scan = new LetterScan
        {
            Table = table.Source with { Identity = content },
            Schema = schema,
            Text = $"{letters.Count} dead letters",
            SplitText = "1",
            MaxReaders = 1,
            CanResume = true,
            EstimatedRows = letters.Count,
            Id = index.ToString(CultureInfo.InvariantCulture),
            Letters = letters,
        };
        TablePlan replayed = table with { Source = scan.Table, Scan = scan, RowLimit = null };
        return !isWrite ? replayed : replayed with
        {
            Residual = null,
            Filters = [],
            Projection = [.. schema.Columns.Select((column, i) => new ProjectedColumn(column, new BoundColumn(i, column.Name, column.Type, default), i))],
        };
    }
}
