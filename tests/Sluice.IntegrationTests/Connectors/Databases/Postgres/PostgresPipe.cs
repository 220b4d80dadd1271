using System.Collections.Immutable;
using Apache.Arrow;
using Sluice.Connectors;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Databases.Postgres;
using Sluice.Connectors.Options;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Types;

namespace Sluice.IntegrationTests.Connectors.Databases.Postgres;

/// <summary>Drives a database's connector through its contract alone: what it does without an engine around it.</summary>
internal sealed class PostgresPipe(string url) : IAsyncDisposable
{
    private readonly List<IConnection> _connections = [];

    public List<DirtyRow> Dirty { get; } = [];

    public int Parallelism { get; init; } = 1;

    public int BatchRows { get; init; } = 16_384;

    public ImmutableDictionary<string, LogicalType> ColumnTypes { get; init; } = ImmutableDictionary<string, LogicalType>.Empty;

    public ImmutableDictionary<string, object> SourceOptions { get; init; } = ImmutableDictionary<string, object>.Empty;

    public ImmutableDictionary<string, object> SinkOptions { get; init; } = ImmutableDictionary<string, object>.Empty;

    /// <summary>Where <see cref="CopyAsync(string, string, CancellationToken, CreateMode)"/> writes; null for where it reads.</summary>
    public string? SinkUrl { get; init; }

    public BufferPool Pool { get; } = new();

    public IConnection Open(string? address = null)
    {
        address ??= url;
        IConnector connector = address.StartsWith("mysql:", StringComparison.Ordinal) ? new Sluice.Connectors.Databases.MySql.MySqlConnector() : new PostgresConnector();
        IConnection connection = connector.Open(new ConnectionSpec { Address = address, DisplayAddress = "postgres://…", BaseDirectory = "/" });
        _connections.Add(connection);
        return connection;
    }

    public RunContext Context => new() { RunId = "test", Pool = Pool, Parallelism = Parallelism, BatchRows = BatchRows };

    public async Task<TableScan> PlanAsync(ISource source, ICatalog catalog, TableName table, CancellationToken cancellationToken, params string[] columns)
    {
        TableDescription description = await catalog.DescribeAsync(table, cancellationToken)
            ?? throw new InvalidOperationException($"no table {table}");
        return await source.PlanAsync(
            new ScanRequest
            {
                Table = description,
                Columns = columns.Length > 0 ? [.. columns] : [.. description.Schema.Columns.Select(c => c.Name)],
                Parallelism = Parallelism,
            },
            cancellationToken);
    }

    /// <summary>Copies a table as the engine would: splits to idle workers, each with its own reader and writer.</summary>
    public Task<SinkTable> CopyAsync(string from, string into, CancellationToken cancellationToken, CreateMode create = CreateMode.IfMissing) =>
        CopyAsync(TableName.Parse(from), TableName.Parse(into), cancellationToken, create);

    public async Task<SinkTable> CopyAsync(TableName from, TableName into, CancellationToken cancellationToken, CreateMode create = CreateMode.IfMissing)
    {
        IConnection connection = Open();
        await using ISource source = connection.OpenSource(new SourceSpec { ColumnTypes = ColumnTypes, Options = new OptionValues(SourceOptions) })!;
        TableScan scan = await PlanAsync(source, connection.Catalog, from, cancellationToken);
        await using ISink sink = Open(SinkUrl).OpenSink(new SinkSpec { Options = new OptionValues(SinkOptions) })!;
        SinkTable target = await sink.PlanAsync(
            new SinkRequest { Name = into, Schema = scan.Schema, Create = create, Source = scan.Table, Parallelism = Parallelism },
            cancellationToken);
        await using ISourceRun sourceRun = await source.OpenRunAsync([scan], Context, cancellationToken);
        await using ISinkRun sinkRun = await sink.OpenRunAsync([target], Context, cancellationToken);
        try
        {
            await sinkRun.BeginAsync(cancellationToken);
            var gate = new SemaphoreSlim(1);
            IReadOnlyList<Committable>[] prepared = await Task.WhenAll(Enumerable.Range(0, Parallelism)
                .Select(_ => Task.Run(() => WorkAsync(sourceRun, sinkRun, target, gate, cancellationToken), cancellationToken)));
            await sinkRun.CommitAsync([.. prepared.SelectMany(p => p)], cancellationToken);
            await sinkRun.CommitAsync([.. prepared.SelectMany(p => p)], cancellationToken);
            await sinkRun.FinishAsync(cancellationToken);
        }
        catch
        {
            await sinkRun.AbandonAsync(CancellationToken.None);
            throw;
        }

        return target;
    }

