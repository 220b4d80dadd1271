using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>What binding a text gave: an expression, or all the problems that were found.</summary>
/// <param name="Expression">The expression; null when there are problems.</param>
/// <param name="Problems">What is wrong, in the order of the text. Spans are places in the expression's own text.</param>
/// <param name="Warnings">What is allowed but loses something in Flink too, each with its name.</param>
public sealed record BindingResult(BoundExpression? Expression, ImmutableArray<Problem> Problems, ImmutableArray<Problem> Warnings)
{
    /// <summary>The expression, or a <see cref="SluiceException"/> with all problems.</summary>
    public BoundExpression OrThrow() => Expression ?? throw new SluiceException(Problems);
}
