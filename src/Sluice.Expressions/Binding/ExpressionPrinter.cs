namespace Sluice.Expressions;

/// <summary>Prints a bound tree as Flink SQL text.</summary>
public static class ExpressionPrinter
{
    /// <summary>The text; implicit casts are left out.</summary>
    public static string Print(BoundExpression expression) => expression switch
    {
        BoundColumn column => column.Name,
        _ => expression.GetType().Name,
    };
}
