using System.Text;

namespace Sluice.IntegrationTests.Matrix;

/// <summary>The words of <c>docs/types.md</c>.</summary>
internal static class TypesPart
{
    /// <summary>What stands before the sources.</summary>
    public const string Head =
        """
        # What becomes of a type

        From every source into every target, at the bounds of each type: made by `TypeMatrixTests`, which copies boundary tables with the real program and looks at the result with other programs (the servers' own
        text, DuckDB for Parquet, parsers of the test for text files). It fails when this page is out of date, and when a value arrives as another one without a policy that has a name.

        | sign | meaning |
        |---|---|
        | `type` ⇄ | the column that the run creates; every value arrives, and goes back into the source's system as the same text in a column of the same type: nothing is lost |
        | `type` → `other` | every value arrives; back in the source's system the column is `other` |
        | `type` = | every value arrives (from a system into itself) |
        | … * | not every value: those below the table, each by a named policy |
        | … † | the values arrive, but the way back is not the same: below the table |
        | refused | the column is refused by that code before the first row |

        A dirty row is not written: it is counted against `errors.limit`, kept in the dead letter with column, value and reason, and costs no other row. `sluice errors CODE` explains a code. A job may choose
        other policies (`zero_date`, `infinity`, `nan`, `out_of_range`: `"null"`) or types (`columns: { price: DECIMAL(38,9), t: STRING }`). Here are the defaults, with `create: if_missing`.
        CSV and JSON lines keep no types: they are read with `schema:` as the plan prints it, which is the column *Sluice*.

        """;

    /// <summary>What stands behind them.</summary>
    public static string Tail => "\n## Policies\n\n" + string.Concat(MatrixPolicies.All.Select(p => $"- **{p.Name}**: {p.Reason}\n"))
        + """
        - **dirty row**: the value has no form in the target, or none here. What cannot be kept is refused, never bent.
        - **text**: what is `STRING` with a tag in the column *Sluice* travels as the source server's own text: PostgreSQL's numeric without or with more than 38 digits, ranges, addresses, shapes; MariaDB's
          DECIMAL of more than 38 digits, sets. A server of the same kind reads it back through its own input function; another one gets the text. `columns:` asks for a typed column instead.
        - **tags**: `json`, `uuid`, `enum` and the like go to the type of the target that means the same, else to text. Parquet keeps them and the source's own declaration; so a type that has ⇄ there
          comes back from a file as it was.
        - **as UTC**: an instant goes into MariaDB as `datetime` in UTC, because its `timestamp` ends in 2038. It comes back as a date-time without a zone.
        - **wider**: an unsigned integer goes into the next larger signed type, `bigint unsigned` into 20 digits.

        """;

    /// <summary>The part of one source.</summary>
    public static string Of(MatrixPlace source, IReadOnlyList<MatrixPlace> targets, IReadOnlyDictionary<string, string> types, IReadOnlyList<IReadOnlyList<ColumnOutcome>> outcomes)
    {
        var text = new StringBuilder("\n");
        text.Append($"| {source.Name} | Sluice |{string.Concat(targets.Select(t => $" {t.Name} |"))}\n|---|---|{string.Concat(targets.Select(_ => "---|"))}\n");
        for (int i = 0; i < source.Columns.Count; i++)
        {
            int column = i;
            text.Append($"| {Code(source.Columns[i].Title)} | {(types.TryGetValue(BoundaryColumn.NameOf(i), out string? type) ? Code(type) : "–")} |");
            text.Append(string.Concat(outcomes.Select((o, at) => $" {Cell(o[column], targets[at] == source)} |"))).Append('\n');
        }

        AppendNotes(text, source, targets, outcomes, "Values that arrive by a policy", o => o.Exceptions.Select(e => (e.Value, e.What)));
        AppendNotes(text, source, targets, outcomes, "Ways back that are not the same", o => o.BackFaults.Select(f => ("", f)));
        return text.ToString();
    }

    private static void AppendNotes(
        StringBuilder text, MatrixPlace source, IReadOnlyList<MatrixPlace> targets, IReadOnlyList<IReadOnlyList<ColumnOutcome>> outcomes, string title,
        Func<ColumnOutcome, IEnumerable<(string Value, string What)>> notes)
    {
        var lines = new List<string>();
        for (int i = 0; i < source.Columns.Count; i++)
        {
            int column = i;
            var found = targets.SelectMany((t, at) => notes(outcomes[at][column]).Select(n => (Target: t.Name, n.Value, n.What)));
            foreach (var group in found.GroupBy(f => (f.Value, f.What)))
            {
                string[] names = [.. group.Select(g => g.Target).Distinct()];
                int possible = outcomes.Count(o => o[column].Refusal is null);
                lines.Add($"| {Code(source.Columns[i].Title)} | {(group.Key.Value.Length == 0 ? "" : Code(group.Key.Value))} | {(names.Length == possible && possible > 1 ? "all" : string.Join(", ", names))} | {Escape(group.Key.What)} |\n");
            }
        }

        if (lines.Count > 0)
            text.Append($"\n{title}:\n\n| type | value | into | what happens |\n|---|---|---|---|\n").Append(string.Concat(lines));
    }

    private static string Cell(ColumnOutcome outcome, bool isSelf)
    {
        if (outcome.Refusal is { } code)
            return $"refused: `{code}`";
        string type = outcome.TargetType.Length == 0 ? "" : Code(outcome.TargetType) + " ";
        string sign = isSelf ? "=" : outcome.IsLossless == true ? "⇄" : outcome.BackType is { Length: > 0 } back ? $"→ {Code(back)}" : "→";
        return $"{type}{sign}{(outcome.Exceptions.Count > 0 ? " *" : "")}{(outcome.BackFaults.Count > 0 ? " †" : "")}";
    }

    private static string Code(string text)
    {
        string shown = MatrixPair.Shorten(text).Replace("\n", "␊", StringComparison.Ordinal).Replace("\r", "␍", StringComparison.Ordinal).Replace("\t", "␉", StringComparison.Ordinal).Replace("\0", "␀", StringComparison.Ordinal);
        return shown.Contains('`', StringComparison.Ordinal) ? $"`` {Escape(shown)} ``" : $"`{Escape(shown)}`";
    }

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
