using Apache.Arrow;
using Sluice.Expressions;

namespace Sluice.Engine.Vectors;

/// <summary>One evaluation of a program over a batch.</summary>
/// <param name="program">The program.</param>
/// <param name="batch">The batch; borrowed.</param>
/// <param name="failures">The error mask.</param>
/// <param name="observer">Who asks which values deviate from Flink; null for nobody. When asked, no fast path is taken.</param>
internal sealed class VectorFrame(VectorProgram program, RecordBatch batch, RowFailures failures, DeviationSet[]? observer)
{
    /// <summary>The batch.</summary>
    public RecordBatch Batch { get; } = batch;

    /// <summary>Rows of the batch.</summary>
    public int Length => Batch.Length;

    /// <summary>Whether somebody asks which values deviate.</summary>
    public bool IsObserved => observer is not null;

    /// <summary>An outcome for a loop of kernel calls.</summary>
    public Outcome NewOutcome() => new(program.Session.Overflow, IsObserved);

    /// <summary>
    /// Takes note of an outcome without value, or with deviations. The row is NULL in the result: what reads it does no harm, since the row is lost.
    /// </summary>
    public void Note(int row, ref Outcome outcome, Vector result, bool isTry)
    {
        if (observer is not null)
        {
            observer[row] = observer[row].With(outcome.Deviations);
            if (outcome.HasValue)
                return;
        }

        result.WritableNulls(Length)[row] = true;
        if (outcome.Error is not null && !isTry)
            failures.Add(row, program, outcome.Error);
        outcome = NewOutcome();
    }

    /// <summary>Notes the deviation of a literal.</summary>
    public void Deviates(int row, Deviation deviation)
    {
        if (observer is not null)
            observer[row] = observer[row].With(deviation);
    }
}
