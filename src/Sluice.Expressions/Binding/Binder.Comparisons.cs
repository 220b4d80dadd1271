using System.Collections.Immutable;
using Sluice.Expressions.Syntax;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Comparisons, logic, IS tests, IN, BETWEEN, LIKE.</summary>
internal sealed partial class Binder
{
    private BoundExpression? BindBinary(BinarySyntax node)
    {
        switch (node.Operator)
        {
            case "AND" or "OR":
                return BindLogical(node);
            case "||":
                return Call(FunctionTable.Find("||"), "||", [node.Left, node.Right], node.Span);
            case "OVERLAPS":
                return Overlaps(node);
            default:
                if (OperatorText.Comparison(node.Operator) is { } comparison)
                {
                    BoundExpression? a = Bind(node.Left);
                    BoundExpression? b = Bind(node.Right);
                    return a is null || b is null ? null : Compare(comparison, a, b, node.Span);
                }

                BoundExpression? left = BindTyped(node.Left);
                BoundExpression? right = BindTyped(node.Right);
                ArithmeticOperator op = node.Operator switch
                {
                    "+" => ArithmeticOperator.Add,
                    "-" => ArithmeticOperator.Subtract,
                    "*" => ArithmeticOperator.Multiply,
                    "/" => ArithmeticOperator.Divide,
                    _ => ArithmeticOperator.Modulo,
                };
                return left is null || right is null ? null : Arithmetic(op, left, right, node.Span);
        }
    }

    private BoundExpression? Overlaps(BinarySyntax node)
    {
        if (node.Left is CallSyntax { Name: "ROW()", Arguments: { Length: 2 } left } && node.Right is CallSyntax { Name: "ROW()", Arguments: { Length: 2 } right })
            return Call(FunctionTable.Find("OVERLAPS"), "OVERLAPS", [.. left, .. right], node.Span);
        Report(ExpressionErrors.TypeMismatch, "OVERLAPS compares two pairs", node.Span, "write (a, b) OVERLAPS (c, d)");
        return null;
    }

    private BoundExpression? BindLogical(BinarySyntax node)
    {
        bool isAnd = node.Operator == "AND";
        List<SyntaxNode> parts = [];
        Flatten(node, node.Operator, parts);
        var operands = ImmutableArray.CreateBuilder<BoundExpression>();
        bool isWrong = false;
        foreach (SyntaxNode part in parts)
        {
            BoundExpression? operand = Condition(part, node.Operator);
            isWrong |= operand is null;
            if (operand is not null)
                operands.Add(operand);
        }

        if (isWrong)
            return null;
        LogicalType type = LogicalType.Boolean.WithNullability(operands.Any(operand => operand.Type.IsNullable));
        // As Flink's planner: a FALSE (of AND) or TRUE (of OR) that is written removes the other operands, and with them their errors.
        if (operands.FirstOrDefault(operand => operand is BoundLiteral { Value: bool value } && value != isAnd) is BoundLiteral decided)
            return decided with { Type = type, Span = node.Span };
        // One list for a AND (b AND c), so that printing and binding again gives the same tree.
        IEnumerable<BoundExpression> flat = operands.SelectMany(operand => operand is BoundLogical inner && inner.IsAnd == isAnd ? inner.Operands : [operand]);
        return new BoundLogical(isAnd, [.. flat], type, node.Span);
    }

    // Along the left side in a loop: a chain of operators is as long as its writer likes.
    private static void Flatten(SyntaxNode node, string op, List<SyntaxNode> parts)
    {
        while (node is BinarySyntax binary && binary.Operator == op)
        {
            parts.Add(binary.Right);
            node = binary.Left;
        }

        parts.Add(node);
        parts.Reverse();
    }

    private BoundExpression? Condition(SyntaxNode node, string where)
    {
        if (BindTyped(node) is not { } bound)
            return null;
        if (bound.Type.Kind == TypeKind.Boolean)
            return bound;
        Report(ExpressionErrors.TypeMismatch, $"{where} takes a BOOLEAN, but this is {bound.Type.Nullable()}", node.Span, "write a comparison");
        return null;
    }

    /// <summary>Binds a comparison; null and a problem when the types cannot be compared.</summary>
    public BoundExpression? Compare(ComparisonOperator op, BoundExpression left, BoundExpression right, SourceSpan span)
    {
        if (Comparable(op, left, right, span) is not ({ } a, { } b))
            return null;
        if (ComparisonKernels.Find(op, a.Type, b.Type) is { } kernel)
            return new BoundComparison(op, a, b, kernel, LogicalType.Boolean.WithNullability(a.Type.IsNullable || b.Type.IsNullable), span);
        Report(ExpressionErrors.TypeMismatch, $"'{OperatorText.Of(op)}' does not take {left.Type.Nullable()}", span);
        return null;
    }

