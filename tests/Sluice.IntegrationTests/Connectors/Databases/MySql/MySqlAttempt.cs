using System.Collections.Immutable;
using Apache.Arrow;
using Sluice.Conformance;
using Sluice.Connectors;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Options;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.IntegrationTests.Connectors.Databases.Postgres;
using Sluice.Types;

namespace Sluice.IntegrationTests.Connectors.Databases.MySql;

/// <summary>One attempt of a run into MariaDB, driven through the contract step by step; two of them can be open at once.</summary>
internal sealed class MySqlAttempt : IAsyncDisposable
{
    private readonly BufferPool _pool;
    private readonly List<ISinkWriter> _writers = [];

    private MySqlAttempt(IConnection connection, SinkTable target, ISinkRun run, BufferPool pool) =>
        (Connection, Target, Run, _pool) = (connection, target, run, pool);

    public List<DirtyRow> Dirty { get; } = [];

    public IConnection Connection { get; }

    public SinkTable Target { get; }

    public ISinkRun Run { get; }

    /// <summary>Plans a table of <c>id INT, t STRING</c> and opens attempt <paramref name="number"/> of run <paramref name="run"/>; 0 for a run without a store.</summary>
    public static async Task<MySqlAttempt> OpenAsync(
        string url, string table, long number = 1, string run = "run-1", Func<SinkRequest, SinkRequest>? with = null,
        CancellationToken cancellationToken = default, params (string Name, object Value)[] options)
    {
        IConnection connection = new Sluice.Connectors.Databases.MySql.MySqlConnector().Open(new ConnectionSpec { Address = url, DisplayAddress = "mysql://…", BaseDirectory = "/" });
        var pool = new BufferPool();
        var request = new SinkRequest { Name = TableName.Parse(table), Schema = Schema(), IsResumable = number > 0, Parallelism = 2 };
        ISink sink = connection.OpenSink(new SinkSpec { Options = new OptionValues(options.ToImmutableDictionary(o => o.Name, o => o.Value)) })!;
        SinkTable target = await sink.PlanAsync(with is null ? request : with(request), cancellationToken);
        var context = new RunContext
        {
            RunId = run,
            Pool = pool,
            Parallelism = 2,
            Recovery = number > 0 ? new RunRecovery { Attempt = number } : null,
        };
        return new MySqlAttempt(connection, target, await sink.OpenRunAsync([target], context, cancellationToken), pool);
    }

    public static TableSchema Schema(params string[] key) => new([new("id", LogicalType.Int.NotNull()), new("t", LogicalType.String)]) { PrimaryKey = [.. key] };

    public ISinkWriter Writer()
    {
        ISinkWriter writer = Run.CreateWriter(new PostgresPipe.DirtyList(Dirty));
        _writers.Add(writer);
        return writer;
    }

    /// <summary>Writes rows in one batch.</summary>
    public async Task WriteAsync(ISinkWriter writer, CancellationToken cancellationToken, params (int? Id, string? Text)[] rows)
    {
        var table = new KitTable(Target.Schema, [.. rows.Select(r => new object?[] { r.Id, r.Text })]);
        foreach (RecordBatch batch in table.Batches(_pool, Math.Max(1, rows.Length)))
        {
            using var element = new Rows(Target.Name, batch);
            await writer.WriteAsync(Target, element, cancellationToken);
        }
    }

    /// <summary>A whole run without a store: one writer, one batch for each list of rows.</summary>
    public async Task<Committable?> RunAsync(CancellationToken cancellationToken, params (int? Id, string? Text)[][] batches)
    {
        await Run.BeginAsync(cancellationToken);
        ISinkWriter writer = Writer();
        foreach ((int? Id, string? Text)[] batch in batches)
            await WriteAsync(writer, cancellationToken, batch);
        IReadOnlyList<Committable> prepared = await writer.PrepareAsync(1, cancellationToken);
        await Run.CommitAsync(prepared, cancellationToken);
        await Run.FinishAsync(cancellationToken);
        return prepared.SingleOrDefault();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ISinkWriter writer in _writers)
            await writer.DisposeAsync();
        await Run.DisposeAsync();
        await Connection.DisposeAsync();
        _pool.Dispose();
    }
}
