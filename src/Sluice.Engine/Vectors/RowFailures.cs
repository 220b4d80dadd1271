using Sluice.Expressions;

namespace Sluice.Engine.Vectors;

/// <summary>The error mask of a batch: which rows failed, why first, and in which program. Most batches have none.</summary>
internal sealed class RowFailures
{
    private Dictionary<int, RowFailure>? _byRow;

    /// <summary>Whether any row failed.</summary>
    public bool Any => _byRow is not null;

    /// <summary>How many rows failed.</summary>
    public int Count => _byRow?.Count ?? 0;

    /// <summary>Whether a row failed.</summary>
    public bool Has(int row) => _byRow is not null && _byRow.ContainsKey(row);

    /// <summary>Notes a failure; the first of a row stays.</summary>
    public void Add(int row, VectorProgram program, EvalError error) => (_byRow ??= []).TryAdd(row, new RowFailure(program, error));

    /// <summary>The failures by row.</summary>
    public IEnumerable<(int Row, RowFailure Failure)> InOrder() => (_byRow ?? []).OrderBy(p => p.Key).Select(p => (p.Key, p.Value));
}

/// <summary>Why a row failed.</summary>
/// <param name="Program">The program that failed first.</param>
/// <param name="Error">Its error.</param>
internal readonly record struct RowFailure(VectorProgram Program, EvalError Error);
