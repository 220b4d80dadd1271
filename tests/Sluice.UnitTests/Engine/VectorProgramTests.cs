using Apache.Arrow;
using Sluice.Engine.Vectors;
using Sluice.Expressions;
using Sluice.Types;
using Xunit;
using Column = Sluice.Types.Column;

namespace Sluice.UnitTests.Engine;

/// <summary>The vectorised engine against the oracle, over rows with NULLs and values at the edges of their types.</summary>
public sealed class VectorProgramTests
{
    private static readonly TableSchema s_schema = new(
    [
        new Column("b", LogicalType.Boolean), new Column("t", LogicalType.TinyInt), new Column("s", LogicalType.SmallInt), new Column("i", LogicalType.Int),
        new Column("j", LogicalType.Int), new Column("l", LogicalType.BigInt), new Column("m", LogicalType.BigInt), new Column("f", LogicalType.Float),
        new Column("d", LogicalType.Double), new Column("e", LogicalType.Double), new Column("p", LogicalType.Decimal(12, 2)), new Column("q", LogicalType.Decimal(10, 5)),
        new Column("w", LogicalType.Decimal(38, 10)), new Column("x", LogicalType.String), new Column("y", LogicalType.String), new Column("dt", LogicalType.Date),
        new Column("ts", LogicalType.Timestamp(6)), new Column("tn", LogicalType.Timestamp(9)), new Column("n", LogicalType.Int.NotNull()),
    ]);

    private static readonly string[] s_texts = ["", "x", "xy", "x%", "数据", "😀x", "X", "abcabc", "  pad ", "12", "\uFF5E", "a_b"];

    public static TheoryData<string> Expressions() =>
    [
        "i + j", "i - j", "i * j", "l + m", "l - m", "l * m", "t + t", "s * s", "t * i", "-i", "ABS(l)", "i / j", "i % j", "l / NULLIF(m, 0)",
        "f + f", "d * e", "d / e", "d - e", "f * d", "p + q", "p - q", "p * q", "p / q", "w + w", "w * p", "p + 1", "q * i", "p + l",
        "i = j", "i <> j", "i < 5", "i >= n", "l > 10", "10 < l", "d = e", "d <> e", "d < e", "f >= 0", "p = q", "p > 10", "p <= 2.5", "w < p", "t = i", "l = p",
        "x = 'x'", "x <> y", "x < 'xy'", "'xy' < x", "x >= '😀'", "x = y", "x LIKE 'x%'", "x LIKE '%x'", "x LIKE '_'", "x NOT LIKE '%b%'", "x LIKE y", "x LIKE 'a!_b' ESCAPE '!'",
        "dt < DATE '2020-01-01'", "dt = DATE '1970-01-01'", "ts < TIMESTAMP '2020-01-01 00:00:00'", "ts >= TIMESTAMP '1969-12-31 23:59:59.999999'", "tn < TIMESTAMP '2020-01-01 00:00:00'", "ts = tn",
        "b AND i > 0", "b OR i > 0", "NOT b", "b AND NOT b", "i > 0 AND j > 0 AND l > 0", "i > 0 OR j > 0 OR l > 0", "i IS NULL", "i IS NOT NULL", "b IS TRUE", "b IS NOT FALSE", "b IS UNKNOWN",
        "i IS DISTINCT FROM j", "x IS NOT DISTINCT FROM y", "d IS DISTINCT FROM e", "i IN (1, 2, j)", "i NOT IN (1, 2, NULL)", "x IN ('x', y)", "l IN (10 / i, 3)", "i BETWEEN j AND n", "x BETWEEN 'a' AND 'z'",
        "CASE WHEN i > 0 THEN i WHEN j > 0 THEN j ELSE n END", "CASE WHEN i <> 0 THEN 100 / i ELSE 0 END", "CASE WHEN b THEN i * j END", "IF(i = 0, 0, 10 / i)", "IF(b, x, y)", "CASE x WHEN 'x' THEN 1 WHEN y THEN 2 END",
        "COALESCE(i, j, n)", "COALESCE(x, y, '?')", "COALESCE(i, 10 / i)", "NULLIF(i, j)", "i <> 0 AND 10 / i > 1", "i = 0 OR 10 / i > 1", "10 / i > 1 AND i <> 0",
        "CAST(i AS TINYINT)", "CAST(l AS INT)", "TRY_CAST(l AS SMALLINT)", "CAST(x AS INT)", "TRY_CAST(x AS INT)", "CAST(d AS BIGINT)", "CAST(p AS INT)", "CAST(i AS DECIMAL(5, 2))", "CAST(l AS STRING)", "CAST(dt AS STRING)", "CAST(ts AS STRING)",
        "UPPER(x)", "x || y", "CHAR_LENGTH(x)", "SUBSTRING(x, 2, 2)", "TRIM(x)", "REPLACE(x, 'x', y)", "MD5(x)", "YEAR(dt)", "EXTRACT(HOUR FROM ts)", "FLOOR(ts TO DAY)", "dt + INTERVAL '1' DAY",
        "i * j + l > 10 AND x LIKE 'x%'", "p * q + 1 > w OR x = y", "CASE WHEN l * m > 0 THEN 'big' ELSE x END", "1 / 0", "i + CAST('7' AS INT)", "2147483647 + 1 > i",
    ];

