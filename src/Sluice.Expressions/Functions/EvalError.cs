using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Why an expression has no value for a row: the row becomes a dirty row.</summary>
/// <param name="Code">The code; one of <see cref="EvalErrors"/>.</param>
/// <param name="What">A lower-case clause with the offending value.</param>
public sealed record EvalError(ErrorCode Code, string What)
{
    /// <summary>The deviation that makes this an error, when Flink would give a value.</summary>
    public Deviation? Deviation { get; init; }

    /// <summary>As a problem to show.</summary>
    public Problem ToProblem() => new(Code, What);
}
