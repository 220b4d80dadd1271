using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.UnitTests.Expressions;

/// <summary>Short ways to bind and evaluate in tests.</summary>
internal static class Bound
{
    public static readonly TableSchema Schema = SchemaParser.TryParse(
        "a BOOLEAN, b BOOLEAN, i INT, n INT NOT NULL, l BIGINT, t TINYINT, f FLOAT, d DOUBLE, m DECIMAL(5, 2), k DECIMAL(38, 18), s STRING, c CHAR(3), "
        + "y BYTES, r ROW<x INT, y STRING>, arr ARRAY<INT>, `a b` INT, `Value` STRING", out _)!;

    public static BindingResult Try(string text) => ExpressionBinder.Bind(text, Schema, SessionContext.Default with { TableName = "t1" });

    public static BoundExpression Of(string text) => Try(text).OrThrow();

    public static string Problem(string text) => string.Join("\n", Try(text).Problems.Select(problem => problem.Render()));

    public static EvalResult Value(string text, params (string Column, object? Value)[] row)
    {
        object?[] values = new object?[Schema.Columns.Length];
        foreach ((string column, object? value) in row)
            values[Schema.IndexOf(column)] = value;
        return new Interpreter(SessionContext.Default, isObserved: true).Evaluate(Of(text), values);
    }
}
