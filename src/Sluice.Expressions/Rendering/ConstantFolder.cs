using System.Collections.Immutable;

namespace Sluice.Expressions;

/// <summary>
/// Replaces parts that read no column and always give the same value by that value. A part that fails, or that depends on chance, stays: its error
/// belongs to the rows that reach it.
/// </summary>
public static class ConstantFolder
{
    /// <summary>The folded expression; the same node when there is nothing to fold.</summary>
    public static BoundExpression Fold(BoundExpression expression, SessionContext session)
    {
        if (expression is BoundLiteral or BoundColumn)
            return expression;
        if (IsConstant(expression) && new Interpreter(session, isObserved: true).Evaluate(expression, []) is { Error: null } result)
        {
            // A value that deviates from Flink keeps its operator, which says so.
            return result.Deviations.IsEmpty ? new BoundLiteral(result.Value, expression.Type, expression.Span) : expression;
        }

        ImmutableArray<BoundExpression> children = expression.Children;
        ImmutableArray<BoundExpression> folded = [.. children.Select(child => Fold(child, session))];
        return children.Zip(folded).All(pair => ReferenceEquals(pair.First, pair.Second)) ? expression : expression.WithChildren(folded);
    }

    private static bool IsConstant(BoundExpression node) => node is not BoundColumn && node.IsDeterministic && node.Children.All(IsConstant);
}