    /// <summary>Reads a whole table with one reader; every value boxed.</summary>
    public async Task<List<object?[]>> ReadAsync(string table, CancellationToken cancellationToken, params string[] columns)
    {
        IConnection connection = Open();
        await using ISource source = connection.OpenSource(new SourceSpec { ColumnTypes = ColumnTypes, Options = new OptionValues(SourceOptions) })!;
        TableScan scan = await PlanAsync(source, connection.Catalog, TableName.Parse(table), cancellationToken, columns);
        await using ISourceRun run = await source.OpenRunAsync([scan], Context, cancellationToken);
        await using ISplitReader reader = run.CreateReader(new DirtyList(Dirty));
        var rows = new List<object?[]>();
        while (await run.NextSplitAsync(cancellationToken) is { } split)
        {
            await reader.OpenAsync(split, cancellationToken);
            while (await reader.ReadAsync(cancellationToken) is Rows batch)
            {
                using (batch)
                    rows.AddRange(Boxed(batch.Batch, scan.Schema));
            }
        }

        return rows;
    }

    /// <summary>The text of every value, columns joined by a bar.</summary>
    public async Task<List<string>> ReadTextAsync(string table, CancellationToken cancellationToken, params string[] columns)
    {
        TableDescription description = (await Open().Catalog.DescribeAsync(TableName.Parse(table), cancellationToken))!;
        TableSchema schema = description.Schema;
        List<object?[]> rows = await ReadAsync(table, cancellationToken, columns);
        LogicalType[] types = columns.Length == 0
            ? [.. schema.Columns.Select(c => TypeOf(c))]
            : [.. columns.Select(c => TypeOf(schema.Columns[schema.IndexOf(c)]))];
        return [.. rows.Select(r => string.Join('|', r.Select((v, i) => ValueDisplay.Text(v, types[i]) ?? "∅")))];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IConnection connection in _connections)
            await connection.DisposeAsync();
        Pool.Dispose();
    }

    private LogicalType TypeOf(Sluice.Types.Column column) => ColumnTypes.GetValueOrDefault(column.Name, column.Type);

    private async Task<IReadOnlyList<Committable>> WorkAsync(
        ISourceRun sourceRun, ISinkRun sinkRun, SinkTable target, SemaphoreSlim gate, CancellationToken cancellationToken)
    {
        var dirty = new DirtyList(Dirty);
        await using ISplitReader reader = sourceRun.CreateReader(dirty);
        await using ISinkWriter writer = sinkRun.CreateWriter(dirty);
        while (true)
        {
            await gate.WaitAsync(cancellationToken);
            Split? split = await sourceRun.NextSplitAsync(cancellationToken);
            gate.Release();
            if (split is null)
                return await writer.PrepareAsync(1, cancellationToken);
            await reader.OpenAsync(split, cancellationToken);
            while (await reader.ReadAsync(cancellationToken) is Rows batch)
            {
                using (batch)
                    await writer.WriteAsync(target, batch, cancellationToken);
            }
        }
    }

    private static IEnumerable<object?[]> Boxed(RecordBatch batch, TableSchema schema)
    {
        var rows = new List<object?[]>();
        for (int row = 0; row < batch.Length; row++)
        {
            var values = new object?[schema.Columns.Length];
            for (int i = 0; i < values.Length; i++)
                values[i] = new ColumnView(batch.Column(i)).Boxed(schema.Columns[i].Type, row);
            rows.Add(values);
        }

        return rows;
    }

    internal sealed class DirtyList(List<DirtyRow> rows) : IDirtyRows
    {
        public void Report(DirtyRow row)
        {
            lock (rows)
                rows.Add(row);
        }
    }
}