    [Theory]
    [MemberData(nameof(Expressions))]
    public void The_engine_gives_what_the_interpreter_gives(string text)
    {
        BindingResult bound = ExpressionBinder.Bind(text, s_schema, SessionContext.Default);
        if (bound.Expression is null)
        {
            // A constant that fails is refused when binding, as Flink does.
            Assert.True(text == "1 / 0" || text == "2147483647 + 1 > i", string.Join('\n', bound.Problems.Select(p => p.Render())));
            return;
        }

        object?[][] rows = Rows(1_500);
        var oracle = new Interpreter(SessionContext.Default);
        string[] expected = [.. rows.Select(r => oracle.Evaluate(bound.Expression, r)).Select(r => Text(r.Value, r.Error, bound.Expression.Type))];

        foreach (int slice in new[] { 1_500, 7 })
        {
            string[] actual = [.. Evaluate(bound.Expression, rows, slice).Select(r => Text(r.Value, r.Error, bound.Expression.Type))];
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void An_overflow_in_one_row_is_that_rows_alone()
    {
        BoundExpression sum = ExpressionBinder.Bind("l + m", s_schema, SessionContext.Default).OrThrow();
        object?[][] rows = [.. Rows(1_000).Select((r, i) => With(r, ("l", i == 700 ? long.MaxValue : i), ("m", 1L)))];

        IReadOnlyList<(object? Value, EvalError? Error)> results = Evaluate(sum, rows, 1_000);

        Assert.Equal("expression.overflow", results[700].Error!.Code.Name);
        Assert.Equal(Enumerable.Range(0, 1_000).Where(i => i != 700).Select(i => (object?)(i + 1L)), results.Where((_, i) => i != 700).Select(r => r.Value));
    }

    private static List<(object? Value, EvalError? Error)> Evaluate(BoundExpression expression, object?[][] rows, int batchRows)
    {
        using var pool = new BufferPool();
        using var builder = new BatchBuilder(s_schema, pool);
        using var program = new VectorProgram(expression, SessionContext.Default, pool);
        var results = new List<(object?, EvalError?)>();
        foreach (object?[][] chunk in rows.Chunk(batchRows))
        {
            foreach (object?[] row in chunk)
            {
                for (int i = 0; i < row.Length; i++)
                    builder.Columns[i].AppendBoxed(row[i]);
                builder.CloseRow();
            }

            using RecordBatch batch = builder.Build();
            results.AddRange(program.EvaluateBoxed(batch));
        }

        return results;
    }

    private static object?[] With(object?[] row, params (string Column, object Value)[] values)
    {
        object?[] changed = [.. row];
        foreach ((string column, object value) in values)
            changed[s_schema.IndexOf(column)] = value;
        return changed;
    }

    private static string Text(object? value, EvalError? error, LogicalType type) =>
        error is not null ? $"error {error.Code.Name}: {error.What}" : value is double or float ? ((IFormattable)value).ToString("R", null) : ValueDisplay.Text(value, type) ?? "NULL";

    private static object?[][] Rows(int count)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(_ => s_schema.Columns.Select(c => c.Type.IsNullable && random.Next(8) == 0 ? null : Value(c.Type, random)).ToArray())];
    }

    private static object Value(LogicalType type, Random random)
    {
        bool edge = random.Next(10) == 0;
        return type.Kind switch
        {
            TypeKind.Boolean => random.Next(2) == 0,
            TypeKind.TinyInt => edge ? sbyte.MinValue : (sbyte)random.Next(-5, 6),
            TypeKind.SmallInt => edge ? short.MaxValue : (short)random.Next(-300, 300),
            TypeKind.Int => edge ? (random.Next(2) == 0 ? int.MinValue : int.MaxValue) : random.Next(-4, 5),
            TypeKind.BigInt => edge ? (random.Next(2) == 0 ? long.MinValue : long.MaxValue) : random.NextInt64(-20, 20),
            TypeKind.Float => edge ? float.NaN : random.Next(-4, 5) / 2f,
            TypeKind.Double => edge ? (random.Next(3) switch { 0 => double.NaN, 1 => double.NegativeInfinity, _ => -0.0 }) : random.Next(-4, 5) / 2d,
            TypeKind.Decimal => edge ? Int128.Parse(new string('9', type.Precision), null) : (Int128)random.Next(-500, 500),
            TypeKind.Date => random.Next(-40_000, 40_000),
            TypeKind.Timestamp when type.Precision <= 6 => Timestamp.FromMicros(random.NextInt64(-2_000_000_000_000_000, 2_000_000_000_000_000)),
            TypeKind.Timestamp => new Timestamp(random.NextInt64(-2_000_000_000, 2_000_000_000), random.Next(1_000_000_000)),
            _ => s_texts[random.Next(s_texts.Length)],
        };
    }
}
