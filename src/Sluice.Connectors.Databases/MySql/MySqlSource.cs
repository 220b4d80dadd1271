using System.Collections.Immutable;
using System.Globalization;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sources;
using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>Plans the reading of tables. Only reads, and locks nothing.</summary>
internal sealed class MySqlSource(MySqlSessions sessions, MySqlCatalog catalog, SourceSpec spec) : ISource
{
    private const long SmallestSplit = 8L << 20;
    private const long LargestSplit = 128L << 20;
    private const int SplitsPerReader = 8;
    private readonly MySqlSourceOptions _options = MySqlSourceOptions.From(spec.Options);
    private IReadOnlyList<string>? _grants;

    /// <inheritdoc/>
    public PushedFilter Push(TableDescription table, BoundExpression conjunct) => catalog.Described(table.Name) is { } known
        ? RendererOf(known).Push(conjunct)
        : PushedFilter.NotPushed("the table was not described before");

    /// <inheritdoc/>
    public async ValueTask<TableScan> PlanAsync(ScanRequest request, CancellationToken cancellationToken)
    {
        MySqlTable table = await catalog.FindAsync(request.Table.Name, spec.ColumnTypes, cancellationToken).ConfigureAwait(false)
            ?? throw new SluiceException(MySqlErrors.UnknownTable, $"there is no table '{request.Table.Name}'", sessions.Address.Display,
                "run `sluice tables` on the address to see what there is");
        ImmutableArray<MySqlColumn> columns = [.. request.Columns.Select(name => FindColumn(table, name))];
        string? condition = ConditionOf(table, request);
        ImmutableArray<string>.Builder notes = ImmutableArray.CreateBuilder<string>();
        KeyCut? keys = request.IsResumable ? KeyedCut.Of(table, request, _options.SplitSize) : null;
        SplitPlan splits = keys is not null ? KeyedCut.Plan(table, keys)
            : request.IsResumable ? KeyedCut.Whole(table)
            : await CutAsync(table, request, condition, notes, cancellationToken).ConfigureAwait(false);
        bool isShared = keys is null ? splits.Count > 1 : request.Parallelism > 1 && _options.Snapshot != "single";
        string consistency = await ConsistencyOfAsync(table, isShared, notes, cancellationToken).ConfigureAwait(false);
        if (keys is not null)
            consistency += "; after an interruption, each row as of an instant of the run";
        long? rows = table.Description.EstimatedRows;
        var scan = new MySqlScan
        {
            Table = table.Description,
            Schema = SchemaOf(table, request.Columns),
            Source = table,
            Columns = columns,
            Mappings = [.. columns.Select(c => MySqlCatalog.MappingOf(table.Description.Name, c, spec.ColumnTypes))],
            Condition = condition,
            Limit = request.Limit,
            Splits = splits,
            Keys = keys,
            CanResume = true,
            Text = "",
            SplitText = splits.Text,
            MaxReaders = keys is null ? (int)Math.Min(splits.Count, Math.Max(1, request.Parallelism))
                : _options.Snapshot == "single" ? 1 : Math.Max(1, request.Parallelism),
            EstimatedRows = request.Limit is { } limit && rows is { } known ? Math.Min(limit, known) : rows,
            ReaderBytes = 1 << 20,
            Consistency = consistency,
            Notes = notes.ToImmutable(),
        };
        return scan with { Text = scan.Query(null) };
    }

