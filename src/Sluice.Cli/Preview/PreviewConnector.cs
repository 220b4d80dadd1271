using Sluice.Connectors;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Types;

namespace Sluice.Cli.Preview;

/// <summary>A sink that keeps the few rows it gets, so that a preview is a job like any other: same plan, same engine, same values.</summary>
internal sealed class PreviewConnector : IConnector
{
    public const string Address = "preview:";

    /// <summary>The rows, in the order they came; each the values of <see cref="Schema"/>.</summary>
    public List<string?[]> Rows { get; } = [];

    /// <summary>The columns; null before planning.</summary>
    public TableSchema? Schema { get; set; }

    public ConnectorDescription Description { get; } = new()
    {
        Name = "preview",
        Summary = "Keeps rows to show them.",
        Addresses = [],
        Capabilities = ConnectorCapabilities.Sink,
    };

    public bool Recognizes(string address) => address == Address;

    public IConnection Open(ConnectionSpec spec) => new PreviewConnection(this);
}

internal sealed class PreviewConnection(PreviewConnector preview) : IConnection, ICatalog
{
    public ICatalog Catalog => this;

    public ISource? OpenSource(SourceSpec spec) => null;

    public ISink OpenSink(SinkSpec spec) => new PreviewSink(preview);

    public ValueTask<ServerReport> CheckAsync(CancellationToken cancellationToken) => ValueTask.FromResult(new ServerReport("preview", [], []));

    public ValueTask<IReadOnlyList<TableName>> ListAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<TableName>>([]);

    public ValueTask<TableDescription?> DescribeAsync(TableName table, CancellationToken cancellationToken) => ValueTask.FromResult<TableDescription?>(null);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

internal sealed record PreviewTable : SinkTable;

internal sealed class PreviewSink(PreviewConnector preview) : ISink, ISinkRun, ISinkWriter
{
    private long _taken;
    private string _table = "";

    public ValueTask<SinkTable> PlanAsync(SinkRequest request, CancellationToken cancellationToken)
    {
        preview.Schema = request.Schema;
        return ValueTask.FromResult<SinkTable>(new PreviewTable
        {
            Name = request.Name,
            Schema = request.Schema,
            Write = WriteMode.Append,
            Columns = [.. request.Schema.Columns.Select(c => new SinkColumn(c.Name, "text"))],
            Protocol = CommitProtocol.None,
            Method = "text",
            MaxWriters = 1,
        });
    }

    public ValueTask<ISinkRun> OpenRunAsync(IReadOnlyList<SinkTable> tables, RunContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ISinkRun>(this);

    public ValueTask BeginAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ISinkWriter CreateWriter(IDirtyRows dirtyRows) => this;

    public ValueTask CommitAsync(IReadOnlyList<Committable> committables, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask AbortAsync(IReadOnlyList<Committable> committables, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask FinishAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask AbandonAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask WriteAsync(SinkTable table, Rows rows, CancellationToken cancellationToken)
    {
        _table = table.Name.ToString();
        for (int row = 0; row < rows.Batch.Length; row++)
        {
            var values = new string?[table.Schema.Columns.Length];
            for (int i = 0; i < values.Length; i++)
            {
                LogicalType type = table.Schema.Columns[i].Type;
                values[i] = ValueDisplay.Text(new ColumnView(rows.Batch.Column(i)).Boxed(type, row), type);
            }

            preview.Rows.Add(values);
        }

        _taken += rows.Batch.Length;
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<Committable>> PrepareAsync(long epoch, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Committable>>(_taken == 0 ? [] : [new Committable(_table, "", _taken, 0)]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
