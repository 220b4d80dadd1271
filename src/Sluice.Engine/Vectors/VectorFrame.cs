using Apache.Arrow;
using Sluice.Expressions;

namespace Sluice.Engine.Vectors;

/// <summary>One evaluation of a program over a batch.</summary>
/// <param name="program">The program.</param>
/// <param name="batch">The batch; borrowed.</param>
/// <param name="failures">The error mask.</param>
internal sealed class VectorFrame(VectorProgram program, RecordBatch batch, RowFailures failures)
{
    /// <summary>The batch.</summary>
    public RecordBatch Batch { get; } = batch;

    /// <summary>Rows of the batch.</summary>
    public int Length => Batch.Length;

    /// <summary>An outcome for a loop of kernel calls.</summary>
    public Outcome NewOutcome() => new(program.Session.Overflow);

    /// <summary>
    /// Takes note of an outcome without value. The row is NULL in the result: what reads it does no harm, since a failed row is lost anyway.
    /// </summary>
    public void Note(int row, ref Outcome outcome, Vector result, bool isTry)
    {
        result.WritableNulls(Length)[row] = true;
        if (outcome.Error is not null && !isTry)
            failures.Add(row, program, outcome.Error);
        outcome.Reset();
    }
}
