using System.Globalization;
using System.Numerics;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Casts from BOOLEAN and numbers. Out of range is an error (D2 for DECIMAL, D3 else); text longer than its type is cut.</summary>
internal static class NumberCasts
{
    /// <summary>The kernel of a cast to BOOLEAN, a number or text.</summary>
    public static ScalarKernel? Find(LogicalType from, LogicalType to) => from.Kind switch
    {
        TypeKind.Boolean => FromBoolean(to),
        TypeKind.TinyInt => FromInteger<sbyte>(to),
        TypeKind.SmallInt => FromInteger<short>(to),
        TypeKind.Int => FromInteger<int>(to),
        TypeKind.BigInt => FromInteger<long>(to),
        TypeKind.Float => FromFloating<float>(to),
        TypeKind.Double => FromFloating<double>(to),
        TypeKind.Decimal => FromDecimal(from, to),
        _ => null,
    };

    private static ScalarKernel? FromBoolean(LogicalType to) => to.Kind switch
    {
        TypeKind.Boolean => ScalarKernel.Of(static (bool a, ref Outcome _) => a),
        TypeKind.TinyInt => ScalarKernel.Of(static (bool a, ref Outcome _) => (sbyte)(a ? 1 : 0)),
        TypeKind.SmallInt => ScalarKernel.Of(static (bool a, ref Outcome _) => (short)(a ? 1 : 0)),
        TypeKind.Int => ScalarKernel.Of(static (bool a, ref Outcome _) => a ? 1 : 0),
        TypeKind.BigInt => ScalarKernel.Of(static (bool a, ref Outcome _) => a ? 1L : 0L),
        TypeKind.Float => ScalarKernel.Of(static (bool a, ref Outcome _) => a ? 1f : 0f),
        TypeKind.Double => ScalarKernel.Of(static (bool a, ref Outcome _) => a ? 1d : 0d),
        TypeKind.Decimal => ScalarKernel.Of((bool a, ref Outcome outcome) => ToDecimal(a ? 1 : 0, 0, to, ref outcome)),
        _ => ScalarKernel.Of((bool a, ref Outcome _) => TextFit.Fit(a ? "TRUE" : "FALSE", to)),
    };

    private static ScalarKernel? FromInteger<T>(LogicalType to)
        where T : struct, IBinaryInteger<T> => to.Kind switch
    {
        TypeKind.Boolean => ScalarKernel.Of(static (T a, ref Outcome _) => !T.IsZero(a)),
        TypeKind.TinyInt => Narrow<T, sbyte>(to),
        TypeKind.SmallInt => Narrow<T, short>(to),
        TypeKind.Int => Narrow<T, int>(to),
        TypeKind.BigInt => Narrow<T, long>(to),
        TypeKind.Float => ScalarKernel.Of(static (T a, ref Outcome _) => float.CreateTruncating(a)),
        TypeKind.Double => ScalarKernel.Of(static (T a, ref Outcome _) => double.CreateTruncating(a)),
        TypeKind.Decimal => ScalarKernel.Of((T a, ref Outcome outcome) => ToDecimal(Int128.CreateTruncating(a), 0, to, ref outcome)),
        _ => ScalarKernel.Of((T a, ref Outcome _) => TextFit.Fit(a.ToString(null, CultureInfo.InvariantCulture), to)),
    };

    private static ScalarKernel Narrow<TFrom, TTo>(LogicalType to)
        where TFrom : struct, IBinaryInteger<TFrom>
        where TTo : struct, IBinaryInteger<TTo>
    {
        string type = to.Nullable().ToString();
        return ScalarKernel.Of((TFrom a, ref Outcome outcome) =>
        {
            TTo result = TTo.CreateTruncating(a);
            return TFrom.CreateTruncating(result) == a && TTo.IsNegative(result) == TFrom.IsNegative(a)
                ? result
                : outcome.Fail<TTo>(NumericErrors.Narrowing($"{a}", type));
        });
    }

