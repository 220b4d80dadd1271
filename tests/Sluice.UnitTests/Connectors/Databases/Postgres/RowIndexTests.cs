using Sluice.Connectors.Databases.Postgres;
using Xunit;

namespace Sluice.UnitTests.Connectors.Databases.Postgres;

/// <summary>Rows as the server frames them: <c>d</c>, length, number of fields, then each field with its length.</summary>
public sealed class RowIndexTests
{
    // d, 4 + 2 + 4 + 2 + 4, two fields: "ab" and NULL.
    private static readonly byte[] s_row = [(byte)'d', 0, 0, 0, 16, 0, 2, 0, 0, 0, 2, (byte)'a', (byte)'b', 255, 255, 255, 255];

    [Fact]
    public unsafe void Finds_the_fields_of_every_whole_row()
    {
        using var index = new RowIndex(2);
        byte[] block = [.. s_row, .. s_row, .. s_row[..10]];

        fixed (byte* start = block)
        {
            int next = index.Build(start, 0, block.Length, 100);

            Assert.Equal((34, 2, 11, 17, 28), (next, index.Count, index.Column(0)[0], index.Column(1)[0], index.Column(0)[1]));
        }
    }

    [Fact]
    public unsafe void Stops_at_the_most_rows_wanted_and_at_another_message()
    {
        using var index = new RowIndex(2);
        byte[] block = [.. s_row, .. s_row, (byte)'c', 0, 0, 0, 4];

        fixed (byte* start = block)
        {
            Assert.Equal(17, index.Build(start, 0, block.Length, 1));
            Assert.Equal((34, 2), (index.Build(start, 0, block.Length, 9), index.Count));
            Assert.Equal(17, index.Build(start, 0, block.Length, 9, mostBytes: 0));
            Assert.Equal(34, index.Build(start, 0, block.Length, 9, mostBytes: 18));
        }
    }

    [Theory]
    [InlineData(6, 3)]
    [InlineData(10, 200)]
    [InlineData(10, 1)]
    public unsafe void Refuses_a_row_that_is_not_as_long_as_it_says(int at, byte value)
    {
        using var index = new RowIndex(2);
        byte[] block = [.. s_row];
        block[at] = value;

        fixed (byte* start = block)
            Assert.Equal(-1, index.Build(start, 0, block.Length, 9));
    }

    [Fact]
    public unsafe void Leaves_bad_rows_out()
    {
        using var index = new RowIndex(2);
        byte[] block = [.. s_row, .. s_row, .. s_row];

        fixed (byte* start = block)
        {
            index.Build(start, 0, block.Length, 9);
            index.Remove([false, true, false]);

            Assert.Equal((2, 11, 45), (index.Count, index.Column(0)[0], index.Column(0)[1]));
        }
    }
}
