using Sluice.Connectors.Catalog;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sources;
using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.UnitTests.Connectors.Memory;

internal sealed record MemoryScan : TableScan
{
    public required IReadOnlyList<object?[]> Rows { get; init; }
}

internal sealed record MemorySplit(TableScan Scan, string Id) : Split(Scan, Id);

internal sealed class MemorySource(MemoryConnector memory) : ISource
{
    public PushedFilter Push(TableDescription table, BoundExpression conjunct)
    {
        if (conjunct is not BoundComparison comparison)
            return PushedFilter.NotPushed("memory compares, and no more");
        if (comparison.Children.All(child => child.Type.IsInteger))
            return new PushedFilter(FilterSupport.Exact, $"<{conjunct}>");
        return comparison.Children.All(child => child.Type.IsCharacter)
            ? new PushedFilter(FilterSupport.Partial, $"<{conjunct}>", "memory folds case")
            : PushedFilter.NotPushed("memory compares integers and texts");
    }

    public ValueTask<TableScan> PlanAsync(ScanRequest request, CancellationToken cancellationToken)
    {
        TableSchema schema = request.Table.Schema;
        int[] indexes = [.. request.Columns.Select(schema.IndexOf)];
        IReadOnlyList<object?[]> rows = memory.Tables.First(t => t.Name == request.Table.Name).Rows;
        var interpreter = new Interpreter(SessionContext.Default);
        object?[][] kept =
        [
            .. rows.Where(row => request.Filters.All(filter => IsKept(filter, interpreter.Evaluate(filter, row).Value)))
                .Select(row => indexes.Select(i => row[i]).ToArray()).Take((int)(request.Limit ?? int.MaxValue)),
        ];
        string filters = request.Filters.IsEmpty ? "" : $" filtered by {string.Join(" and ", request.Filters.Select(f => $"<{f}>"))}";
        string limit = request.Limit is { } most ? $", at most {most}" : "";
        return ValueTask.FromResult<TableScan>(new MemoryScan
        {
            Table = request.Table,
            Schema = new TableSchema([.. indexes.Select(i => schema.Columns[i])]),
            Text = $"{string.Join(", ", request.Columns)} of {request.Table.Name}{filters}{limit}",
            SplitText = "1 (all)",
            MaxReaders = 1,
            EstimatedRows = rows.Count,
            Rows = kept,
        });
    }

    public ValueTask<ISourceRun> OpenRunAsync(IReadOnlyList<TableScan> scans, RunContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ISourceRun>(new Run(memory, new Queue<TableScan>(scans), context));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // A text comparison is pushed only partly: to show that, it keeps every row.
    private static bool IsKept(BoundExpression filter, object? value) => filter.Children.All(c => c.Type.IsCharacter) || value is true;

    private sealed class Run(MemoryConnector memory, Queue<TableScan> scans, RunContext context) : ISourceRun, ISplitReader
    {
        private MemoryScan? _open;
        private int _next;

        public ValueTask<Split?> NextSplitAsync(CancellationToken cancellationToken) =>
            ValueTask.FromResult<Split?>(scans.TryDequeue(out TableScan? scan) ? new MemorySplit(scan, scan.Table.Identity) : null);

        public ISplitReader CreateReader(IDirtyRows dirtyRows) => new Run(memory, scans, context);

        public ValueTask OpenAsync(Split split, CancellationToken cancellationToken)
        {
            (_open, _next) = ((MemoryScan)split.Scan, 0);
            return ValueTask.CompletedTask;
        }

        public async ValueTask<StreamElement> ReadAsync(CancellationToken cancellationToken)
        {
            if (memory.BeforeRead is { } before)
                await before(cancellationToken);
            MemoryScan scan = _open!;
            if (_next == scan.Rows.Count)
                return SplitDone.Instance;
            using var builder = new BatchBuilder(scan.Schema, context.Pool);
            for (; _next < scan.Rows.Count; _next++)
            {
                for (int i = 0; i < builder.Columns.Count; i++)
                    builder.Columns[i].AppendBoxed(scan.Rows[_next][i]);
                builder.CloseRow();
            }

            return new Rows(scan.Table.Name, builder.Build());
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
