using System.Collections.Immutable;
using System.Globalization;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sources;
using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>Plans the reading of tables. Only reads.</summary>
internal sealed class PostgresSource(PostgresSessions sessions, PostgresCatalog catalog, SourceSpec spec) : ISource
{
    private const long SmallestSplit = 8L << 20;
    private const long LargestSplit = 128L << 20;
    private const int SplitsPerReader = 8;
    private readonly PostgresSourceOptions _options = PostgresSourceOptions.From(spec.Options);
    private (bool IsReplica, Version Version)? _server;

    /// <inheritdoc/>
    public PushedFilter Push(TableDescription table, BoundExpression conjunct) => catalog.Described(table.Name) is { } known
        ? RendererOf(known).Push(conjunct)
        : PushedFilter.NotPushed("the table was not described before");

    /// <inheritdoc/>
    public async ValueTask<TableScan> PlanAsync(ScanRequest request, CancellationToken cancellationToken)
    {
        PostgresTable table = await catalog.FindPlannedAsync(request.Table.Name, spec.ColumnTypes, cancellationToken).ConfigureAwait(false)
            ?? throw new SluiceException(PostgresErrors.UnknownTable, $"there is no table '{request.Table.Name}'", sessions.Address.Display,
                "run `sluice tables` on the address to see what there is");
        ImmutableArray<PostgresColumn> columns = [.. request.Columns.Select(name => FindColumn(table, name))];
        ImmutableArray<PostgresMapping> mappings =
            [.. columns.Select(c => PostgresCatalog.MappingOf(table.Description.Name, c, spec.ColumnTypes))];
        string? condition = ConditionOf(table, request);
        ImmutableArray<string>.Builder notes = ImmutableArray.CreateBuilder<string>();
        long? rows = table.Description.EstimatedRows;
        KeyCut? keys = request.IsResumable ? KeysOf(table, request) : null;
        SplitPlan splits = keys is not null ? ByKey(table, keys)
            : request.IsResumable ? new SplitPlan([new SplitRange(PostgresDialect.Quote(table.Description.Name))], "1 (no key: read whole, and again from its start after an interruption)")
            : await CutAsync(table, request, condition, notes, cancellationToken).ConfigureAwait(false);
        var scan = new PostgresScan
        {
            Table = table.Description,
            Schema = SchemaOf(table, request.Columns),
            Source = table,
            Columns = columns,
            Mappings = mappings,
            SelectList = string.Join(", ", columns.Zip(mappings, Item)),
            Condition = condition,
            Limit = request.Limit,
            Splits = splits,
            Keys = keys,
            CanResume = true,
            Text = "",
            SplitText = splits.Text,
            MaxReaders = keys is not null ? Math.Max(1, request.Parallelism) : (int)Math.Min(splits.Count, Math.Max(1, request.Parallelism)),
            EstimatedRows = request.Limit is { } limit && rows is { } known ? Math.Min(limit, known) : rows,
            ReaderBytes = 1 << 20,
            Consistency = keys is not null ? "one exported snapshot for all readers (repeatable read); after an interruption, each row as of an instant of the run" : ConsistencyOf(splits),
            Notes = notes.ToImmutable(),
        };
        return scan with { Text = scan.CopyOf(splits.Of(scan).First() with { From = PostgresDialect.Quote(table.Description.Name), Range = null }) };
    }

