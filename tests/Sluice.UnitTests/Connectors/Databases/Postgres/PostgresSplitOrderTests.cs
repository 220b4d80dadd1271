using Sluice.Connectors.Databases.Postgres;
using Xunit;

namespace Sluice.UnitTests.Connectors.Databases.Postgres;

/// <summary>Which splits may be continued by counting rows: only those that a second reading gives in the same order.</summary>
public sealed class PostgresSplitOrderTests
{
    [Theory]
    [InlineData("ctid >= '(10,0)'::tid AND ctid < '(20,0)'::tid", null, true)]
    [InlineData("ctid < '(20,0)'::tid", null, true)]
    [InlineData("ctid < '(20,0)'::tid", "\"a\" = 1", false)]
    [InlineData("\"ctid \" >= 5", null, false)]
    [InlineData("\"id\" >= 5", null, false)]
    [InlineData(null, null, false)]
    public void Only_a_range_of_ctid_without_a_filter_is_in_file_order(string? range, string? condition, bool expected)
    {
        PostgresScan scan = new()
        {
            Table = null!,
            Schema = null!,
            Text = "",
            SplitText = "",
            MaxReaders = 1,
            Source = null!,
            Columns = [],
            Mappings = [],
            SelectList = "",
            Condition = condition,
            Splits = null!,
        };

        Assert.Equal(expected, new PostgresSplit(scan, "t/1", "t", range).IsInFileOrder);
    }
}
