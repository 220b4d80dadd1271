using System.Collections.Immutable;
using Sluice.Expressions.Syntax;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>The implicit casts of comparisons and IN.</summary>
internal sealed partial class Binder
{
    private static bool IsEquality(ComparisonOperator op) => op is ComparisonOperator.Equal or ComparisonOperator.NotEqual;

    private (BoundExpression? Left, BoundExpression? Right) Comparable(ComparisonOperator op, BoundExpression left, BoundExpression right, SourceSpan span)
    {
        LogicalType a = left.Type;
        LogicalType b = right.Type;
        if (a.Kind == TypeKind.Null || b.Kind == TypeKind.Null)
        {
            LogicalType type = a.Kind != TypeKind.Null ? a : b.Kind != TypeKind.Null ? b : LogicalType.Boolean;
            return (ImplicitCast(left, type), ImplicitCast(right, type));
        }

        if (a.IsNumeric && b.IsNumeric)
            return Numbers(left, right);
        if (a.IsCharacter != b.IsCharacter)
            return a.IsCharacter ? WithText(op, right, left, span) is var (y, x) ? (x, y) : default : WithText(op, left, right, span);
        if ((a.Kind, b.Kind) is (TypeKind.Timestamp, TypeKind.TimestampLtz) or (TypeKind.TimestampLtz, TypeKind.Timestamp))
        {
            LogicalType ltz = LogicalType.TimestampLtz(Math.Max(a.Precision, b.Precision));
            return (a.Kind == TypeKind.TimestampLtz ? left : ImplicitCast(left, ltz), b.Kind == TypeKind.TimestampLtz ? right : ImplicitCast(right, ltz));
        }

        bool isSame = a.Kind == b.Kind || (a.IsCharacter && b.IsCharacter) || (a.IsBinary && b.IsBinary);
        if (isSame && !a.IsNested)
            return (left, right);
        if (isSame && CommonTypes.Merged(a, b) is { } common)
            return (ImplicitCast(left, common), ImplicitCast(right, common));
        ReportOperands(OperatorText.Of(op), a, b, span);
        return default;
    }

    private (BoundExpression? Left, BoundExpression? Right) Numbers(BoundExpression left, BoundExpression right)
    {
        // FLOAT or DOUBLE beside DECIMAL: the DECIMAL stays, because NaN compares in another way there.
        if (left.Type.IsApproximateNumeric && right.Type.Kind == TypeKind.Decimal)
            return (ImplicitCast(left, LogicalType.Double), right);
        if (left.Type.Kind == TypeKind.Decimal && right.Type.IsApproximateNumeric)
            return (left, ImplicitCast(right, LogicalType.Double));
        if (CommonTypes.Arithmetic(left.Type, right.Type) is { } common)
            return (ImplicitCast(left, common), ImplicitCast(right, common));
        return (ImplicitCast(left, DecimalMath.TypeOf(left.Type)), ImplicitCast(right, DecimalMath.TypeOf(right.Type)));
    }

    // The text becomes a value of the other's type: for = and <> unreadable text is NULL, for the orderings it is an error of the row.
    private (BoundExpression? Other, BoundExpression? Text) WithText(ComparisonOperator op, BoundExpression other, BoundExpression text, SourceSpan span)
    {
        LogicalType type = other.Type;
        if (type.Kind == TypeKind.Boolean && IsEquality(op))
        {
            if (text is BoundLiteral { Value: string written } && written is not ("TRUE" or "FALSE"))
                Warn(ExpressionErrors.NeverTrue, $"a BOOLEAN compares with text as TRUE or FALSE, never as '{written}'", span, "compare with TRUE or FALSE");
            return (ImplicitCast(other, LogicalType.String), text);
        }

        if (type.IsInterval && IsEquality(op))
            return (ImplicitCast(other, LogicalType.String), text);
        if ((type.IsNumeric && IsEquality(op)) || type.IsBinary || type.IsNested || type.IsInterval)
        {
            ReportOperands(OperatorText.Of(op), type, text.Type, span);
            return default;
        }

        LogicalType target = type.Kind is TypeKind.Timestamp or TypeKind.TimestampLtz ? TimestampOfText(type) : CommonTypes.Planned(type);
        BoundExpression? cast = ImplicitCast(text, target, isTry: IsEquality(op));
        if (IsEquality(op) && cast is BoundCast { Operand: BoundLiteral { Value: string literal } } && !CanRead(cast))
        {
            Report(ExpressionErrors.InvalidConstant, $"'{literal}' is not {target.Nullable()}", text.Span, "write a value of that type");
            return default;
        }

        return (other, cast);
    }

    private static LogicalType TimestampOfText(LogicalType type) => type;

    private bool CanRead(BoundExpression constant) => new Interpreter(Session).Evaluate(constant, []) is { Error: null, Value: not null };