    /// <inheritdoc/>
    public ValueTask<ISourceRun> OpenRunAsync(IReadOnlyList<TableScan> scans, RunContext context, CancellationToken cancellationToken) =>
        MySqlSourceRun.OpenAsync(sessions, _options, [.. scans.Cast<MySqlScan>()], context, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private MySqlRenderer RendererOf(MySqlTable table) => new(table, spec.ColumnTypes, _options, spec.TimeZone);

    private string? ConditionOf(MySqlTable table, ScanRequest request)
    {
        if (request.Filters.IsEmpty)
            return null;
        MySqlRenderer renderer = RendererOf(table);
        return string.Join(" AND ", request.Filters.Select(f => renderer.Push(f).Text).Where(t => t is not null)) is { Length: > 0 } text
            ? text
            : null;
    }

    private static TableSchema SchemaOf(MySqlTable table, ImmutableArray<string> names)
    {
        TableSchema whole = table.Description.Schema;
        bool hasKey = whole.PrimaryKey.All(key => names.Contains(key));
        return new TableSchema([.. names.Select(name => whole.Columns[whole.IndexOf(name)])]) { PrimaryKey = hasKey ? whole.PrimaryKey : [] };
    }

    private static MySqlColumn FindColumn(MySqlTable table, string name)
    {
        MySqlColumn column = table.Columns.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.Ordinal))
            ?? throw new SluiceException(MySqlErrors.UnknownColumn, $"table '{table.Description.Name}' has no column '{name}'", null,
                NearestName.Find(name, table.Columns.Select(c => c.Name)) is { } near
                    ? $"write '{near}'"
                    : $"use one of: {string.Join(", ", table.Columns.Select(c => c.Name))}");
        return column.CanSelect
            ? column
            : throw new SluiceException(MySqlErrors.MissingRight, $"the user may not read column '{name}' of table '{table.Description.Name}'",
                null, $"grant it: GRANT SELECT ({MySqlDialect.Quote(name)}) ON {MySqlDialect.Quote(table.Description.Name)} TO …");
    }

    private async ValueTask<string> ConsistencyOfAsync(
        MySqlTable table, bool isShared, ImmutableArray<string>.Builder notes, CancellationToken cancellationToken)
    {
        if (!table.IsTransactional && !table.IsView)
        {
            notes.Add($"engine {table.Engine} keeps no old states: rows changed during the run are read as they are then");
            return "each row as of an instant of the run";
        }

        if (!isShared)
            return "one snapshot (repeatable read)";
        const string Apart = "each reader as of its own start";
        if (_options.Snapshot == "parallel")
            return Apart;
        _grants ??= [.. (await sessions.QueryAsync("SHOW GRANTS", "asking for rights", cancellationToken).ConfigureAwait(false)).Select(g => g[0]!)];
        if (MySqlRights.CanLock(_grants, table.Description.Name.Schema))
            return "one snapshot for all readers (repeatable read, begun together under a lock of a moment)";
        if (_options.Snapshot == "exported")
        {
            throw new SluiceException(MySqlErrors.NoSnapshot, $"the user may not lock table '{table.Description.Name}', which a common snapshot needs",
                sessions.Address.Display, "grant LOCK TABLES on the database, or set `snapshot: single` or `parallel`");
        }

        notes.Add("the user may not lock tables: each reader sees the table as of its own start; `snapshot: single` reads one state");
        return Apart;
    }

    private async ValueTask<SplitPlan> CutAsync(
        MySqlTable table, ScanRequest request, string? condition, ImmutableArray<string>.Builder notes, CancellationToken cancellationToken)
    {
        if (request.Limit is not null)
            return new SplitPlan("1 (a limit is set)");
        if (_options.Snapshot == "single" || request.Parallelism <= 1)
            return new SplitPlan("1 (one reader)");
        SplitPlan one(string why)
        {
            notes.Add($"one reader: {why}");
            return new SplitPlan($"1 ({why})");
        }

        if (table.IsView)
            return one("a view has no ranges to cut");
        if (_options.SplitBy is { } chosen)
            return await CutByColumnAsync(table, Integer(FindColumn(table, chosen)), request.Parallelism, cancellationToken).ConfigureAwait(false);
        ImmutableArray<string> key = table.Description.Schema.PrimaryKey;
        if (key.IsEmpty)
            return one("the table has no primary key; set split_by to an integer column");
        MySqlColumn column = FindColumn(table, key[0]);
        if (!IsInteger(column))
            return one($"the key begins with column '{column.Name}' of type {column.NativeType}; set split_by to an integer column");
        if (condition is not null && await IsIndexedAsync(table, condition, cancellationToken).ConfigureAwait(false))
            return one("the server answers the filter from another index than the key");
        return await CutByColumnAsync(table, column, request.Parallelism, cancellationToken).ConfigureAwait(false);
    }

    private static bool IsInteger(MySqlColumn column) => column.TypeName is "tinyint" or "smallint" or "mediumint" or "int" or "bigint";

    private static MySqlColumn Integer(MySqlColumn column) => IsInteger(column)
        ? column
        : throw new SluiceException(MySqlErrors.Unsupported, $"split_by names column '{column.Name}' of type {column.NativeType}", null,
            "name an integer column, or leave split_by out");

    /// <summary>Ranges of an integer column between its least and greatest value, and one for NULL. The last has no upper bound.</summary>
    private async ValueTask<SplitPlan> CutByColumnAsync(MySqlTable table, MySqlColumn column, int parallelism, CancellationToken cancellationToken)
    {
        string name = MySqlDialect.Quote(column.Name);
        string?[] bounds = (await sessions.QueryAsync($"SELECT MIN({name}), MAX({name}) FROM {MySqlDialect.Quote(table.Description.Name)}",
            $"asking for the bounds of {column.Name}", cancellationToken).ConfigureAwait(false))[0];
        if (bounds[0] is null)
            return new SplitPlan("1 (no value in the column)");
        Int128 first = Int128.Parse(bounds[0]!, CultureInfo.InvariantCulture);
        Int128 span = Int128.Parse(bounds[1]!, CultureInfo.InvariantCulture) - first + 1;
        long total = table.Description.EstimatedBytes ?? 0;
        long bytes = _options.SplitSize ?? Math.Clamp(total / (parallelism * SplitsPerReader), SmallestSplit, LargestSplit);
        long count = (long)Int128.Min(span, Math.Max(1, (total + (bytes / 2)) / bytes));
        bool hasNulls = !column.IsNotNull;
        if (count == 1)
            return new SplitPlan(string.Create(CultureInfo.InvariantCulture, $"1 ({total >> 10} kB)"));
        return new SplitPlan(string.Create(CultureInfo.InvariantCulture, $"{count} ranges of {column.Name}{(hasNulls ? " and one for NULL" : "")}"),
            name, first, (span + count - 1) / count, count + (hasNulls ? 1 : 0), hasNulls);
    }

    /// <summary>Whether the server would find the rows of the filter by another index than the primary key, which ranges of the key would forbid.</summary>
    private ValueTask<bool> IsIndexedAsync(MySqlTable table, string condition, CancellationToken cancellationToken) => sessions.UseAsync(
        async s =>
        {
            List<string?[]> rows = await s.QueryAsync($"EXPLAIN SELECT 1 FROM {MySqlDialect.Quote(table.Description.Name)} WHERE {condition}",
                "asking for the server's plan", cancellationToken).ConfigureAwait(false);
            int kind = s.Server.IsMariaDb ? 3 : 4;
            return rows.Count == 1 && rows[0].Length > kind + 2 && rows[0][kind] is "ref" or "range" or "ref_or_null" or "index_merge" or "const"
                && rows[0][kind + 2] != "PRIMARY";
        },
        cancellationToken);
}
