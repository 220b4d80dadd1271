using Sluice.Connectors.Catalog;
using Sluice.Plans;
using Sluice.Types;

namespace Sluice.Jobs.Planning;

/// <summary>Finds the tables that a job copies.</summary>
internal sealed class TableSelection(ICatalog catalog, JobSpec spec, JobDocument document)
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private IReadOnlyList<TableName>? _all;
    private bool _isDefaultSchemaKnown;

    /// <summary>The default schema, once a table was found in it; null when the source has none.</summary>
    public string? DefaultSchema { get; private set; }

    /// <summary>Whether the source has one table and no other; known once a pattern asked for all of them, which is where it matters.</summary>
    public bool IsOnlyTable => _all is { Count: 1 };

    /// <summary>The tables, described, in the order of the catalog. Problems are added.</summary>
    public async ValueTask<IReadOnlyList<TableDescription>> FindAsync(CancellationToken cancellationToken)
    {
        List<PatternSpec> patterns = [.. Patterns()];
        List<Found> found = [];
        foreach (PatternSpec pattern in patterns.Where(pattern => !pattern.IsExclusion))
        {
            if (pattern.Pattern.IsLiteral)
                await AddLiteralAsync(pattern, found, cancellationToken).ConfigureAwait(false);
            else
                await AddMatchingAsync(pattern, found, cancellationToken).ConfigureAwait(false);
        }

        foreach (PatternSpec pattern in patterns.Where(pattern => pattern.IsExclusion))
        {
            found.RemoveAll(table => pattern.Pattern.Matches(table.Name, table.Name.Schema == DefaultSchema));
        }

        found.Sort(Found.Compare);
        List<TableDescription> tables = [];
        foreach (Found entry in found)
        {
            if ((entry.Description ?? await catalog.DescribeAsync(entry.Name, cancellationToken).ConfigureAwait(false)) is { } table)
                tables.Add(table);
        }

        return tables;
    }

    // Without a list the rules say which tables; without rules it is all of them.
    private IEnumerable<PatternSpec> Patterns()
    {
        bool hasInclusion = spec.Source!.Tables.Any(t => !t.IsExclusion);
        if (hasInclusion)
            return spec.Source.Tables;
        IEnumerable<PatternSpec> all = spec.Rules.IsEmpty
            ? [new PatternSpec(TablePattern.All, false, spec.Source.Connection.Address)]
            : spec.Rules.Select(rule => new PatternSpec(rule.Rule.Match, false, rule.Match));
        return all.Concat(spec.Source.Tables);
    }

    private bool IsOfRule(PatternSpec pattern) => spec.Rules.Any(rule => ReferenceEquals(rule.Rule.Match, pattern.Pattern));

    private async ValueTask AddLiteralAsync(PatternSpec pattern, List<Found> found, CancellationToken cancellationToken)
    {
        if (await catalog.DescribeAsync(TableName.Parse(pattern.Pattern.Text), cancellationToken).ConfigureAwait(false) is { } table)
        {
            if (!pattern.Pattern.IsQualified)
                (DefaultSchema, _isDefaultSchemaKnown) = (table.Name.Schema, true);
            Add(found, new Found(table.Name, table));
            return;
        }

        // A table whose own name holds a dot, in the default schema.
        if (await catalog.DescribeAsync(new TableName(null, pattern.Pattern.Text), cancellationToken).ConfigureAwait(false) is { } dotted)
        {
            Add(found, new Found(dotted.Name, dotted));
            return;
        }

        if (IsOfRule(pattern))
            return;
        IReadOnlyList<TableName> all = await AllAsync(cancellationToken).ConfigureAwait(false);
        document.Problems.Add(pattern.Text.At(JobErrors.UnknownTable, $"there is no table '{pattern.Pattern.Text}'", Near(pattern.Pattern.Text, all)));
    }

    private async ValueTask AddMatchingAsync(PatternSpec pattern, List<Found> found, CancellationToken cancellationToken)
    {
        int before = found.Count;
        bool hasMatch = false;
        foreach (TableName name in await AllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!pattern.Pattern.IsQualified && name.Schema is not null)
                await FindDefaultSchemaAsync(name, cancellationToken).ConfigureAwait(false);
            if (!pattern.Pattern.Matches(name, name.Schema == DefaultSchema))
                continue;
            hasMatch = true;
            Add(found, new Found(name, null));
        }

        if (!hasMatch && found.Count == before && !IsOfRule(pattern))
        {
            Problem problem = ReferenceEquals(pattern.Pattern, TablePattern.All)
                ? pattern.Text.At(JobErrors.NoTables, "the source has no table", "check the address")
                : pattern.Text.At(JobErrors.UnknownTable, $"no table matches '{pattern.Pattern.Text}'", Near(pattern.Pattern.Text, _all!));
            document.Problems.Add(problem);
        }
    }

    private void Add(List<Found> found, Found table)
    {
        if (_names.Add($"{table.Name.Schema}\0{table.Name.Name}"))
            found.Add(table);
    }

    // The catalog tells the default schema only by finding a table in it.
    private async ValueTask FindDefaultSchemaAsync(TableName name, CancellationToken cancellationToken)
    {
        if (_isDefaultSchemaKnown)
            return;
        if (await catalog.DescribeAsync(new TableName(null, name.Name), cancellationToken).ConfigureAwait(false) is { } table)
            (DefaultSchema, _isDefaultSchemaKnown) = (table.Name.Schema, true);
    }

    private async ValueTask<IReadOnlyList<TableName>> AllAsync(CancellationToken cancellationToken) =>
        _all ??= await catalog.ListAsync(cancellationToken).ConfigureAwait(false);

    private static string Near(string text, IReadOnlyList<TableName> all)
    {
        if (NearestName.Find(text, all.Select(t => t.ToString()).Concat(all.Select(t => t.Name))) is { } near)
            return $"did you mean '{near}'?";
        return all.Count == 0 ? "the source has no table that you may read" : $"there are: {string.Join(", ", all.Take(10))}{(all.Count > 10 ? ", …" : "")}";
    }

    /// <summary>A table found; a class, because generic code over a struct of ours is not compiled ahead and costs a short run milliseconds.</summary>
    private sealed record Found(TableName Name, TableDescription? Description)
    {
        public static int Compare(Found a, Found b)
        {
            int schema = string.CompareOrdinal(a.Name.Schema, b.Name.Schema);
            return schema != 0 ? schema : string.CompareOrdinal(a.Name.Name, b.Name.Name);
        }
    }
}
