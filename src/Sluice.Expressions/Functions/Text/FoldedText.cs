using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Expressions.Functions.Text;

/// <summary>
/// Flink folds a constant part of an expression into a literal of the part's type, and a literal of CHAR(n) or VARCHAR(n) is cut at n:
/// <c>UPPER('ß') || s</c> begins with one S. A part of a larger constant part is not cut: <c>CHAR_LENGTH(UPPER('ß'))</c> is 2.
/// </summary>
internal static class FoldedText
{
    /// <summary>The expression with its largest constant parts cut to the length of their types.</summary>
    internal static BoundExpression Cut(BoundExpression expression)
    {
        if (expression is BoundLiteral or BoundColumn)
            return expression;
        if (IsConstant(expression))
            return expression is BoundCall call && call.Type is { IsCharacter: true, Length: < LogicalType.MaxLength } ? Cut(call) : expression;
        ImmutableArray<BoundExpression> children = expression.Children;
        ImmutableArray<BoundExpression> cut = [.. children.Select(Cut)];
        return children.AsSpan().SequenceEqual(cut.AsSpan(), ReferenceEqualityComparer.Instance) ? expression : expression.WithChildren(cut);
    }

    private static bool IsConstant(BoundExpression expression) =>
        expression is BoundLiteral
        || (expression is not BoundColumn && expression.IsDeterministic && expression.Children.Length > 0 && expression.Children.All(IsConstant));

    private static BoundCall Cut(BoundCall call)
    {
        ScalarKernel kernel = call.Kernel;
        int length = call.Type.Length;
        return call with
        {
            Kernel = ScalarKernel.Boxed(
                (arguments, ref outcome) =>
                {
                    object? value = kernel.Invoke(arguments, ref outcome);
                    return value is string text && text.Length > length ? text[..length].ToWellFormed('?') : value;
                },
                kernel.SeesNulls),
        };
    }
}
