using Apache.Arrow;
using Sluice.Engine.Vectors;
using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Corpus;

/// <summary>
/// The vectorised engine, over all rows of the table in one batch. It runs the same tree and kernels as the oracle, so a value's deviations are the
/// oracle's; the values and errors are its own.
/// </summary>
internal sealed class EngineExecutor : IExecutor
{
    public string Name => "engine";

    public IReadOnlyList<EvalResult>? Run(BoundExpression expression, CorpusTable table, SessionContext session)
    {
        if (table.Rows.Count == 0)
            return [];
        using var pool = new BufferPool();
        using var builder = new BatchBuilder(table.Schema, pool);
        foreach (object?[] row in table.Rows)
        {
            for (int i = 0; i < row.Length; i++)
                builder.Columns[i].AppendBoxed(row[i]);
            builder.CloseRow();
        }

        using RecordBatch batch = builder.Build();
        using var program = new VectorProgram(expression, session, pool);
        var oracle = new Interpreter(session, isObserved: true);
        return [.. program.EvaluateBoxed(batch).Select((r, i) => new EvalResult(r.Value, r.Error, oracle.Evaluate(expression, table.Rows[i]).Deviations))];
    }
}
