using Sluice.Connectors.Databases.MySql;
using Xunit;

namespace Sluice.UnitTests.Connectors.Databases.MySql;

/// <summary>Rows as the server frames them: 3 bytes of length, a number, then each value with its length in front; 0xFB is NULL.</summary>
public sealed class RowIndexTests
{
    // Two values: "ab" and NULL.
    private static readonly byte[] s_row = [4, 0, 0, 1, 2, (byte)'a', (byte)'b', 0xFB];
    private static readonly byte[] s_end = [5, 0, 0, 2, 0xFE, 0, 0, 2, 0];

    [Fact]
    public unsafe void Finds_the_values_of_every_whole_row_and_stops_before_the_end_packet()
    {
        using var index = new RowIndex(2);
        byte[] block = [.. s_row, .. s_row, .. s_end, .. s_row[..5]];

        fixed (byte* start = block)
        {
            int next = index.Build(start, 0, block.Length, 0, 100);

            Assert.Equal((16, 2), (next, index.Count));
            Assert.Equal((5, 2, -1), (index.Offsets(0)[0], index.Lengths(0)[0], index.Lengths(1)[0]));
            Assert.Equal((13, 2, -1), (index.Offsets(0)[1], index.Lengths(0)[1], index.Lengths(1)[1]));
        }
    }

    [Fact]
    public unsafe void Stops_at_an_error_at_the_rows_wanted_and_at_the_bytes_wanted()
    {
        using var index = new RowIndex(2);
        byte[] block = [.. s_row, .. s_row, 3, 0, 0, 3, 0xFF, 1, 0];

        fixed (byte* start = block)
        {
            Assert.Equal((16, 2), (index.Build(start, 0, block.Length, 0, 9), index.Count));
            Assert.Equal(8, index.Build(start, 0, block.Length, 0, 1));
            Assert.Equal(8, index.Build(start, 0, block.Length, 0, 9, mostBytes: 0));
        }
    }

    [Theory]
    [InlineData(new byte[] { 1, (byte)'x' }, 1)]
    [InlineData(new byte[] { 0xFC, 2, 0, 1, 2 }, 2)]
    [InlineData(new byte[] { 0xFD, 1, 0, 0, 9 }, 1)]
    [InlineData(new byte[] { 0xFE, 1, 0, 0, 0, 0, 0, 0, 0, 9 }, 1)]
    public unsafe void Reads_every_form_of_a_length(byte[] payload, int length)
    {
        using var index = new RowIndex(1);
        byte[] block = [(byte)payload.Length, 0, 0, 1, .. payload];

        fixed (byte* start = block)
        {
            Assert.Equal(block.Length, index.Build(start, 0, block.Length, 0, 9));
            Assert.Equal((1, length, block.Length - length), (index.Count, index.Lengths(0)[0], index.Offsets(0)[0]));
        }
    }

    [Theory]
    [InlineData(4, 9)]
    [InlineData(4, 1)]
    [InlineData(4, 0xFF)]
    [InlineData(7, 1)]
    [InlineData(0, 3)]
    public unsafe void Refuses_a_row_that_is_not_as_long_as_it_says(int at, byte value)
    {
        using var index = new RowIndex(2);
        byte[] block = [.. s_row, .. s_row];
        block[at] = value;

        fixed (byte* start = block)
        {
            int next = index.Build(start, 0, block.Length, 0, 9);
            Assert.True(next == -1 || (value == 0xFF && next == 0), $"{next}");
        }
    }

    [Fact]
    public unsafe void Leaves_bad_rows_out()
    {
        using var index = new RowIndex(2);
        byte[] block = [.. s_row, .. s_row, .. s_row];

        fixed (byte* start = block)
        {
            index.Build(start, 0, block.Length, 0, 9);
            index.Remove([true, false, true]);

            Assert.Equal((1, 13), (index.Count, index.Offsets(0)[0]));
        }
    }
}
