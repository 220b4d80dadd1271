using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>The functions of numbers: one entry each.</summary>
internal static class NumericFunctions
{
    /// <summary>The table.</summary>
    public static IEnumerable<Function> All =>
    [
        new("ABS", "ABS(number)", "The number without its sign.", [ArgumentRule.Numeric], SignFunctions.Absolute),
        new("SIGN", "SIGN(number)", "-1, 0 or 1, of the number's type.", [ArgumentRule.Numeric], SignFunctions.Sign),
        new("FLOOR", "FLOOR(number), FLOOR(time TO unit)", "The greatest whole number, or start of a unit, not above.", [ArgumentRule.Any], call => RoundingFunctions.Whole(call, false)),
        new("CEIL|CEILING", "CEIL(number), CEIL(time TO unit)", "The least whole number, or start of a unit, not below.", [ArgumentRule.Any], call => RoundingFunctions.Whole(call, true)),
        new("ROUND", "ROUND(number[, digits])", "Rounded half away from zero to digits behind the point, 0 by default.", [ArgumentRule.Numeric, ArgumentRule.Integer], 1, 2, call => RoundingFunctions.Digits(call, false)),
        new("TRUNCATE", "TRUNCATE(number[, digits])", "Cut to digits behind the point, 0 by default.", [ArgumentRule.Numeric, ArgumentRule.Integer], 1, 2, call => RoundingFunctions.Digits(call, true)),
        Of("SQRT", "The square root; of -0.0 it is 0.0 and of -Infinity Infinity, as POWER(x, 0.5).", static x => x == 0 ? 0 : double.IsNegativeInfinity(x) ? double.PositiveInfinity : Math.Sqrt(x)),
        Of("EXP", "e to the power of the number.", Math.Exp),
        Of("LN", "The natural logarithm.", Math.Log),
        Of("LOG10", "The logarithm to base 10.", Math.Log10),
        Of("LOG2", "The logarithm to base 2.", static x => Math.Log(x) / Math.Log(2)),
        new("LOG", "LOG([base, ]number)", "The natural logarithm, or the one to a base.", [ArgumentRule.Double], 1, 2, Logarithm),
        new("POWER", "POWER(base, exponent)", "The base to the power of the exponent.", [ArgumentRule.Double, ArgumentRule.Double],
            static call => new(call.NullIfAny(LogicalType.Double), ScalarKernel.Of(static (double a, double b, ref Outcome _) => JavaMath.Power(a, b)))),
        new("ATAN2", "ATAN2(y, x)", "The angle of a point.", [ArgumentRule.Double, ArgumentRule.Double],
            static call => new(call.NullIfAny(LogicalType.Double), ScalarKernel.Of(static (double a, double b, ref Outcome _) => JavaMath.ArcTangent(a, b)))),
        Of("SIN", "The sine.", Math.Sin), Of("COS", "The cosine.", Math.Cos), Of("TAN", "The tangent.", Math.Tan),
        Of("SINH", "The hyperbolic sine.", Math.Sinh), Of("COSH", "The hyperbolic cosine.", Math.Cosh), Of("TANH", "The hyperbolic tangent.", Math.Tanh),
        Of("COT", "The cotangent.", static x => 1 / Math.Tan(x)),
        Of("ASIN", "The arc sine.", Math.Asin), Of("ACOS", "The arc cosine.", Math.Acos), Of("ATAN", "The arc tangent.", Math.Atan),
        Of("DEGREES", "From radians to degrees.", static x => x * (180 / Math.PI)),
        Of("RADIANS", "From degrees to radians.", static x => x * (Math.PI / 180)),
        new("PI", "PI", "The number pi.", [], static _ => new(LogicalType.Double.NotNull(), ScalarKernel.Of(static (ref Outcome _) => Math.PI))) { IsKeyword = true },
        new("E", "E()", "Euler's number.", [], static _ => new(LogicalType.Double.NotNull(), ScalarKernel.Of(static (ref Outcome _) => Math.E))),
    ];

    private static Function Of(string name, string summary, Func<double, double> body) =>
        new(name, $"{name}(number)", summary, [ArgumentRule.Double], call => new(call.NullIfAny(LogicalType.Double), ScalarKernel.Of((double a, ref Outcome _) => body(a))));

    private static FunctionBinding Logarithm(FunctionCall call) => new(
        call.NullIfAny(LogicalType.Double),
        call.Count == 1
            ? ScalarKernel.Of(static (double a, ref Outcome _) => Math.Log(a))
            : ScalarKernel.Of(static (double a, double b, ref Outcome _) => Math.Log(b) / Math.Log(a)));
}
