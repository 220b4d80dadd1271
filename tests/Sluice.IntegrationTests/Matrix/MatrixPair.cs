using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Matrix;

/// <summary>The boundary table of one place in another and back, judged by what independent readers see.</summary>
internal sealed class MatrixPair(MatrixPlace source, MatrixPlace target, MatrixTable origin, IReadOnlyDictionary<string, string> types, TemporaryFolder folder)
{
    private readonly IReadOnlyDictionary<string, Family> _families = source.Columns.Select((c, i) => (c.Family, i)).ToDictionary(c => BoundaryColumn.NameOf(c.i), c => c.Family);

    /// <summary>What nobody has a name for: a bug each.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Copies there and back.</summary>
    public async Task<IReadOnlyList<ColumnOutcome>> RunAsync(CancellationToken cancellationToken)
    {
        string there = $"m_{Slug(source)}_in_{Slug(target)}";
        await target.DropAsync(there, cancellationToken);
        var job = new MatrixJob(folder);
        await job.CopyAsync(source, SourceTable(source), source.NeedsSchema ? Schema(_ => true) : null, target, there, cancellationToken);
        MatrixTable arrived = await target.ReadAsync(there, _families, cancellationToken);
        var outcomes = new List<ColumnOutcome>();
        for (int i = 0; i < source.Columns.Count; i++)
            outcomes.Add(Judge(i, job, arrived));
        CheckRows(job, arrived);
        if (source != target)
            await BackAsync(there, arrived, outcomes, cancellationToken);
        return outcomes;
    }

    /// <summary>The name of a place's boundary table.</summary>
    public static string SourceTable(MatrixPlace place) => $"m_{Slug(place)}";

    private ColumnOutcome Judge(int index, MatrixJob job, MatrixTable arrived)
    {
        string name = BoundaryColumn.NameOf(index);
        BoundaryColumn column = source.Columns[index];
        var outcome = new ColumnOutcome { Refusal = job.Refused.GetValueOrDefault(name), TargetType = arrived.Types.GetValueOrDefault(name, "") };
        if (outcome.Refusal is not null)
            return outcome;
        foreach ((int id, int _, string _) in BoundaryColumn.Rows(source.Columns).Where(r => r.Column == index))
        {
            string from = origin.Values[(id, name)];
            string[] codes = [.. job.Dirty.Where(d => d.Id == id).Select(d => d.Code)];
            bool isThere = arrived.Values.TryGetValue((id, name), out string? to);
            if (codes.Length == 1 && !arrived.Ids.Contains(id))
                outcome.Exceptions.Add((from, $"dirty row `{codes[0]}`"));
            else if (codes.Length > 0 || !isThere)
                Fault(column, from, codes.Length > 0 ? $"{codes.Length} dirty rows ({codes[0]}) and {(arrived.Ids.Contains(id) ? "written all the same" : "not written")}" : arrived.Ids.Contains(id) ? "NULL" : "no row and no dirty row");
            else if (!IsSame(column, from, to!))
                Differs(outcome, column, from, to!);
        }

        return outcome;
    }

    private void Differs(ColumnOutcome outcome, BoundaryColumn column, string from, string to)
    {
        if (MatrixPolicies.Find(source, target, column, from, to) is { } policy)
            outcome.Exceptions.Add((from, $"{policy.Name}: `{to}`"));
        else
            Fault(column, from, $"silently '{Shorten(to)}'");
    }

    private void Fault(BoundaryColumn column, string value, string what) => Faults.Add($"{source.Name} → {target.Name}: {column.Type} '{Shorten(value)}': {what}");

    /// <summary>Every row once, and nothing in a column that had nothing.</summary>
    private void CheckRows(MatrixJob job, MatrixTable arrived)
    {
        int[] expected = [.. BoundaryColumn.Rows(source.Columns).Select(r => r.Id).Prepend(0).Except(job.Dirty.Select(d => d.Id))];
        if (!expected.Order().SequenceEqual(arrived.Ids.Order()))
            Faults.Add($"{source.Name} → {target.Name}: rows {string.Join(',', expected.Except(arrived.Ids))} are missing, {arrived.Ids.Count} are there");
        foreach (((int id, string column), string value) in arrived.Values.Where(v => !origin.Values.ContainsKey(v.Key)))
            Faults.Add($"{source.Name} → {target.Name}: NULL became '{Shorten(value)}' in {column} of row {id}");
    }

    private async Task BackAsync(string there, MatrixTable arrived, List<ColumnOutcome> outcomes, CancellationToken cancellationToken)
    {
        string back = $"m_{Slug(source)}_from_{Slug(target)}";
        await source.DropAsync(back, cancellationToken);
        var job = new MatrixJob(folder);
        await job.CopyAsync(target, there, target.NeedsSchema ? Schema(n => n == "id" || outcomes[Index(n)].Refusal is null) : null, source, back, cancellationToken);
        MatrixTable returned = await source.ReadAsync(back, _families, cancellationToken);
        for (int i = 0; i < outcomes.Count; i++)
        {
            if (outcomes[i].Refusal is null)
                JudgeReturn(i, outcomes[i], job, arrived, returned);
        }
    }

    private void JudgeReturn(int index, ColumnOutcome outcome, MatrixJob job, MatrixTable arrived, MatrixTable returned)
    {
        string name = BoundaryColumn.NameOf(index);
        if (job.Refused.TryGetValue(name, out string? code))
            outcome.BackFaults.Add($"the way back is refused: `{code}`");
        bool isSame = outcome.BackFaults.Count == 0;
        foreach ((int id, int _, string _) in BoundaryColumn.Rows(source.Columns).Where(r => r.Column == index && arrived.Values.ContainsKey((r.Id, name)) && isSame))
        {
            string from = origin.Values[(id, name)];
            string? to = returned.Values.GetValueOrDefault((id, name));
            if (to is null || !IsSame(source.Columns[index], from, to))
                outcome.BackFaults.Add($"`{Shorten(from)}` comes back as {(to is null ? $"a dirty row `{string.Join(", ", job.Dirty.Where(d => d.Id == id).Select(d => d.Code))}`" : $"`{Shorten(to)}`")}");
            else if (from != to && returned.Types[name] == origin.Types[name] && source is not FilePlace { NeedsSchema: true })
                outcome.BackFaults.Add($"`{Shorten(from)}` comes back spelt `{Shorten(to)}`");
        }

        outcome.BackType = returned.Types.GetValueOrDefault(name);
        outcome.IsLossless = outcome.BackFaults.Count == 0 && outcome.BackType == origin.Types[name] && outcome.BackType is not null;
    }

    private bool IsSame(BoundaryColumn column, string from, string to)
    {
        if (from == to)
            return true;
        string normal = Normal(column, from);
        return normal == Normal(column, to);
    }

    private static string Normal(BoundaryColumn column, string text)
    {
        try
        {
            return NormalForm.Of(column.Family, text, column.Element);
        }
        catch (Exception e) when (e is FormatException or System.Text.Json.JsonException)
        {
            return text;
        }
    }

    private string Schema(Func<string, bool> isKept) => string.Join(", ", types.Where(t => isKept(t.Key)).Select(t => $"{t.Key} {t.Value}"));

    private static int Index(string column) => int.Parse(column.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);

    private static string Slug(MatrixPlace place) => place.Name.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>A value as a line of a message has it.</summary>
    public static string Shorten(string value) => value.Length <= 60 ? value : $"{value[..20]}… ({value.Length} characters)";
}
