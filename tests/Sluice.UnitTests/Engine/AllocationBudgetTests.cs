using Apache.Arrow;
using Sluice.Engine.Vectors;
using Sluice.Expressions;
using Sluice.Types;
using Xunit;
using Column = Sluice.Types.Column;

namespace Sluice.UnitTests.Engine;

/// <summary>More rows must not mean more garbage: what a program allocates for 2N rows is, to the byte, what it allocates for N.</summary>
public sealed class AllocationBudgetTests
{
    private const int Rows = 4096;
    private const int Repeats = 16;
    private const int Passes = 5;

    private static readonly TableSchema s_schema = new(
    [
        new Column("a", LogicalType.Int), new Column("b", LogicalType.Int), new Column("c", LogicalType.Int), new Column("s", LogicalType.String),
        new Column("p", LogicalType.Decimal(12, 2)), new Column("d", LogicalType.Date),
    ]);

    [Theory]
    [InlineData("a * b + c > 10 AND s LIKE 'x%'")]
    [InlineData("a = 1 OR b <> c")]
    [InlineData("p * 2 > 10")]
    [InlineData("d < DATE '2020-01-01' AND NOT a IS NULL")]
    [InlineData("s = 'xy'")]
    public void A_filter_allocates_nothing_for_a_row(string text)
    {
        BoundExpression filter = ExpressionBinder.Bind(text, s_schema, SessionContext.Default).OrThrow();

        Assert.Equal(Allocated(filter, Rows), Allocated(filter, 2 * Rows));
    }

    [Fact]
    public void The_measure_sees_what_a_row_allocates()
    {
        BoundExpression filter = ExpressionBinder.Bind("REVERSE(s) = 'yx'", s_schema, SessionContext.Default).OrThrow();

        Assert.True(Allocated(filter, 2 * Rows) > Allocated(filter, Rows) + (Rows * Repeats));
    }

    private static long Allocated(BoundExpression filter, int rows)
    {
        using var pool = new BufferPool();
        using var program = new VectorProgram(filter, SessionContext.Default, pool);
        using RecordBatch batch = Batch(pool, rows);
        var kept = new int[rows];
        Run(program, batch, kept); // Working memory grows once.
        long least = long.MaxValue;
        for (int pass = 0; pass < Passes; pass++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Repeats; i++)
                Run(program, batch, kept);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before); // What the runtime allocates once is in one pass only.
        }

        return least;
    }

    private static void Run(VectorProgram program, RecordBatch batch, int[] kept)
    {
        var failures = new RowFailures();
        Selection all = new(batch.Length, null, batch.Length);
        program.Evaluate(batch, all, failures);
        int count = program.SelectTrue(all, failures, kept);
        Assert.InRange(count, 1, batch.Length - 1); // A filter that keeps all or nothing would measure nothing.
    }

    private static RecordBatch Batch(BufferPool pool, int rows)
    {
        using var builder = new BatchBuilder(s_schema, pool);
        for (int row = 0; row < rows; row++)
        {
            object?[] values = [row % 7, row % 5, row % 3, (row % 4) switch { 0 => "xy", 1 => "yx", 2 => "x", _ => "" }, (Int128)(row % 1000), row % 40_000];
            for (int i = 0; i < values.Length; i++)
                builder.Columns[i].AppendBoxed((row + i) % 16 == 0 ? null : values[i]);
            builder.CloseRow();
        }

        return builder.Build();
    }
}
