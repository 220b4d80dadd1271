using Sluice.Connectors.Options;
using Xunit;

namespace Sluice.UnitTests.Connectors.Options;

public sealed class UnitsTests
{
    [Theory]
    [InlineData("64MB", 64L << 20)]
    [InlineData("1.5 gb", 3L << 29)]
    [InlineData("512B", 512L)]
    [InlineData("64", null)]
    [InlineData("MB", null)]
    [InlineData("64MiB", null)]
    [InlineData("-1MB", null)]
    [InlineData("99999999999TB", null)]
    public void A_size_needs_its_unit(string text, long? expected) => Assert.Equal(expected, Units.TryParseBytes(text, out long bytes) ? bytes : null);

    [Theory]
    [InlineData("10s", "10s")]
    [InlineData("90s", "90s")]
    [InlineData("120s", "2m")]
    [InlineData("1.5h", "90m")]
    [InlineData("500ms", "500ms")]
    [InlineData("10", null)]
    [InlineData("10M", null)]
    public void A_duration_needs_its_unit_and_prints_in_the_largest_that_divides_it(string text, string? printed) =>
        Assert.Equal(printed, Units.TryParseDuration(text, out TimeSpan duration) ? Units.PrintDuration(duration) : null);

    [Theory]
    [InlineData(160L << 20, "160MB")]
    [InlineData(1500, "1.5KB")]
    [InlineData(7, "7B")]
    [InlineData(0, "0B")]
    public void Bytes_are_printed_with_their_unit(long bytes, string text) => Assert.Equal(text, Units.PrintBytes(bytes));
}
