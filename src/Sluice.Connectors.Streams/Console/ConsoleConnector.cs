using System.Text;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Types;

namespace Sluice.Connectors.Streams.Console;

/// <summary>Prints rows on standard output, one line a row, to look at what a job does. For data, write to <c>-</c> with a format.</summary>
public sealed class ConsoleConnector : IConnector
{
    /// <inheritdoc/>
    public ConnectorDescription Description { get; } = new()
    {
        Name = "console",
        Summary = "Prints rows on standard output, one line a row, for people.",
        Addresses = ["console:"],
        Capabilities = ConnectorCapabilities.Sink,
    };

    /// <inheritdoc/>
    public bool Recognizes(string address) => address.Equals("console:", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public IConnection Open(ConnectionSpec spec) => new ConsoleConnection();
}

/// <summary>Standard output.</summary>
internal sealed class ConsoleConnection : IConnection, ICatalog
{
    public ICatalog Catalog => this;

    public ISource? OpenSource(SourceSpec spec) => null;

    public ISink OpenSink(SinkSpec spec) => new ConsoleSink(System.Console.OpenStandardOutput());

    public ValueTask<ServerReport> CheckAsync(CancellationToken cancellationToken) => ValueTask.FromResult(new ServerReport("console", [], []));

    public ValueTask<IReadOnlyList<TableName>> ListAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<TableName>>([]);

    public ValueTask<TableDescription?> DescribeAsync(TableName table, CancellationToken cancellationToken) => ValueTask.FromResult<TableDescription?>(null);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>A table as printed.</summary>
internal sealed record ConsoleTarget : SinkTable;

/// <summary>Prints rows to a stream. What is printed cannot be taken back: the plan says so.</summary>
internal sealed class ConsoleSink(Stream output) : ISink, ISinkRun
{
    private readonly Lock _lock = new();

    public ValueTask<SinkTable> PlanAsync(SinkRequest request, CancellationToken cancellationToken) => request.Write != WriteMode.Append
        ? throw new SluiceException(ConsoleErrors.WriteMode, $"write: {request.Write.Text()} has no meaning for a stream of lines", $"table {request.Name}", "use write: append")
        : ValueTask.FromResult<SinkTable>(new ConsoleTarget
    {
        Name = request.Name,
        Schema = request.Schema,
        Write = WriteMode.Append,
        Columns = [.. request.Schema.Columns.Select(c => new SinkColumn(c.Name, "text"))],
        Protocol = CommitProtocol.None,
        Method = "one line a row",
        MaxWriters = 1,
    });

    public ValueTask<ISinkRun> OpenRunAsync(IReadOnlyList<SinkTable> tables, RunContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ISinkRun>(this);

    public ValueTask BeginAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ISinkWriter CreateWriter(IDirtyRows dirtyRows) => new Writer(this);

    public ValueTask CommitAsync(IReadOnlyList<Committable> committables, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask AbortAsync(IReadOnlyList<Committable> committables, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask FinishAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask AbandonAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Writer(ConsoleSink sink) : ISinkWriter
    {
        private readonly Dictionary<string, (long Rows, long Bytes)> _taken = [];

        public ValueTask WriteAsync(SinkTable table, Rows rows, CancellationToken cancellationToken)
        {
            var text = new StringBuilder();
            for (int row = 0; row < rows.Batch.Length; row++)
            {
                text.Append(table.Name).Append(": ");
                for (int i = 0; i < table.Schema.Columns.Length; i++)
                {
                    Column column = table.Schema.Columns[i];
                    text.Append(i == 0 ? "" : ", ").Append(column.Name).Append('=')
                        .Append(ValueDisplay.Text(new ColumnView(rows.Batch.Column(i)).Boxed(column.Type, row), column.Type) ?? "NULL");
                }

                text.Append('\n');
            }

            byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
            lock (sink._lock)
                sink.Print(bytes);
            (long taken, long size) = _taken.GetValueOrDefault(table.Name.ToString());
            _taken[table.Name.ToString()] = (taken + rows.Batch.Length, size + bytes.Length);
            return ValueTask.CompletedTask;
        }

        public ValueTask<IReadOnlyList<Committable>> PrepareAsync(long epoch, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<Committable>>([.. _taken.Select(t => new Committable(t.Key, "", t.Value.Rows, t.Value.Bytes))]);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private void Print(byte[] bytes)
    {
        output.Write(bytes);
        output.Flush();
    }
}
