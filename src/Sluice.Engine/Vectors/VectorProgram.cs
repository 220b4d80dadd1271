using Apache.Arrow;
using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Engine.Vectors;

/// <summary>A compiled expression with its working memory. Not thread-safe: one for each worker.</summary>
public sealed class VectorProgram : IDisposable
{
    private readonly BufferPool _pool;
    private readonly VectorNode _root;
    private Vector? _result;

    /// <summary>Compiles an expression over the columns of a batch.</summary>
    public VectorProgram(BoundExpression expression, SessionContext session, BufferPool pool)
    {
        (Session, _pool) = (session, pool);
        _root = new VectorCompiler(session).Compile(expression);
    }

    /// <summary>The session the expression was bound in.</summary>
    public SessionContext Session { get; }

    /// <summary>
    /// Evaluates over all rows of a batch, boxed, for tests and <c>sluice expr</c>.
    /// </summary>
    /// <param name="batch">The rows; borrowed.</param>
    /// <returns>For each row its value (null for NULL), or its error.</returns>
    public IReadOnlyList<(object? Value, EvalError? Error)> EvaluateBoxed(RecordBatch batch)
    {
        var failures = new RowFailures();
        var all = new Selection(batch.Length, null, batch.Length);
        Evaluate(batch, all, failures);
        Dictionary<int, EvalError> errors = failures.InOrder().ToDictionary(f => f.Row, f => f.Failure.Error);
        using IArrowArray array = ToArray(all, _root.Type);
        return
        [
            .. Enumerable.Range(0, batch.Length).Select(row =>
                errors.TryGetValue(row, out EvalError? error) ? (null, error) : (_result!.IsNull(row) ? null : new ColumnView(array).Boxed(_root.Type, row), (EvalError?)null)),
        ];
    }

    /// <summary>Nothing is kept beyond managed memory; here so that owners say when they are done.</summary>
    public void Dispose() => _result = null;

    /// <summary>Evaluates for the rows selected; rows that fail are added to <paramref name="failures"/>.</summary>
    internal void Evaluate(RecordBatch batch, Selection selection, RowFailures failures) =>
        _result = _root.Evaluate(new VectorFrame(this, batch, failures), selection);

    /// <summary>The selected rows whose (BOOLEAN) value is TRUE and that have not failed; returns their number.</summary>
    internal int SelectTrue(Selection selection, RowFailures failures, int[] rows)
    {
        ReadOnlySpan<bool> values = _result!.Values<bool>(selection);
        bool[]? nulls = _result.Nulls;
        int count = 0;
        for (int i = 0; i < selection.Count; i++)
        {
            int row = selection[i];
            rows[count] = row;
            count += (values[row] & !(nulls is not null && nulls[row])) ? 1 : 0;
        }

        return failures.Any ? WithoutFailed(rows, count, failures) : count;
    }

    /// <summary>The values of the selected rows as a column, which the caller disposes.</summary>
    internal IArrowArray ToArray(Selection selection, LogicalType type) => VectorOutput.ToArray(_result!, selection, type, _pool);

    private static int WithoutFailed(int[] rows, int count, RowFailures failures)
    {
        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            if (!failures.Has(rows[i]))
                rows[kept++] = rows[i];
        }

        return kept;
    }
}
