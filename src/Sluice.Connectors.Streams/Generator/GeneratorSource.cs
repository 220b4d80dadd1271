using System.Collections.Immutable;
using System.Globalization;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sources;
using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Connectors.Streams.Generator;

/// <summary>The planned making of rows.</summary>
internal sealed record GeneratorScan : TableScan
{
    /// <summary>Rows in all.</summary>
    public required long Rows { get; init; }
}

/// <summary>A range of row numbers.</summary>
/// <param name="Scan">The scan.</param>
/// <param name="From">The first row, from 0.</param>
/// <param name="To">One past the last.</param>
internal sealed record GeneratorSplit(TableScan Scan, long From, long To)
    : Split(Scan, string.Create(CultureInfo.InvariantCulture, $"{Scan.Table.Name}/{From}-{To}"));

/// <summary>Rows as a source: any number of readers, each with a range of row numbers.</summary>
internal sealed class GeneratorSource(TableSchema schema, long rows, long seed) : ISource
{
    private const long RowsPerSplit = 262_144;

    public PushedFilter Push(Catalog.TableDescription table, BoundExpression conjunct) => PushedFilter.NotPushed("rows are made, not looked up");

    public ValueTask<TableScan> PlanAsync(ScanRequest request, CancellationToken cancellationToken)
    {
        ImmutableArray<Column> columns = [.. request.Columns.Select(name => schema.Columns[schema.IndexOf(name)])];
        long count = Math.Min(rows, request.Limit ?? rows);
        long splits = Math.Max(1, (count + RowsPerSplit - 1) / RowsPerSplit);
        return ValueTask.FromResult<TableScan>(new GeneratorScan
        {
            Table = request.Table,
            Schema = new TableSchema(columns),
            Text = string.Create(CultureInfo.InvariantCulture, $"{count} rows, seed {seed}"),
            SplitText = string.Create(CultureInfo.InvariantCulture, $"{splits} ranges of row numbers"),
            MaxReaders = (int)Math.Min(splits, request.Parallelism),
            Consistency = "the same rows every time",
            EstimatedRows = count,
            Rows = count,
            CanResume = true,
        });
    }

    public ValueTask<ISourceRun> OpenRunAsync(IReadOnlyList<TableScan> scans, RunContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ISourceRun>(new Run([.. scans.Cast<GeneratorScan>()], schema, seed, context));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Run(IReadOnlyList<GeneratorScan> scans, TableSchema schema, long seed, RunContext context) : ISourceRun
    {
        private int _scan = (int)(Saved(context)?[0] ?? 0);
        private long _next = Saved(context)?[1] ?? 0;

        public string Snapshot() => string.Create(CultureInfo.InvariantCulture, $"{_scan} {_next}");

        public Split Find(string id)
        {
            long[] range = [.. id[(id.LastIndexOf('/') + 1)..].Split('-').Select(n => long.Parse(n, CultureInfo.InvariantCulture))];
            return new GeneratorSplit(scans.First(s => id.StartsWith($"{s.Table.Name}/", StringComparison.Ordinal)), range[0], range[1]) { IsResumable = true };
        }

        private static long[]? Saved(RunContext context) => context.Recovery?.SourceState is { } state
            ? [.. state.Split(' ').Select(n => long.Parse(n, CultureInfo.InvariantCulture))]
            : null;

        public ValueTask<Split?> NextSplitAsync(CancellationToken cancellationToken)
        {
            while (_scan < scans.Count)
            {
                GeneratorScan scan = scans[_scan];
                if (_next < scan.Rows)
                {
                    long from = _next;
                    _next = Math.Min(scan.Rows, from + RowsPerSplit);
                    return ValueTask.FromResult<Split?>(new GeneratorSplit(scan, from, _next) { IsResumable = true });
                }

                (_scan, _next) = (_scan + 1, 0);
            }

            return ValueTask.FromResult<Split?>(null);
        }

        public ISplitReader CreateReader(IDirtyRows dirtyRows) => new GeneratorReader(schema, seed, context);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>Makes batches of a range of rows.</summary>
internal sealed class GeneratorReader(TableSchema schema, long seed, RunContext context) : ISplitReader
{
    private BatchBuilder? _builder;
    private GeneratedColumn[] _columns = [];
    private GeneratorSplit? _split;
    private long _next;

    public ValueTask OpenAsync(Split split, CancellationToken cancellationToken)
    {
        _split = (GeneratorSplit)split;
        _next = _split.From;
        if (_builder?.Schema.Equals(split.Scan.Schema) != true)
        {
            _builder?.Dispose();
            _builder = new BatchBuilder(split.Scan.Schema, context.Pool);
            _columns = [.. split.Scan.Schema.Columns.Select((c, i) => GeneratedColumn.For(c, schema.IndexOf(c.Name), seed, _builder.Columns[i]))];
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask ReopenAsync(Split split, string position, CancellationToken cancellationToken)
    {
        ValueTask opened = OpenAsync(split, cancellationToken);
        _next = long.Parse(position, CultureInfo.InvariantCulture);
        return opened;
    }

    public string? Position => _split is null ? null : _next.ToString(CultureInfo.InvariantCulture);

    public ValueTask<StreamElement> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        BatchBuilder builder = _builder!;
        while (_next < _split!.To && builder.RowCount < context.BatchRows && (builder.RowCount == 0 || builder.ByteCount < context.BatchBytes))
        {
            long to = Math.Min(Math.Min(_split.To, _next + 256), _next + context.BatchRows - builder.RowCount);
            foreach (GeneratedColumn column in _columns)
                column.Append(_next, to);
            builder.CloseRows((int)(to - _next));
            _next = to;
        }

        if (builder.RowCount == 0)
            return ValueTask.FromResult<StreamElement>(SplitDone.Instance);
        long bytes = builder.ByteCount;
        return ValueTask.FromResult<StreamElement>(new Rows(_split.Scan.Table.Name, builder.Build()) { SourceBytes = bytes });
    }

    public ValueTask DisposeAsync()
    {
        _builder?.Dispose();
        _builder = null;
        return ValueTask.CompletedTask;
    }
}
