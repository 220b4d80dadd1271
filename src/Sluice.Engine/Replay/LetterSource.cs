using System.Globalization;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sources;
using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Engine.Replay;

/// <summary>The letters of one table and stage as a scan.</summary>
internal sealed record LetterScan : TableScan
{
    /// <summary>Unique among the scans of a replay.</summary>
    public required string Id { get; init; }

    /// <summary>The letters, all with a row that has every column.</summary>
    public required IReadOnlyList<DeadLetter> Letters { get; init; }
}

/// <summary>All letters of a scan: they are few.</summary>
internal sealed record LetterSplit(LetterScan Letters) : Split(Letters, Letters.Id);

/// <summary>Dead letters as a source. One reader for each table; positions are numbers of letters.</summary>
internal sealed class LetterSource : ISource
{
    public PushedFilter Push(TableDescription table, BoundExpression conjunct) => PushedFilter.NotPushed("letters are read whole");

    public ValueTask<TableScan> PlanAsync(ScanRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("a replay is planned from its job");

    public ValueTask<ISourceRun> OpenRunAsync(IReadOnlyList<TableScan> scans, RunContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ISourceRun>(new Run([.. scans.Cast<LetterScan>()], context));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Run(IReadOnlyList<LetterScan> scans, RunContext context) : ISourceRun
    {
        private int _next = context.Recovery?.SourceState is { } state ? int.Parse(state, CultureInfo.InvariantCulture) : 0;

        public ValueTask<Split?> NextSplitAsync(CancellationToken cancellationToken) =>
            ValueTask.FromResult<Split?>(_next < scans.Count ? new LetterSplit(scans[_next++]) { IsResumable = true } : null);

        public ISplitReader CreateReader(IDirtyRows dirtyRows) => new LetterReader(context, dirtyRows);

        public string Snapshot() => _next.ToString(CultureInfo.InvariantCulture);

        public Split Find(string id) => new LetterSplit(scans.First(scan => scan.Id == id)) { IsResumable = true };

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>Makes batches of letters.</summary>
internal sealed class LetterReader(RunContext context, IDirtyRows dirtyRows) : ISplitReader
{
    private LetterScan? _scan;
    private LetterColumn[] _columns = [];
    private BatchBuilder? _builder;
    private int _next;

    public string? Position => _scan is null ? null : _next.ToString(CultureInfo.InvariantCulture);

    public ValueTask OpenAsync(Split split, CancellationToken cancellationToken)
    {
        _scan = ((LetterSplit)split).Letters;
        _next = 0;
        _builder?.Dispose();
        _builder = new BatchBuilder(_scan.Schema, context.Pool);
        _columns = [.. _scan.Schema.Columns.Select(column => new LetterColumn(column))];
        return ValueTask.CompletedTask;
    }

    public ValueTask ReopenAsync(Split split, string position, CancellationToken cancellationToken)
    {
        ValueTask opened = OpenAsync(split, cancellationToken);
        _next = int.Parse(position, CultureInfo.InvariantCulture);
        return opened;
    }

    public ValueTask<StreamElement> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<DeadLetter> taken = [];
        while (_next < _scan!.Letters.Count && !_builder!.IsFull(context.BatchRows, context.BatchBytes))
        {
            DeadLetter letter = _scan.Letters[_next++];
            if (TryAppend(letter))
                taken.Add(letter);
        }

        return ValueTask.FromResult<StreamElement>(
            taken.Count == 0 ? SplitDone.Instance : new Rows(_scan.Table.Name, _builder!.Build()) { Locator = new LetterLocator(taken) });
    }

    public ValueTask DisposeAsync()
    {
        _builder?.Dispose();
        _builder = null;
        return ValueTask.CompletedTask;
    }

    private bool TryAppend(DeadLetter letter)
    {
        var values = new object?[_columns.Length];
        for (int i = 0; i < values.Length; i++)
        {
            string name = _scan!.Schema.Columns[i].Name;
            (values[i], string? problem) = _columns[i].Read(letter.Row![name]);
            if (problem is null)
                continue;
            // Invariant 4: what still does not fit is a dirty row again, with the place that it had.
            dirtyRows.Report(new DirtyRow
            {
                Table = letter.Table,
                Stage = letter.Stage,
                Code = EngineErrors.LetterValue,
                Reason = problem,
                Position = letter.Position,
                Column = name,
                Value = letter.Row[name],
                Row = [.. letter.Row],
            });
            return false;
        }

        for (int i = 0; i < values.Length; i++)
            _builder!.Columns[i].AppendBoxed(values[i]);
        _builder!.CloseRow();
        return true;
    }

    private sealed class LetterLocator(List<DeadLetter> letters) : IRowLocator
    {
        public string Locate(int row) => letters[row].Position ?? string.Create(CultureInfo.InvariantCulture, $"letter {letters[row].Number}");
    }
}
