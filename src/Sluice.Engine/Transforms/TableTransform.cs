using Apache.Arrow;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sources;
using Sluice.Engine.Vectors;
using Sluice.Plans;
using Sluice.Types;

namespace Sluice.Engine.Transforms;

/// <summary>Filters and projects the batches of one table for one worker. Not thread-safe.</summary>
internal sealed class TableTransform : IDisposable
{
    private readonly TablePlan _plan;
    private readonly BufferPool _pool;
    private readonly VectorProgram[] _filters;
    private readonly VectorProgram?[] _columns;
    private readonly Schema _arrowSchema;
    private int[] _rows = [];

    public TableTransform(TablePlan plan, BufferPool pool)
    {
        (_plan, _pool) = (plan, pool);
        _filters = [.. Conjuncts.Of(plan.Residual).Select(conjunct => new VectorProgram(conjunct, plan.Session, pool))];
        _columns = [.. plan.Projection.Select(p => p.SourceColumn >= 0 ? null : new VectorProgram(p.Expression, plan.Session, pool))];
        _arrowSchema = ArrowLayout.SchemaOf(plan.Output);
    }

    /// <summary>
    /// The rows to write, which the caller disposes (null when none is left), and how many the filter left out. Rows whose expressions fail
    /// go to <paramref name="dirty"/>: one dirty row each, whichever of its expressions failed first. Borrows the rows.
    /// </summary>
    public (Rows? Rows, int Filtered) Apply(Rows rows, IDirtyRows dirty)
    {
        RecordBatch batch = rows.Batch;
        int count = Filter(rows, dirty, out int filtered);
        if (count == 0)
            return (null, filtered);
        bool isWhole = count == batch.Length;
        var selection = new Selection(batch.Length, isWhole ? null : _rows, count);
        var failed = new RowFailures();
        foreach (VectorProgram? column in _columns)
            column?.Evaluate(batch, selection, failed);
        if (failed.Any)
        {
            count = DropFailed(rows, selection, failed, dirty);
            if (count == 0)
                return (null, filtered);
            selection = new Selection(batch.Length, _rows, count);
            isWhole = false;
        }

        return (Project(rows, selection, isWhole), filtered);
    }

    public void Dispose()
    {
        foreach (VectorProgram filter in _filters)
            filter.Dispose();
        foreach (VectorProgram? column in _columns)
            column?.Dispose();
    }

    /// <summary>
    /// Invariant 9: each conjunct sees the rows that the ones before it kept, as it would behind one that was pushed into the source: a row that
    /// one conjunct drops, for FALSE or for NULL, cannot fail in a later one.
    /// </summary>
    private int Filter(Rows rows, IDirtyRows dirty, out int filtered)
    {
        int length = rows.Batch.Length;
        filtered = 0;
        if (_filters.Length == 0)
            return length;
        if (_rows.Length < length)
            _rows = new int[length];
        var failed = new RowFailures();
        var selection = new Selection(length, null, length);
        foreach (VectorProgram filter in _filters)
        {
            if (selection.Count == 0)
                break;
            filter.Evaluate(rows.Batch, selection, failed);
            // In place: what is kept is never written before it is read.
            selection = new Selection(length, _rows, filter.SelectTrue(selection, failed, _rows));
        }

        filtered = length - selection.Count - failed.Count;
        if (failed.Any)
            Report(rows, failed, dirty);
        return selection.Count;
    }

    private int DropFailed(Rows rows, Selection selection, RowFailures failed, IDirtyRows dirty)
    {
        Report(rows, failed, dirty);
        if (_rows.Length < rows.Batch.Length)
            _rows = new int[rows.Batch.Length];
        int kept = 0;
        for (int i = 0; i < selection.Count; i++)
        {
            int row = selection[i];
            if (!failed.Has(row))
                _rows[kept++] = row;
        }

        return kept;
    }

    private Rows Project(Rows rows, Selection selection, bool isWhole)
    {
        var arrays = new IArrowArray[_columns.Length];
        for (int i = 0; i < arrays.Length; i++)
        {
            ProjectedColumn column = _plan.Projection[i];
            if (_columns[i] is { } program)
                arrays[i] = program.ToArray(selection, column.Output.Type);
            else if (isWhole)
                arrays[i] = ArrowArrayFactory.BuildArray(rows.Batch.Column(column.SourceColumn).Data.Retain());
            else
                arrays[i] = ColumnGather.Take(rows.Batch.Column(column.SourceColumn), column.Output.Type, selection.Rows, _pool);
        }

        return new Rows(rows.Table, new RecordBatch(_arrowSchema, arrays, selection.Count))
        {
            SchemaVersion = rows.SchemaVersion,
            Locator = new SelectedLocator(_plan, rows, isWhole ? null : selection.Rows.ToArray()),
        };
    }

    private void Report(Rows rows, RowFailures failed, IDirtyRows dirty)
    {
        var locator = new SelectedLocator(_plan, rows, null);
        foreach ((int row, RowFailure failure) in failed.InOrder())
        {
            dirty.Report(new DirtyRow
            {
                Table = _plan.Source.Name.ToString(),
                Stage = "evaluate",
                Code = failure.Error.Code,
                Reason = failure.Error.What,
                Position = locator.Locate(row),
                Column = ColumnOf(failure.Program) ?? "where",
                Row = RowText.Of(rows.Batch, _plan.Scan.Schema, row),
            });
        }
    }

    private string? ColumnOf(VectorProgram program)
    {
        int index = System.Array.IndexOf(_columns, program);
        return index < 0 ? null : _plan.Projection[index].Name;
    }
}
