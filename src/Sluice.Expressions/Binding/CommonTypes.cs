using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>The types that operands of different types become, as Flink chooses them; it chooses differently by function.</summary>
internal static class CommonTypes
{
    /// <summary>For <c>+ - *</c> of numbers without DECIMAL, and comparisons of numbers: null when a DECIMAL keeps its own type.</summary>
    public static LogicalType? Arithmetic(LogicalType left, LogicalType right)
    {
        if (left.IsInteger && right.IsInteger)
            return left.Kind >= right.Kind ? left.Nullable() : right.Nullable();
        if (left.IsExactNumeric && right.IsExactNumeric)
            return null;
        // FLOAT with DOUBLE is the type that stands first.
        bool isFloat = (left.Kind == TypeKind.Float && right.Kind != TypeKind.Decimal) || (right.Kind == TypeKind.Float && left.IsInteger);
        return isFloat ? LogicalType.Float : LogicalType.Double;
    }

    /// <summary>COALESCE, GREATEST, LEAST, ARRAY, MAP: null when there is none. Nullability is not looked at.</summary>
    public static LogicalType? Merged(LogicalType left, LogicalType right)
    {
        if (left.Kind == TypeKind.Null || right.Kind == TypeKind.Null)
            return left.Kind == TypeKind.Null ? right : left;
        if ((left.Kind, right.Kind) is (TypeKind.Date, TypeKind.Timestamp) or (TypeKind.Timestamp, TypeKind.Date))
            return LogicalType.Date;
        if ((left.Kind, right.Kind) is (TypeKind.Timestamp, TypeKind.TimestampLtz) or (TypeKind.TimestampLtz, TypeKind.Timestamp))
            return LogicalType.TimestampLtz(Math.Max(left.Precision, right.Precision));
        if ((left.Kind, right.Kind) is (TypeKind.Decimal, TypeKind.Float))
            return LogicalType.Float;
        if ((left.Kind, right.Kind) is (TypeKind.Float, TypeKind.Double))
            return LogicalType.Double;
        return Shared(left, right);
    }

    /// <summary>CASE and IF: the first branch decides between FLOAT and DOUBLE and between TIMESTAMP and TIMESTAMP_LTZ.</summary>
    public static LogicalType? OfBranches(LogicalType first, LogicalType second)
    {
        if (first.Kind == TypeKind.Null || second.Kind == TypeKind.Null)
            return first.Kind == TypeKind.Null ? second : first;
        return (first.Kind, second.Kind) switch
        {
            (TypeKind.Timestamp, TypeKind.TimestampLtz) => LogicalType.Timestamp(Math.Max(first.Precision, second.Precision)),
            (TypeKind.TimestampLtz, TypeKind.Timestamp) => LogicalType.TimestampLtz(Math.Max(first.Precision, second.Precision)),
            _ => Shared(first, second),
        };
    }

    /// <summary>The planner's type of a value: every TIME is TIME(0).</summary>
    public static LogicalType Planned(LogicalType type) =>
        type.Kind == TypeKind.Time && type.Precision > 0 ? LogicalType.Time(0).WithNullability(type.IsNullable) : type;

    private static LogicalType? Shared(LogicalType left, LogicalType right)
    {
        if (left.IsNumeric && right.IsNumeric)
            return Arithmetic(left, right) ?? DecimalDerivation.Common(DecimalMath.TypeOf(left), DecimalMath.TypeOf(right));
        if (left.IsCharacter && right.IsCharacter)
        {
            return left.Kind == TypeKind.Char && right.Kind == TypeKind.Char && left.Length == right.Length
                ? left
                : LogicalType.VarChar(Math.Max(left.Length, right.Length));
        }

        if (left.IsBinary && right.IsBinary)
        {
            return left.Kind == TypeKind.Binary && right.Kind == TypeKind.Binary && left.Length == right.Length
                ? left
                : LogicalType.VarBinary(Math.Max(left.Length, right.Length));
        }

        if (left.Kind != right.Kind)
            return null;
        return left.Kind switch
        {
            TypeKind.Time => LogicalType.Time(0),
            TypeKind.Timestamp => LogicalType.Timestamp(Math.Max(left.Precision, right.Precision)),
            TypeKind.TimestampLtz => LogicalType.TimestampLtz(Math.Max(left.Precision, right.Precision)),
            TypeKind.Array or TypeKind.Map or TypeKind.Row => Nested(left, right),
            _ => left,
        };
    }

    private static LogicalType? Nested(LogicalType left, LogicalType right)
    {
        if (left.Fields.Length != right.Fields.Length)
            return null;
        LogicalType?[] parts = [.. left.Fields.Zip(right.Fields).Select(pair =>
            Merged(pair.First.Type, pair.Second.Type)?.WithNullability(pair.First.Type.IsNullable || pair.Second.Type.IsNullable))];
        if (parts.Any(part => part is null))
            return null;
        return left.Kind switch
        {
            TypeKind.Array => LogicalType.Array(parts[0]!),
            TypeKind.Map => LogicalType.Map(parts[0]!, parts[1]!),
            _ => LogicalType.Row(left.Fields.Zip(parts).Select(pair => new RowField(pair.First.Name, pair.Second!))),
        };
    }
}
