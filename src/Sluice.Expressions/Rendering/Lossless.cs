using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Casts that keep the value, so that a comparison is the same without them.</summary>
public static class Lossless
{
    /// <summary>Whether the cast goes from an exact number to an exact number, or from text to text, that holds each value as it is.</summary>
    public static bool IsWidening(BoundCast cast) => !cast.IsTry && IsWidening(cast.Operand.Type, cast.Type);

    /// <summary>Whether each value of one type is a value of the other.</summary>
    public static bool IsWidening(LogicalType from, LogicalType to)
    {
        if (from.IsInteger && to.IsInteger)
            return to.Kind >= from.Kind;
        if (from.IsExactNumeric && to.Kind == TypeKind.Decimal)
        {
            LogicalType own = DecimalMath.TypeOf(from);
            return to.Scale >= own.Scale && to.Precision - to.Scale >= own.Precision - own.Scale;
        }

        return from.IsCharacter && to.Kind == TypeKind.VarChar && to.Length >= from.Length;
    }
}
