using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Types;

public sealed class LogicalTypeTests
{
    [Fact]
    public void Prints_types_as_Flink_spells_them()
    {
        LogicalType row = LogicalType.Row([new("x", LogicalType.Int), new("a`b", LogicalType.Array(LogicalType.Decimal(5, 2).NotNull()))]);

        Assert.Equal("ROW<`x` INT, `a``b` ARRAY<DECIMAL(5, 2) NOT NULL>>", row.ToString());
        Assert.Equal("STRING NOT NULL", LogicalType.String.NotNull().ToString());
        Assert.Equal("TIMESTAMP_LTZ(3)", LogicalType.TimestampLtz(3).ToString());
    }

    [Fact]
    public void Microseconds_before_1970_count_forwards_within_the_second()
    {
        Timestamp moment = Timestamp.FromMicros(-1);

        Assert.Equal(new Timestamp(-1, 999_999_000), moment);
        Assert.Equal(-1, moment.Micros);
    }
}