    // D7: the operand and the list meet in their common type where there is one; else the list is cast to the operand's type, as Flink does with all lists.
    private BoundExpression? BindIn(SyntaxNode operandSyntax, ImmutableArray<SyntaxNode> itemSyntax, bool isNegated, SourceSpan span)
    {
        BoundExpression? operand = Bind(operandSyntax);
        BoundExpression?[] items = [.. itemSyntax.Select(Bind)];
        if (operand is null || items.Contains(null))
            return null;
        if (operand.Type.Kind == TypeKind.Null)
        {
            Report(ExpressionErrors.UntypedNull, "NULL has no type here", operand.Span, "write CAST(NULL AS type)");
            return null;
        }

        if (RowIn(operandSyntax, itemSyntax, isNegated, span) is { } rows)
            return rows;
        LogicalType own = operand.Type;
        LogicalType common = own;
        foreach (BoundExpression? item in items)
        {
            if (InType(common, item!.Type) is not { } wider)
            {
                ReportOperands("IN", own, item.Type, span);
                return null;
            }

            common = wider;
        }

        return InList(operand, items!, common.Nullable(), isNegated, span);
    }

    // (a, b) IN ((1, 2), (3, 4)) is a = 1 AND b = 2 OR a = 3 AND b = 4.
    private BoundExpression? RowIn(SyntaxNode operandSyntax, ImmutableArray<SyntaxNode> itemSyntax, bool isNegated, SourceSpan span)
    {
        if (operandSyntax is not CallSyntax { Name: "ROW()" } operand || !itemSyntax.All(item => item is CallSyntax { Name: "ROW()" } row && row.Arguments.Length == operand.Arguments.Length))
            return null;
        BoundExpression?[] items = [.. itemSyntax.Cast<CallSyntax>().Select(item => RowEqual(operand, item, span))];
        if (items.Contains(null))
            return null;
        LogicalType type = LogicalType.Boolean.WithNullability(items.Any(item => item!.Type.IsNullable));
        BoundExpression any = items.Length == 1 ? items[0]! : new BoundLogical(false, [.. items!], type, span);
        return isNegated ? new BoundNot(any, type, span) : any;
    }

    private BoundExpression? RowEqual(CallSyntax left, CallSyntax right, SourceSpan span)
    {
        BoundExpression?[] parts = [.. left.Arguments.Zip(right.Arguments).Select(pair =>
            Bind(pair.First) is { } a && Bind(pair.Second) is { } b ? Compare(ComparisonOperator.Equal, a, b, span) : null)];
        return parts.Contains(null) ? null
            : parts.Length == 1 ? parts[0]
            : new BoundLogical(true, [.. parts!], LogicalType.Boolean.WithNullability(parts.Any(part => part!.Type.IsNullable)), span);
    }

    private BoundInList? InList(BoundExpression operand, BoundExpression[] items, LogicalType common, bool isNegated, SourceSpan span)
    {
        BoundExpression? left = ImplicitCast(operand, common);
        BoundExpression?[] list = [.. items.Select(item => ImplicitCast(item, common))];
        if (left is null || list.Contains(null) || ComparisonKernels.Find(ComparisonOperator.Equal, common, common) is not { } equal)
            return null;
        ScalarKernel?[] trips = [.. items.Select(item => RoundTrip(item.Type, operand.Type, common))];
        LogicalType type = LogicalType.Boolean.WithNullability(left.Type.IsNullable || list.Any(item => item!.Type.IsNullable));
        return new BoundInList(left, [.. list!], isNegated, equal, type, span) 
        {
            RoundTrips = trips.All(trip => trip is null) ? [] : [.. trips],
        };
    }

    private static LogicalType? InType(LogicalType own, LogicalType item)
    {
        if (item.Kind == TypeKind.Null)
            return own;
        if (own.IsNumeric && item.IsNumeric)
            return CommonTypes.Arithmetic(own, item) ?? DecimalDerivation.Common(DecimalMath.TypeOf(own), DecimalMath.TypeOf(item));
        if (CommonTypes.OfBranches(own, item) is { } common)
            return common;
        return item.IsCharacter && !own.IsNested && !own.IsBinary && !own.IsInterval ? own
            : own.IsCharacter && !item.IsNested && !item.IsBinary && !item.IsInterval ? own : null;
    }

    private ScalarKernel? RoundTrip(LogicalType item, LogicalType own, LogicalType common)
    {
        // Flink looks constant binaries up by identity and never finds them: any that we find deviates.
        if (own.IsBinary)
            return ScalarKernel.Boxed(static (_, ref _) => null);
        if (own.EqualsIgnoringNullability(common) || item.Kind == TypeKind.Null || !item.IsNumeric || !own.IsNumeric)
            return null;
        ScalarKernel? there = CastTable.Find(common, own, Session);
        ScalarKernel? back = CastTable.Find(own, common, Session);
        if (there is null || back is null)
            return null;
        return ScalarKernel.Boxed((arguments, ref outcome) =>
        {
            object? value = there.Invoke(arguments, ref outcome);
            return outcome.HasValue ? back.Invoke([value], ref outcome) : null;
        });
    }
}
