using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;
using Sluice.Types;

namespace Sluice.MicroBenchmarks;

/// <summary>
/// The rows that the evaluator's question is asked over: <c>a</c>, <c>b</c>, <c>c</c> INT and <c>s</c> STRING, one value of sixteen NULL, the same
/// in every run. About half the rows have <c>a * b + c &gt; 10</c>, a quarter have <c>s LIKE 'x%'</c>.
/// </summary>
public static class EvaluatorColumns
{
    /// <summary>The question of <c>docs/performance.md</c>.</summary>
    public const string Expression = "a * b + c > 10 AND s LIKE 'x%'";

    /// <summary>The columns' types.</summary>
    public static TableSchema Schema { get; } = new(
    [
        new Types.Column("a", LogicalType.Int), new Types.Column("b", LogicalType.Int), new Types.Column("c", LogicalType.Int), new Types.Column("s", LogicalType.String),
    ]);

    private static readonly string[] s_starts = ["x", "y", "z", "w"];

    /// <summary>Batches of <paramref name="batchRows"/> rows, <paramref name="rows"/> in all. The caller disposes them.</summary>
    public static IReadOnlyList<RecordBatch> Batches(int rows, int batchRows)
    {
        var batches = new List<RecordBatch>();
        for (int start = 0; start < rows; start += batchRows)
            batches.Add(Batch(start, Math.Min(batchRows, rows - start)));
        return batches;
    }

    /// <summary>The rows that the question keeps, by a loop written for it, which does not look for overflow.</summary>
    public static int CountByHand(RecordBatch batch)
    {
        var (a, b, c, s) = ((Int32Array)batch.Column(0), (Int32Array)batch.Column(1), (Int32Array)batch.Column(2), (StringArray)batch.Column(3));
        ReadOnlySpan<int> x = a.Values, y = b.Values, z = c.Values, offsets = s.ValueOffsets;
        ReadOnlySpan<byte> text = s.Values;
        int kept = 0;
        for (int row = 0; row < batch.Length; row++)
        {
            if (a.IsValid(row) && b.IsValid(row) && c.IsValid(row) && x[row] * y[row] + z[row] > 10
                && s.IsValid(row) && offsets[row + 1] > offsets[row] && text[offsets[row]] == (byte)'x')
            {
                kept++;
            }
        }

        return kept;
    }

    /// <summary>The rows of a batch as the interpreter takes them.</summary>
    public static object?[][] Boxed(RecordBatch batch)
    {
        var (a, b, c, s) = ((Int32Array)batch.Column(0), (Int32Array)batch.Column(1), (Int32Array)batch.Column(2), (StringArray)batch.Column(3));
        return [.. Enumerable.Range(0, batch.Length).Select(row => new object?[] { a.GetValue(row), b.GetValue(row), c.GetValue(row), s.GetString(row) })];
    }

    private static RecordBatch Batch(int start, int rows)
    {
        Int32Array.Builder a = new(), b = new(), c = new();
        StringArray.Builder s = new();
        for (int row = start; row < start + rows; row++)
        {
            uint bits = unchecked((uint)row * 2654435761U) ^ (uint)row >> 7;
            Append(a, (int)(bits % 41) - 20, bits >> 28);
            Append(b, (int)(bits / 41 % 41) - 20, (bits >> 24) % 16);
            Append(c, (int)(bits / 1681 % 101) - 50, (bits >> 20) % 16);
            if ((bits >> 16) % 16 == 0)
                s.AppendNull();
            else
                s.Append(s_starts[bits % 4] + bits, Encoding.UTF8);
        }

        Apache.Arrow.Schema schema = new([Number("a"), Number("b"), Number("c"), new Field("s", StringType.Default, true)], null);
        return new RecordBatch(schema, [a.Build(), b.Build(), c.Build(), s.Build()], rows);
    }

    private static void Append(Int32Array.Builder builder, int value, uint chance)
    {
        if (chance == 0)
            builder.AppendNull();
        else
            builder.Append(value);
    }

    private static Field Number(string name) => new(name, Int32Type.Default, true);
}
