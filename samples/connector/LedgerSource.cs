using Sluice.Connectors.Catalog;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sources;
using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Sample.Ledger;

internal sealed record LedgerScan : TableScan;

internal sealed record LedgerSplit(TableScan Scan, string Part) : Split(Scan, Path.GetFileName(Part));

/// <summary>The parts of a table as splits.</summary>
internal sealed class LedgerSource(LedgerFolder folder) : ISource
{
    public PushedFilter Push(TableDescription table, BoundExpression conjunct) => PushedFilter.NotPushed("a ledger has no index");

    public ValueTask<TableScan> PlanAsync(ScanRequest request, CancellationToken cancellationToken)
    {
        int parts = folder.Parts(request.Table.Name.Name).Count();
        return ValueTask.FromResult<TableScan>(new LedgerScan
        {
            Table = request.Table,
            Schema = new TableSchema([.. request.Columns.Select(n => request.Table.Schema.Columns[request.Table.Schema.IndexOf(n)])]),
            Text = folder.FolderOf(request.Table.Name.Name),
            SplitText = $"{parts} parts",
            MaxReaders = Math.Max(1, parts),
        });
    }

    public ValueTask<ISourceRun> OpenRunAsync(IReadOnlyList<TableScan> scans, RunContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ISourceRun>(new Run(scans.SelectMany(s => folder.Parts(s.Table.Name.Name).Select(p => new LedgerSplit(s, p))).GetEnumerator(), context));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Run(IEnumerator<LedgerSplit> splits, RunContext context) : ISourceRun
    {
        public ValueTask<Split?> NextSplitAsync(CancellationToken cancellationToken) =>
            ValueTask.FromResult<Split?>(splits.MoveNext() ? splits.Current : null);

        public ISplitReader CreateReader(IDirtyRows dirtyRows) => new Reader(context, dirtyRows);

        public ValueTask DisposeAsync()
        {
            splits.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Reader(RunContext context, IDirtyRows dirtyRows) : ISplitReader
    {
        private StreamReader? _lines;
        private BatchBuilder? _builder;
        private LedgerSplit? _split;
        private int _lineNumber;

        public ValueTask OpenAsync(Split split, CancellationToken cancellationToken)
        {
            _lines?.Dispose();
            _builder?.Dispose();
            _split = (LedgerSplit)split;
            _lines = new StreamReader(_split.Part);
            _builder = new BatchBuilder(split.Scan.Schema, context.Pool);
            _lineNumber = 0;
            return ValueTask.CompletedTask;
        }

        public async ValueTask<StreamElement> ReadAsync(CancellationToken cancellationToken)
        {
            while (!_builder!.IsFull(context.BatchRows, context.BatchBytes)
                && await _lines!.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                _lineNumber++;
                Append(line);
            }

            return _builder.RowCount == 0 ? SplitDone.Instance : new Rows(_split!.Scan.Table.Name, _builder.Build());
        }

        public ValueTask DisposeAsync()
        {
            _lines?.Dispose();
            _builder?.Dispose();
            return ValueTask.CompletedTask;
        }

        private void Append(string line)
        {
            string[] values = line.Split('\t');
            TableSchema stored = _split!.Scan.Table.Schema;
            if (values.Length != stored.Columns.Length)
            {
                dirtyRows.Report(new DirtyRow
                {
                    Table = _split.Scan.Table.Name.ToString(),
                    Stage = "read",
                    Code = LedgerConnector.BadPart,
                    Reason = $"the line has {values.Length} values and the schema {stored.Columns.Length} columns",
                    Position = $"{_split.Part}:{_lineNumber}",
                    Value = line,
                });
                return;
            }

            for (int i = 0; i < _builder!.Columns.Count; i++)
            {
                int index = stored.IndexOf(_builder.Schema.Columns[i].Name);
                _builder.Columns[i].AppendBoxed(LedgerText.ReadValue(values[index], stored.Columns[index].Type));
            }

            _builder.CloseRow();
        }
    }
}