    /// <inheritdoc/>
    public ValueTask<ISourceRun> OpenRunAsync(IReadOnlyList<TableScan> scans, RunContext context, CancellationToken cancellationToken) =>
        PostgresSourceRun.OpenAsync(sessions, _options, [.. scans.Cast<PostgresScan>()], context, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private PostgresRenderer RendererOf(PostgresTable table) => new(table, spec.ColumnTypes, _options, spec.TimeZone);

    private string? ConditionOf(PostgresTable table, ScanRequest request)
    {
        if (request.Filters.IsEmpty)
            return null;
        PostgresRenderer renderer = RendererOf(table);
        return string.Join(" AND ", request.Filters.Select(f => renderer.Push(f).Text).Where(t => t is not null)) is { Length: > 0 } text
            ? text
            : null;
    }

    private static TableSchema SchemaOf(PostgresTable table, ImmutableArray<string> names)
    {
        TableSchema whole = table.Description.Schema;
        bool hasKey = whole.PrimaryKey.All(key => names.Contains(key));
        return new TableSchema([.. names.Select(name => whole.Columns[whole.IndexOf(name)])]) { PrimaryKey = hasKey ? whole.PrimaryKey : [] };
    }

    private static string Item(PostgresColumn column, PostgresMapping mapping)
    {
        string name = PostgresDialect.Quote(column.Name);
        return mapping.Form == ReadForm.Text ? $"{name}::pg_catalog.text" : name;
    }

    private static PostgresColumn FindColumn(PostgresTable table, string name)
    {
        PostgresColumn column = table.Columns.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.Ordinal))
            ?? throw new SluiceException(PostgresErrors.UnknownColumn, $"table '{table.Description.Name}' has no column '{name}'", null,
                NearestName.Find(name, table.Columns.Select(c => c.Name)) is { } near
                    ? $"write '{near}'"
                    : $"use one of: {string.Join(", ", table.Columns.Select(c => c.Name))}");
        return column.CanSelect
            ? column
            : throw new SluiceException(PostgresErrors.MissingRight, $"the user may not read column '{name}' of table '{table.Description.Name}'",
                null, $"grant it: GRANT SELECT ({PostgresDialect.Quote(name)}) ON {PostgresDialect.Quote(table.Description.Name)} TO …");
    }

    private string ConsistencyOf(SplitPlan splits) => (splits.Count, _options.Snapshot, _server) switch
    {
        (_, "parallel", _) => "each split as of its own start",
        (1, _, _) or (_, _, (true, _)) => "one snapshot (repeatable read)",
        _ => "one exported snapshot for all readers (repeatable read)",
    };

    private async ValueTask<SplitPlan> CutAsync(
        PostgresTable table, ScanRequest request, string? condition, ImmutableArray<string>.Builder notes, CancellationToken cancellationToken)
    {
        string whole = PostgresDialect.Quote(table.Description.Name);
        SplitPlan one(string why)
        {
            if (request.Parallelism > 1)
                notes.Add($"one reader: {why}");
            return new SplitPlan([new SplitRange(whole)], $"1 ({why})");
        }

        if (request.Limit is not null)
            return new SplitPlan([new SplitRange(whole)], "1 (a limit is set)");
        if (_options.Snapshot == "single" || request.Parallelism <= 1)
            return new SplitPlan([new SplitRange(whole)], "1 (one reader)");
        _server ??= await AskServerAsync(cancellationToken).ConfigureAwait(false);
        if (_server.Value.IsReplica && _options.IsSnapshotShared)
            return one("the server is a replica, which cannot share a snapshot; `snapshot: parallel` reads without one");
        if (table.Kind is 'v' or 'f')
            return one($"a {table.Description.Kind} has no ranges to cut");
        if (table.IsRowSecurityActive)
            return one("row security is active");
        if (!string.Equals(_options.SplitBy, "ctid", StringComparison.Ordinal))
            return await CutByColumnAsync(table, FindColumn(table, _options.SplitBy), request.Parallelism, cancellationToken).ConfigureAwait(false);
        if (_server.Value.Version.Major < 14)
            return one("PostgreSQL before 14 scans the whole table for each range of ctid; set split_by to an integer column");
        if (table.Parts.FirstOrDefault(p => !p.CanSelect) is { } closed)
            return one($"the user may not read the part {closed.Name} directly");
        if (condition is not null && await IsIndexedAsync(table, condition, cancellationToken).ConfigureAwait(false))
            return one("the server answers the filter from an index");
        return CutByPages(table, request.Parallelism);
    }

    /// <summary>Ranges of pages. The last has no upper bound: rows that came after the sizes were asked for are in it.</summary>
    private SplitPlan CutByPages(PostgresTable table, int parallelism)
    {
        const int PageBytes = 8192;
        long total = table.Parts.Sum(p => p.Bytes);
        long bytes = _options.SplitSize ?? Math.Clamp(total / (parallelism * SplitsPerReader), SmallestSplit, LargestSplit);
        bool isWhole = table.Parts.Length == 1 && table.Parts[0].Name == table.Description.Name;
        ImmutableArray<SplitRange> ranges =
        [
            .. table.Parts.Select(part =>
            {
                string from = (isWhole ? "" : "ONLY ") + PostgresDialect.Quote(part.Name);
                long count = part.HasPages ? Math.Max(1, (part.Bytes + (bytes / 2)) / bytes) : 1;
                long pages = (part.Bytes + PageBytes - 1) / PageBytes;
                return count == 1 ? new SplitRange(from) : new SplitRange(from, "ctid", 0, (pages + count - 1) / count, count);
            }),
        ];
        long number = ranges.Sum(r => r.Count);
        string text = number == 1
            ? string.Create(CultureInfo.InvariantCulture, $"1 ({total >> 10} kB)")
            : string.Create(CultureInfo.InvariantCulture, $"{number} ranges of ctid");
        return new SplitPlan(ranges, isWhole ? text : string.Create(CultureInfo.InvariantCulture, $"{text} over {ranges.Length} parts"));
    }

    /// <summary>Ranges of an integer column between its least and greatest value, and one for NULL.</summary>
    private async ValueTask<SplitPlan> CutByColumnAsync(
        PostgresTable table, PostgresColumn column, int parallelism, CancellationToken cancellationToken)
    {
        if (!PostgresTypeMap.Map(column).Type.IsInteger)
        {
            throw new SluiceException(PostgresErrors.Unsupported, $"split_by names column '{column.Name}' of type {column.NativeType}", null,
                "name an integer column, or leave split_by out");
        }

        string whole = PostgresDialect.Quote(table.Description.Name);
        string name = PostgresDialect.Quote(column.Name);
        string?[] bounds = (await sessions.UseAsync(
            s => s.QueryAsync($"SELECT min({name}), max({name}) FROM {whole}", $"asking for the bounds of {column.Name}", cancellationToken),
            cancellationToken).ConfigureAwait(false))[0];
        if (bounds[0] is null)
            return new SplitPlan([new SplitRange(whole)], "1 (no value in the column)");
        Int128 first = Int128.Parse(bounds[0]!, CultureInfo.InvariantCulture);
        Int128 span = Int128.Parse(bounds[1]!, CultureInfo.InvariantCulture) - first + 1;
        long count = (long)Int128.Min(span, parallelism * SplitsPerReader);
        Int128 width = (span + count - 1) / count;
        bool hasNulls = !column.IsNotNull;
        return new SplitPlan(
            [new SplitRange(whole, name, first, width, count + (hasNulls ? 1 : 0), hasNulls)],
            string.Create(CultureInfo.InvariantCulture, $"{count} ranges of {column.Name}{(hasNulls ? " and one for NULL" : "")}"));
    }

    /// <summary>
    /// The key that cuts a table in a run that keeps its progress: ranges of ctid move under updates, a key does not. Null when there is none
    /// without NULLs that the user may read, or when a limit is set.
    /// </summary>
    private KeyCut? KeysOf(PostgresTable table, ScanRequest request)
    {
        // A key of a table with children by inheritance is not one over their rows, and a position in equal keys would lose some.
        if (request.Limit is not null || table.Kind is 'v' or 'f' || (table.Kind == 'r' && table.Parts.Length > 1))
            return null;
        TableDescription description = table.Description;
        IEnumerable<ImmutableArray<string>> candidates = description.Schema.PrimaryKey.IsEmpty
            ? description.UniqueKeys
            : [description.Schema.PrimaryKey, .. description.UniqueKeys];
        foreach (ImmutableArray<string> names in candidates)
        {
            ImmutableArray<PostgresColumn> columns = [.. names.Select(n => table.Columns.FirstOrDefault(c => c.Name == n)).OfType<PostgresColumn>()];
            if (columns.Length == names.Length && columns.All(c => c is { IsNotNull: true, CanSelect: true }))
                return new KeyCut(columns, SplitRows(description));
        }

        return null;
    }

    private long SplitRows(TableDescription table)
    {
        const long Default = 200_000;
        if (table.EstimatedRows is not > 0 || table.EstimatedBytes is not > 0)
            return Default;
        long bytes = _options.SplitSize ?? (32L << 20);
        return Math.Clamp(bytes * table.EstimatedRows.Value / table.EstimatedBytes.Value, 1_000, 1_000_000);
    }

    private static SplitPlan ByKey(PostgresTable table, KeyCut keys)
    {
        long? count = table.Description.EstimatedRows is { } rows ? Math.Max(1, (rows + keys.SplitRows - 1) / keys.SplitRows) : null;
        string number = count is { } n ? string.Create(CultureInfo.InvariantCulture, $"about {n:N0} ranges") : "ranges";
        return new SplitPlan(
            [new SplitRange(PostgresDialect.Quote(table.Description.Name))],
            string.Create(CultureInfo.InvariantCulture, $"{number} of {keys.SplitRows:N0} rows by key ({string.Join(", ", keys.Columns.Select(c => c.Name))})"));
    }

    private ValueTask<(bool IsReplica, Version Version)> AskServerAsync(CancellationToken cancellationToken) => sessions.UseAsync(
        async s =>
        {
            List<string?[]> rows = await s.QueryAsync("SELECT pg_catalog.pg_is_in_recovery()", "asking for the server's role", cancellationToken)
                .ConfigureAwait(false);
            return (rows[0][0] == "t", s.ServerVersion);
        },
        cancellationToken);

    /// <summary>Whether the server would use an index for the filter, which ranges of ctid would forbid.</summary>
    private async ValueTask<bool> IsIndexedAsync(PostgresTable table, string condition, CancellationToken cancellationToken)
    {
        string sql = $"EXPLAIN (FORMAT JSON) SELECT 1 FROM {PostgresDialect.Quote(table.Description.Name)} WHERE {condition}";
        List<string?[]> rows = await sessions.UseAsync(
            s => s.QueryAsync(sql, "asking for the server's plan", cancellationToken), cancellationToken).ConfigureAwait(false);
        return rows[0][0]!.Contains("\"Index", StringComparison.Ordinal) || rows[0][0]!.Contains("Bitmap", StringComparison.Ordinal);
    }
}
