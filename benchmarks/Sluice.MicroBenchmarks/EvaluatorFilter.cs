using Apache.Arrow;
using Sluice.Engine.Vectors;
using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.MicroBenchmarks;

/// <summary>The evaluator's question as a worker of a run asks it: one program, batch after batch, into one list of rows.</summary>
internal sealed class EvaluatorFilter : IDisposable
{
    private readonly BufferPool _pool = new();
    private readonly VectorProgram _program;
    private int[] _rows = [];

    public EvaluatorFilter() => _program = new VectorProgram(Bind(), SessionContext.Default, _pool);

    /// <summary>The question, bound.</summary>
    public static BoundExpression Bind() =>
        ExpressionBinder.Bind(EvaluatorColumns.Expression, EvaluatorColumns.Schema, SessionContext.Default).OrThrow();

    /// <summary>How many rows of a batch are kept.</summary>
    public int Count(RecordBatch batch)
    {
        if (_rows.Length < batch.Length)
            _rows = new int[batch.Length];
        var failures = new RowFailures();
        Selection all = new(batch.Length, null, batch.Length);
        _program.Evaluate(batch, all, failures);
        return _program.SelectTrue(all, failures, _rows);
    }

    public void Dispose()
    {
        _program.Dispose();
        _pool.Dispose();
    }
}
