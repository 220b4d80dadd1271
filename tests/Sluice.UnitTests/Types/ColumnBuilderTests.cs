using Apache.Arrow;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Types;

public sealed class ColumnBuilderTests
{
    public static TheoryData<LogicalType, object?[]> Columns() => new()
    {
        { LogicalType.Boolean, [true, null, false, true, true, true, true, true, null, true] },
        { LogicalType.BigInt, [1L, null, long.MinValue] },
        { LogicalType.Decimal(38, 2), [Int128.Parse("-99999999999999999999999999999999999999", null), null, (Int128)1] },
        { LogicalType.String, ["", null, "数据😀", "x"] },
        { LogicalType.Bytes, [new byte[] { 0, 255 }, null, System.Array.Empty<byte>()] },
        { LogicalType.Timestamp(6), [Timestamp.FromMicros(-1), null] },
        { LogicalType.Timestamp(9), [new Timestamp(-62135596800, 1), null, new Timestamp(253402300799, 999_999_999)] },
        { LogicalType.Array(LogicalType.Int), [new object?[] { 1, null, 3 }, null, System.Array.Empty<object?>()] },
        { LogicalType.Row([new("a", LogicalType.Int), new("b", LogicalType.String)]), [new object?[] { 1, "x" }, null, new object?[] { null, null }] },
    };

    [Theory]
    [MemberData(nameof(Columns))]
    public void Gives_back_what_was_appended(LogicalType type, object?[] values)
    {
        using var pool = new BufferPool();
        using ColumnBuilder builder = ColumnBuilder.Create(type, pool);
        foreach (object? value in values)
            builder.AppendBoxed(value);

        using IArrowArray array = builder.Build();

        Assert.Equal(values, Enumerable.Range(0, values.Length).Select(i => new ColumnView(array).Boxed(type, i)));
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void Takes_back_rows_after_a_count_and_goes_on(LogicalType type, object?[] values)
    {
        using var pool = new BufferPool();
        using ColumnBuilder builder = ColumnBuilder.Create(type, pool);
        builder.AppendBoxed(values[0]);
        foreach (object? value in values)
            builder.AppendBoxed(value);
        builder.Truncate(1);
        builder.AppendNull();
        builder.AppendBoxed(values[0]);

        using IArrowArray array = builder.Build();

        Assert.Equal(3, array.Length);
        Assert.Equal(1, array.NullCount);
        Assert.Equal([values[0], null, values[0]], Enumerable.Range(0, 3).Select(i => new ColumnView(array).Boxed(type, i)));
    }

    [Fact]
    public void Returns_every_buffer_to_its_pool()
    {
        using var pool = new BufferPool();
        using (ColumnBuilder builder = ColumnBuilder.Create(LogicalType.String, pool))
        {
            builder.AppendBoxed("text");
            builder.AppendNull();
            IArrowArray array = builder.Build();
            Assert.True(pool.RentedBytes > 0);
            array.Dispose();
        }

        Assert.Equal(0, pool.RentedBytes);
    }
}
