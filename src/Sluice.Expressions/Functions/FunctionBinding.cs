using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>The answer of <see cref="Function.Bind"/>.</summary>
/// <param name="Type">The type of the result, nullability included (<see cref="FunctionCall.NullIfAny"/> helps).</param>
/// <param name="Kernel">What computes it.</param>
public sealed record FunctionBinding(LogicalType Type, ScalarKernel Kernel)
{
    /// <summary>The arguments the kernel is called with, when they are not those of the call (casts added, literals captured and left out).</summary>
    public ImmutableArray<BoundExpression> Arguments { get; init; }
}