    private BoundDistinct? BindDistinct(DistinctSyntax node)
    {
        BoundExpression? left = Bind(node.Left);
        BoundExpression? right = Bind(node.Right);
        if (left is null || right is null || Comparable(ComparisonOperator.Equal, left, right, node.Span) is not ({ } a, { } b))
            return null;
        // Flink compares only the first fields of two ROWs here; a row with itself is folded.
        if (a.Type.Kind == TypeKind.Row && !a.SameAs(b))
        {
            Report(ExpressionErrors.UnsupportedTypes, "IS DISTINCT FROM between ROWs is not supported", node.Span, "compare their fields");
            return null;
        }

        if (ComparisonKernels.Find(ComparisonOperator.Equal, a.Type, b.Type) is { } kernel)
            return new BoundDistinct(a, b, node.IsNegated, kernel, LogicalType.Boolean.NotNull(), node.Span);
        ReportOperands("IS DISTINCT FROM", left.Type, right.Type, node.Span);
        return null;
    }

    private BoundExpression? BindIs(IsSyntax node)
    {
        if (node.Test.StartsWith("JSON", StringComparison.Ordinal))
        {
            BoundExpression? json = Call(FunctionTable.Find("IS " + node.Test), "IS " + node.Test, [node.Operand], node.Span);
            return json is null || !node.IsNegated ? json : new BoundNot(json, json.Type, node.Span);
        }

        IsTest test = node.Test switch { "NULL" => IsTest.Null, "TRUE" => IsTest.True, "FALSE" => IsTest.False, _ => IsTest.Unknown };
        BoundExpression? operand = test == IsTest.Null ? Bind(node.Operand) : Condition(node.Operand, "IS " + node.Test);
        return operand is null ? null
            : test is IsTest.Null or IsTest.Unknown ? NullTests.Simplify(test, node.IsNegated, operand, node.Span)
            : new BoundIsTest(test, node.IsNegated, operand, LogicalType.Boolean.NotNull(), node.Span);
    }

    // NOT BETWEEN is < OR >, which differs from NOT (>= AND <=) for NaN.
    private BoundExpression? BindBetween(BetweenSyntax node)
    {
        BoundExpression? operand = Bind(node.Operand);
        BoundExpression? low = Bind(node.Low);
        BoundExpression? high = Bind(node.High);
        if (operand is null || low is null || high is null || Range(operand, low, high, node) is not { } between)
            return null;
        if (!node.IsSymmetric)
            return between;
        return Range(operand, high, low, node) is { } other ? new BoundLogical(node.IsNegated, [between, other], between.Type, node.Span) : null;
    }

    private BoundLogical? Range(BoundExpression operand, BoundExpression low, BoundExpression high, BetweenSyntax node)
    {
        bool isNegated = node.IsNegated;
        BoundExpression? from = Compare(isNegated ? ComparisonOperator.Less : ComparisonOperator.GreaterOrEqual, operand, low, node.Span);
        BoundExpression? to = Compare(isNegated ? ComparisonOperator.Greater : ComparisonOperator.LessOrEqual, operand, high, node.Span);
        return from is null || to is null
            ? null
            : new BoundLogical(!isNegated, [from, to], LogicalType.Boolean.WithNullability(from.Type.IsNullable || to.Type.IsNullable), node.Span);
    }

    private BoundExpression? BindQuantified(QuantifiedSyntax node)
    {
        ComparisonOperator op = OperatorText.Comparison(node.Operator)!.Value;
        if (Bind(node.Operand) is not { } operand)
            return null;
        BoundExpression?[] parts = [.. node.Items.Select(item => Bind(item) is { } bound ? Compare(op, operand, bound, node.Span) : null)];
        if (parts.Contains(null))
            return null;
        return parts.Length == 1
            ? parts[0]
            : new BoundLogical(node.IsAll, [.. parts!], LogicalType.Boolean.WithNullability(parts.Any(part => part!.Type.IsNullable)), node.Span);
    }

    private BoundExpression? BindLike(LikeSyntax node)
    {
        string name = node.IsSimilar ? "SIMILAR TO" : "LIKE";
        ImmutableArray<SyntaxNode> arguments = node.Escape is null ? [node.Operand, node.Pattern] : [node.Operand, node.Pattern, node.Escape];
        BoundExpression? like = Call(FunctionTable.Find(name), name, arguments, node.Span);
        return like is null || !node.IsNegated ? like : new BoundNot(like, like.Type, node.Span);
    }
}
