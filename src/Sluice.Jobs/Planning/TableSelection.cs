using Sluice.Connectors.Catalog;
using Sluice.Plans;
using Sluice.Types;

namespace Sluice.Jobs.Planning;

/// <summary>Finds the tables that a job copies.</summary>
internal sealed class TableSelection(ICatalog catalog, JobSpec spec, JobDocument document)
{
    private IReadOnlyList<TableName>? _all;
    private bool _isDefaultSchemaKnown;

    /// <summary>The default schema, once a table was found in it; null when the source has none.</summary>
    public string? DefaultSchema { get; private set; }

    /// <summary>The tables, described, in the order of the catalog. Problems are added.</summary>
    public async ValueTask<IReadOnlyList<TableDescription>> FindAsync(CancellationToken cancellationToken)
    {
        List<PatternSpec> patterns = [.. Patterns()];
        Dictionary<TableName, TableDescription?> found = [];
        foreach (PatternSpec pattern in patterns.Where(pattern => !pattern.IsExclusion))
        {
            if (pattern.Pattern.IsLiteral)
                await AddLiteralAsync(pattern, found, cancellationToken).ConfigureAwait(false);
            else
                await AddMatchingAsync(pattern, found, cancellationToken).ConfigureAwait(false);
        }

        foreach (PatternSpec pattern in patterns.Where(pattern => pattern.IsExclusion))
        {
            foreach (TableName name in found.Keys.Where(name => pattern.Pattern.Matches(name, name.Schema == DefaultSchema)).ToArray())
                found.Remove(name);
        }

        List<TableDescription> tables = [];
        foreach ((TableName name, TableDescription? known) in found.OrderBy(t => t.Key.Schema, StringComparer.Ordinal).ThenBy(t => t.Key.Name, StringComparer.Ordinal))
        {
            if ((known ?? await catalog.DescribeAsync(name, cancellationToken).ConfigureAwait(false)) is { } table)
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

    private async ValueTask AddLiteralAsync(PatternSpec pattern, Dictionary<TableName, TableDescription?> found, CancellationToken cancellationToken)
    {
        if (await catalog.DescribeAsync(TableName.Parse(pattern.Pattern.Text), cancellationToken).ConfigureAwait(false) is { } table)
        {
            if (!pattern.Pattern.IsQualified)
                (DefaultSchema, _isDefaultSchemaKnown) = (table.Name.Schema, true);
            found[table.Name] = table;
            return;
        }

        // A table whose own name holds a dot, in the default schema.
        if (await catalog.DescribeAsync(new TableName(null, pattern.Pattern.Text), cancellationToken).ConfigureAwait(false) is { } dotted)
        {
            found[dotted.Name] = dotted;
            return;
        }

        if (IsOfRule(pattern))
            return;
        IReadOnlyList<TableName> all = await AllAsync(cancellationToken).ConfigureAwait(false);
        document.Problems.Add(pattern.Text.At(JobErrors.UnknownTable, $"there is no table '{pattern.Pattern.Text}'", Near(pattern.Pattern.Text, all)));
    }

    private async ValueTask AddMatchingAsync(PatternSpec pattern, Dictionary<TableName, TableDescription?> found, CancellationToken cancellationToken)
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
            found.TryAdd(name, null);
        }

        if (!hasMatch && found.Count == before && !IsOfRule(pattern))
        {
            Problem problem = ReferenceEquals(pattern.Pattern, TablePattern.All)
                ? pattern.Text.At(JobErrors.NoTables, "the source has no table", "check the address")
                : pattern.Text.At(JobErrors.UnknownTable, $"no table matches '{pattern.Pattern.Text}'", Near(pattern.Pattern.Text, _all!));
            document.Problems.Add(problem);
        }
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
}
