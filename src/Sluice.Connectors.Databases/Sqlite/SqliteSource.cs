using System.Collections.Immutable;
using System.Globalization;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sources;
using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Sqlite;

/// <summary>The planned reading of one SQLite table: one query, one reader, one read transaction.</summary>
internal sealed record SqliteScan : TableScan
{
    public required string Sql { get; init; }
}

/// <summary>The whole table.</summary>
internal sealed record SqliteSplit(TableScan Scan) : Split(Scan, $"{Scan.Table.Name}/all");

/// <summary>Tables of a database file as a source.</summary>
internal sealed class SqliteSource(SqliteDatabase database, SourceSpec spec) : ISource
{
    public PushedFilter Push(Catalog.TableDescription table, BoundExpression conjunct) =>
        PushedFilter.NotPushed("SQLite compares stored values of any type, so its answer may differ");

    public ValueTask<TableScan> PlanAsync(ScanRequest request, CancellationToken cancellationToken)
    {
        ImmutableArray<Column> columns =
        [
            .. request.Columns.Select(name =>
            {
                Column column = request.Table.Schema.Columns[request.Table.Schema.IndexOf(name)];
                return spec.ColumnTypes.TryGetValue(name, out LogicalType? type) ? column with { Type = type, Tag = null } : column;
            }),
        ];
        string list = columns.Length == 0 ? "1" : string.Join(", ", columns.Select(c => SqliteDialect.Quote(c.Name)));
        string limit = request.Limit is { } rows ? string.Create(CultureInfo.InvariantCulture, $" LIMIT {rows}") : "";
        string sql = $"SELECT {list} FROM {SqliteDialect.Quote(request.Table.Name.Name)}{limit}";
        return ValueTask.FromResult<TableScan>(new SqliteScan
        {
            Table = request.Table,
            Schema = new TableSchema(columns) { PrimaryKey = [.. request.Table.Schema.PrimaryKey.Where(k => columns.Any(c => c.Name == k))] },
            Text = sql,
            Sql = sql,
            SplitText = "1 (one reader keeps one consistent state)",
            MaxReaders = 1,
            CanResume = true,
            Consistency = "one read transaction",
            EstimatedRows = request.Limit is { } most ? Math.Min(most, request.Table.EstimatedRows ?? most) : request.Table.EstimatedRows,
        });
    }

    public ValueTask<ISourceRun> OpenRunAsync(IReadOnlyList<TableScan> scans, RunContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ISourceRun>(new Run(database, scans, context));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Tables one after another; a table that was not read to its end is read again from its start.</summary>
    private sealed class Run(SqliteDatabase database, IReadOnlyList<TableScan> scans, RunContext context) : ISourceRun
    {
        private int _next = context.Recovery?.SourceState is { } state ? int.Parse(state, CultureInfo.InvariantCulture) : 0;

        public string Snapshot() => _next.ToString(CultureInfo.InvariantCulture);

        public Split Find(string id) => scans.Select(s => new SqliteSplit(s)).First(s => s.Id == id);

        public ValueTask<Split?> NextSplitAsync(CancellationToken cancellationToken) =>
            ValueTask.FromResult<Split?>(_next < scans.Count ? new SqliteSplit(scans[_next++]) : null);

        public ISplitReader CreateReader(IDirtyRows dirtyRows) => new SqliteReader(database, context, dirtyRows);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
