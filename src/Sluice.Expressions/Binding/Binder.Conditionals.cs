using System.Collections.Immutable;
using Sluice.Expressions.Syntax;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>CASE, IF, NULLIF, COALESCE, IFNULL.</summary>
internal sealed partial class Binder
{
    private BoundExpression? BindCase(CaseSyntax node)
    {
        List<(BoundExpression? When, BoundExpression? Then, SyntaxNode ThenSyntax)> branches = [];
        BoundExpression? operand = node.Operand is null ? null : Bind(node.Operand);
        foreach ((SyntaxNode when, SyntaxNode then) in node.Branches)
            branches.Add((node.Operand is null ? CaseCondition(when) : operand is null ? null : Simple(operand, when), Bind(then), then));
        BoundExpression? otherwise = node.Otherwise is null ? null : Bind(node.Otherwise);
        if (branches.Exists(branch => branch.When is null || branch.Then is null) || (node.Otherwise is not null && otherwise is null))
            return null;
        List<BoundExpression> values = [.. branches.Select(branch => branch.Then!)];
        if (otherwise is not null)
            values.Add(otherwise);
        if (Branches(values, "CASE", node.Span) is not { } type)
            return null;
        bool isNullable = otherwise is null || values.Exists(value => value.Type.IsNullable);
        return Case([.. branches.Select(branch => branch.When!)], values, type.WithNullability(isNullable), node.Span);
    }

    private BoundExpression? CaseCondition(SyntaxNode node)
    {
        BoundExpression? bound = Bind(node);
        if (bound is null or { Type.Kind: TypeKind.Boolean })
            return bound;
        if (bound.Type.Kind == TypeKind.Null)
            return ImplicitCast(bound, LogicalType.Boolean);
        Report(ExpressionErrors.TypeMismatch, $"WHEN takes a BOOLEAN, but this is {bound.Type.Nullable()}", node.Span, "write a comparison");
        return null;
    }

    private BoundExpression? Simple(BoundExpression operand, SyntaxNode when)
    {
        if (when is not RowListSyntax list)
            return Bind(when) is { } value ? Compare(ComparisonOperator.Equal, operand, value, when.Span) : null;
        BoundExpression?[] parts = [.. list.Items.Select(item => Simple(operand, item))];
        return parts.Contains(null)
            ? null
            : new BoundLogical(false, [.. parts!], LogicalType.Boolean.WithNullability(parts.Any(part => part!.Type.IsNullable)), when.Span);
    }

    private LogicalType? Branches(List<BoundExpression> values, string name, SourceSpan span)
    {
        LogicalType? type = LogicalType.Null;
        foreach (BoundExpression value in values)
        {
            LogicalType? wider = CommonTypes.OfBranches(type, CommonTypes.Planned(value.Type));
            if (wider is null)
            {
                Report(ExpressionErrors.TypeMismatch, $"the branches of {name} are {type.Nullable()} and {value.Type.Nullable()}", value.Span, "write a CAST");
                return null;
            }

            type = wider;
        }

        if (type.Kind != TypeKind.Null)
            return type.Nullable();
        Report(ExpressionErrors.UntypedNull, $"{name} has only NULL branches", span, "write CAST(NULL AS type)");
        return null;
    }

    private BoundCase? Case(ImmutableArray<BoundExpression> conditions, List<BoundExpression> values, LogicalType type, SourceSpan span)
    {
        BoundExpression?[] cast = [.. values.Select(value => ImplicitCast(value, type))];
        if (cast.Contains(null))
            return null;
        ImmutableArray<BoundBranch> branches = [.. conditions.Select((condition, i) => new BoundBranch(condition, cast[i]!))];
        return new BoundCase(branches, cast.Length > conditions.Length ? cast[^1] : null, type, span);
    }

    private BoundExpression? BindIf(CallSyntax node)
    {
        if (!HasCount(node, 3))
            return null;
        BoundExpression? condition = Condition(node.Arguments[0], "IF");
        BoundExpression? then = BindTyped(node.Arguments[1]);
        BoundExpression? otherwise = BindTyped(node.Arguments[2]);
        if (condition is null || then is null || otherwise is null)
            return null;
        if (Branches([then, otherwise], "IF", node.Span) is not { } type)
            return null;
        // Timestamps: IF takes the first branch's type as it is.
        if (then.Type.Kind is TypeKind.Timestamp or TypeKind.TimestampLtz)
            type = then.Type;
        bool isNullable = condition.Type.IsNullable || then.Type.IsNullable || otherwise.Type.IsNullable;
        return Case([condition], [then, otherwise], type.WithNullability(isNullable), node.Span) is { } choice ? choice with { IsIf = true } : null;
    }

    private BoundCase? BindNullIf(CallSyntax node)
    {
        if (!HasCount(node, 2))
            return null;
        BoundExpression? left = BindTyped(node.Arguments[0]);
        BoundExpression? right = Bind(node.Arguments[1]);
        if (left is null || right is null || Compare(ComparisonOperator.Equal, left, right, node.Span) is not { } equal)
            return null;
        LogicalType type = CommonTypes.Planned(left.Type).Nullable();
        return Case([equal], [new BoundLiteral(null, type, node.Span), left], type, node.Span);
    }

    private BoundCoalesce? BindCoalesce(CallSyntax node)
    {
        bool isIfNull = !string.Equals(node.Name, "COALESCE", StringComparison.OrdinalIgnoreCase);
        if (isIfNull ? !HasCount(node, 2) : !HasCount(node, 1, int.MaxValue))
            return null;
        BoundExpression?[] arguments = [.. node.Arguments.Select(Bind)];
        if (arguments.Contains(null))
            return null;
        LogicalType type = LogicalType.Null;
        foreach (BoundExpression? argument in arguments)
        {
            LogicalType own = CommonTypes.Planned(argument!.Type);
            if ((type.Kind, own.Kind) is (TypeKind.Date, TypeKind.Timestamp) or (TypeKind.Timestamp, TypeKind.Date))
                Warn(ExpressionErrors.LosesTime, "the common type of DATE and TIMESTAMP is DATE here: the time of day is lost", node.Span, "write a CAST");
            if (CommonTypes.Merged(type, own) is not { } wider)
            {
                Report(ExpressionErrors.TypeMismatch, $"{node.Name.ToUpperInvariant()} does not take {type.Nullable()} and {own.Nullable()}", argument.Span, "write a CAST");
                return null;
            }

            type = wider;
        }

        if (type.Kind == TypeKind.Null)
        {
            Report(ExpressionErrors.UntypedNull, "all arguments are NULL", node.Span, "write CAST(NULL AS type)");
            return null;
        }

        BoundExpression?[] cast = [.. arguments.Select(argument => ImplicitCast(argument!, type))];
        return cast.Contains(null) ? null : new BoundCoalesce([.. cast!], type.WithNullability(arguments.All(argument => argument!.Type.IsNullable)), node.Span);
    }

    private bool HasCount(CallSyntax node, int least, int? most = null)
    {
        if (node.Arguments.Length >= least && node.Arguments.Length <= (most ?? least))
            return true;
        string wanted = most is null ? Count(least) : most == int.MaxValue ? $"at least {Count(least)}" : $"{least} to {Count(most.Value)}";
        Report(ExpressionErrors.ArgumentCount, $"{node.Name.ToUpperInvariant()} takes {wanted}, not {node.Arguments.Length}", node.Span);
        return false;
    }

    private static string Count(int count) => count == 1 ? "1 argument" : $"{count} arguments";
}
