using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Types;

namespace Sluice.UnitTests.Connectors.Memory;

internal sealed record MemoryTarget : SinkTable;

internal sealed class MemorySink(MemoryConnector memory) : ISink, ISinkRun
{
    private readonly Dictionary<string, List<string>> _prepared = [];

    public ValueTask<SinkTable> PlanAsync(SinkRequest request, CancellationToken cancellationToken)
    {
        memory.SinkRequests.Add(request);
        if (request.Schema.Columns.FirstOrDefault(c => c.Type.IsInterval) is { } interval)
            throw new SluiceException(MemoryErrors.Unwritable, $"the column '{interval.Name}' is an {interval.Type}, which memory cannot hold", $"table {request.Name}", "cast it");
        return ValueTask.FromResult<SinkTable>(new MemoryTarget
        {
            Name = request.Name,
            Schema = request.Schema,
            Write = request.Write,
            Columns = [.. request.Schema.Columns.Select(c => new SinkColumn(c.Name, $"m_{c.Type.Kind}".ToLowerInvariant(), c.Tag is null ? null : "as text"))],
            Ddl = [$"CREATE {request.Name} KEY ({string.Join(", ", request.Schema.PrimaryKey)})"],
            Protocol = memory.Protocol,
            Method = "lists",
            MaxWriters = 1,
        });
    }

    public ValueTask<ISinkRun> OpenRunAsync(IReadOnlyList<SinkTable> tables, RunContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ISinkRun>(this);

    public ValueTask BeginAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ISinkWriter CreateWriter(IDirtyRows dirtyRows) => new Writer(_prepared);

    public ValueTask CommitAsync(IReadOnlyList<Committable> committables, CancellationToken cancellationToken)
    {
        foreach (Committable committable in committables)
            memory.Written[committable.Table] = [.. memory.Written.GetValueOrDefault(committable.Table, []), .. _prepared[committable.State]];
        return ValueTask.CompletedTask;
    }

    public ValueTask AbortAsync(IReadOnlyList<Committable> committables, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask FinishAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask AbandonAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Writer(Dictionary<string, List<string>> prepared) : ISinkWriter
    {
        private readonly Dictionary<string, List<string>> _rows = [];

        public ValueTask WriteAsync(SinkTable table, Rows rows, CancellationToken cancellationToken)
        {
            if (!_rows.TryGetValue(table.Name.ToString(), out List<string>? lines))
                _rows.Add(table.Name.ToString(), lines = []);
            for (int row = 0; row < rows.Batch.Length; row++)
            {
                lines.Add(string.Join("|", table.Schema.Columns.Select((c, i) =>
                    ValueDisplay.Text(new ColumnView(rows.Batch.Column(i)).Boxed(c.Type, row), c.Type) ?? "NULL")));
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask<IReadOnlyList<Committable>> PrepareAsync(long epoch, CancellationToken cancellationToken)
        {
            List<Committable> committables = [];
            foreach ((string table, List<string> lines) in _rows)
            {
                string state = Guid.NewGuid().ToString();
                lock (prepared)
                    prepared.Add(state, lines);
                committables.Add(new Committable(table, state, lines.Count, 0));
            }

            return ValueTask.FromResult<IReadOnlyList<Committable>>(committables);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

internal static class MemoryErrors
{
    public static readonly ErrorCode Unwritable = new("memory.unwritable", Fault.Job, "Memory cannot hold the type.");

    public static readonly ErrorCode Unreachable = new("memory.unreachable", Fault.Environment, "Memory is away.");
}