    private static ScalarKernel? FromFloating<T>(LogicalType to)
        where T : struct, IFloatingPointIeee754<T> => to.Kind switch
    {
        TypeKind.Boolean => ScalarKernel.Of(static (T a, ref Outcome _) => a != T.Zero),
        TypeKind.TinyInt => Truncate<T, sbyte>(to),
        TypeKind.SmallInt => Truncate<T, short>(to),
        TypeKind.Int => Truncate<T, int>(to),
        TypeKind.BigInt => Truncate<T, long>(to),
        TypeKind.Float => ScalarKernel.Of(static (T a, ref Outcome _) => float.CreateTruncating(a)),
        TypeKind.Double => ScalarKernel.Of(static (T a, ref Outcome _) => double.CreateTruncating(a)),
        TypeKind.Decimal => ScalarKernel.Of((T a, ref Outcome outcome) => FloatingToDecimal(a, to, ref outcome)),
        _ => ScalarKernel.Of((T a, ref Outcome _) => TextFit.Fit(Text(a), to)),
    };

    // Flink saturates to INT or BIGINT, and NaN is 0; TINYINT and SMALLINT wrap after that. All of it is D3.
    private static ScalarKernel Truncate<TFrom, TTo>(LogicalType to)
        where TFrom : struct, IFloatingPointIeee754<TFrom>
        where TTo : struct, IBinaryInteger<TTo>, IMinMaxValue<TTo>
    {
        string type = to.Nullable().ToString();
        double least = double.CreateTruncating(TTo.MinValue);
        double tooBig = -least;
        return ScalarKernel.Of((TFrom a, ref Outcome outcome) =>
        {
            double whole = Math.Truncate(double.CreateTruncating(a));
            return whole >= least && whole < tooBig ? TTo.CreateTruncating(whole) : outcome.Fail<TTo>(NumericErrors.Narrowing(Text(a), type));
        });
    }

    // The digits that are printed are what is converted.
    private static Int128 FloatingToDecimal<T>(T value, LogicalType to, ref Outcome outcome)
        where T : struct, IFloatingPointIeee754<T>
    {
        string text = JavaNumberText.Of(double.CreateTruncating(value));
        if (!T.IsFinite(value))
            return outcome.Fail<Int128>(NumericErrors.Narrowing(text, "DECIMAL"));
        return BigDecimalText.TryRead(text, out BigInteger digits, out int scale) && BigDecimalText.TryFit(digits, scale, to.Precision, to.Scale, out Int128 result)
            ? result
            : outcome.Fail<Int128>(NumericErrors.Decimal(text, to.Precision, to.Scale));
    }

    private static ScalarKernel? FromDecimal(LogicalType from, LogicalType to)
    {
        int scale = from.Scale;
        return to.Kind switch
        {
            TypeKind.Boolean => ScalarKernel.Of(static (Int128 a, ref Outcome _) => a != 0),
            TypeKind.TinyInt => DecimalToInteger<sbyte>(scale, to),
            TypeKind.SmallInt => DecimalToInteger<short>(scale, to),
            TypeKind.Int => DecimalToInteger<int>(scale, to),
            TypeKind.BigInt => DecimalToInteger<long>(scale, to),
            TypeKind.Float => ScalarKernel.Of((Int128 a, ref Outcome _) => DecimalMath.ToFloat(a, scale)),
            TypeKind.Double => ScalarKernel.Of((Int128 a, ref Outcome _) => DecimalMath.ToDouble(a, scale)),
            TypeKind.Decimal => ScalarKernel.Of((Int128 a, ref Outcome outcome) => ToDecimal(a, scale, to, ref outcome)),
            _ => ScalarKernel.Of((Int128 a, ref Outcome _) => TextFit.Fit(DecimalMath.ToText(a, scale), to)),
        };
    }

    private static ScalarKernel DecimalToInteger<T>(int scale, LogicalType to)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        string type = to.Nullable().ToString();
        Int128 unit = DecimalMath.Power(scale);
        (Int128 least, Int128 most) = (Int128.CreateTruncating(T.MinValue), Int128.CreateTruncating(T.MaxValue));
        return ScalarKernel.Of((Int128 a, ref Outcome outcome) =>
        {
            Int128 whole = a / unit;
            return whole >= least && whole <= most ? T.CreateTruncating(whole) : outcome.Fail<T>(NumericErrors.Narrowing(DecimalMath.ToText(a, scale), type));
        });
    }

    private static Int128 ToDecimal(Int128 value, int scale, LogicalType to, ref Outcome outcome) =>
        DecimalMath.TryRescale(value, scale, to.Precision, to.Scale, out Int128 result)
            ? result
            : outcome.Fail<Int128>(NumericErrors.Decimal(DecimalMath.ToText(value, scale), to.Precision, to.Scale));

    private static string Text<T>(T value) => value is float single ? JavaNumberText.Of(single) : JavaNumberText.Of((double)(object)value!);
}
