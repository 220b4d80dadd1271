namespace Sluice.Expressions;

/// <summary>Errors of numbers; the texts are made only when a row fails.</summary>
internal static class NumericErrors
{
    /// <summary>Division by zero.</summary>
    public static EvalError DivisionByZero { get; } = new(EvalErrors.DivisionByZero, "division by zero");

    /// <summary>D1.</summary>
    public static EvalError Integer(string expression, string type) =>
        new(EvalErrors.Overflow, $"{expression} does not fit {type}") { Deviation = Deviation.IntegerOverflow };

    /// <summary>D2.</summary>
    public static EvalError Decimal(string expression, int precision, int scale) =>
        new(EvalErrors.Overflow, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{expression} does not fit DECIMAL({precision}, {scale})"))
        {
            Deviation = Deviation.DecimalOverflow,
        };

    /// <summary>D3.</summary>
    public static EvalError Narrowing(string value, string type) =>
        new(EvalErrors.Overflow, $"{value} does not fit {type}") { Deviation = Deviation.NumericNarrowing };
}
