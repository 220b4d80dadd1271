using Sluice.Expressions;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Expressions.Temporal;

public sealed class TemporalTextTests
{
    [Theory]
    [InlineData("2020-02-29", "2020-02-29")]
    [InlineData("2020-2-9", "2020-02-09")]
    [InlineData("2020-2", "2020-02-01")]
    [InlineData("20", "0020-01-01")]
    [InlineData("0-1-1", "0000-01-01")]
    [InlineData(" 2020-01-01 ", "2020-01-01")]
    [InlineData("\t2020-01-01\n", "2020-01-01")]
    [InlineData("2020-01-01 12:34:56+08:00", "2020-01-01")]
    [InlineData("2020 -01-01", "2020-01-01")]
    [InlineData("02020-001-001", "2020-01-01")]
    [InlineData("", null)]
    [InlineData("2021-02-29", null)]
    [InlineData("20200229", null)]
    [InlineData("2020-01-01T12:34:56", null)]
    [InlineData(" 2020-01-01 xx", null)]
    [InlineData("2020- 01-01", null)]
    [InlineData("2020--01", null)]
    [InlineData("-0001-01-01", null)]
    [InlineData("10000-01-01", null)]
    [InlineData("99999999999-01-01", null)]
    public void Reads_dates_as_Flink_does(string text, string? expected)
    {
        bool isRead = TemporalText.TryParseDate(text, out int days);

        Assert.Equal(expected, isRead ? TemporalText.FormatDate(days) : null);
    }

    [Theory]
    [InlineData("12:34:56.789", 45_296_789L)]
    [InlineData("12", 43_200_000L)]
    [InlineData("1:2:3", 3_723_000L)]
    [InlineData(" 12:34:56", 45_296_000L)]
    [InlineData("12 : 34 : 56", 45_296_000L)]
    [InlineData("12:34:56.7896", 45_296_790L)]
    [InlineData("12:34:56.x", 45_296_000L)]
    [InlineData("12:34:56+01:00", 48_896_000L)]
    [InlineData("12:34-1", 41_640_000L)]
    [InlineData("12+1", 46_800_000L)]
    [InlineData("12:34:56.789+01:00", 48_896_789L)]
    [InlineData("23:59:59.9999", 86_400_000L)]
    [InlineData("12:34:56+25:00", 135_296_000L)]
    [InlineData("00:30+01:00", null)]
    [InlineData("24:00:00", null)]
    [InlineData("23:59:60", null)]
    [InlineData("12:34:56Z", null)]
    [InlineData("-1:00:00", null)]
    [InlineData("12:", null)]
    [InlineData("", null)]
    [InlineData("+12:34", null)]
    public void Reads_times_as_Flink_does(string text, long? expected)
    {
        bool isRead = TemporalText.TryParseTime(text, out long millis);

        Assert.Equal(expected, isRead ? millis : null);
    }

    [Theory]
    [InlineData("2020-02-29", "2020-02-29 00:00:00.000000000")]
    [InlineData("2020-1-1 1:1:1.5", "2020-01-01 01:01:01.500000000")]
    [InlineData("2020-01-01 12:34:56.", "2020-01-01 12:34:56.000000000")]
    [InlineData("2020-01-01 24:00:00", "2020-01-02 00:00:00.000000000")]
    [InlineData("2020-01-0101", "2020-01-01 00:00:00.000000000")]
    [InlineData("2020-01-", "2020-01-01 00:00:00.000000000")]
    [InlineData("2020--", "2020-01-01 00:00:00.000000000")]
    [InlineData("2020-01-01 :34:", "2020-01-01 00:34:00.000000000")]
    [InlineData("2020-01-01 1212:34:56", "2020-01-01 12:34:56.000000000")]
    [InlineData("9999-12-31 23:59:59.999999999", "9999-12-31 23:59:59.999999999")]
    [InlineData("2020-2", null)]
    [InlineData("2020--01", null)]
    [InlineData("2020-13-01", null)]
    [InlineData("2020-01-00", null)]
    [InlineData("2020-01-32", null)]
    [InlineData("0000-01-01", null)]
    [InlineData("02020-01-01", null)]
    [InlineData("+2020-01-01", null)]
    [InlineData(" 2020-01-01", null)]
    [InlineData("2020-01-01T12:34:56", null)]
    [InlineData("2020-01-01 12:34", null)]
    [InlineData("2020-01-01 24:00:01", null)]
    [InlineData("2020-01-01 23:59:60", null)]
    [InlineData("2020-01-01 12:34:56.1234567891", null)]
    [InlineData("2020-1-1 -1:00:00", null)]
    public void Reads_date_times_as_Flink_does(string text, string? expected)
    {
        ParseResult result = TemporalText.TryParseTimestamp(text, out Timestamp value);

        Assert.Equal(expected, result == ParseResult.Read ? TemporalText.FormatTimestamp(value, 9) : null);
    }

    [Theory]
    [InlineData("2021-02-29", "2021-02-28 00:00:00")]
    [InlineData("2020-02-30 24:00:00", "2020-03-01 00:00:00")]
    [InlineData("1900-02-29 01:00:00", "1900-02-28 01:00:00")]
    [InlineData("2020-04-31", "2020-04-30 00:00:00")]
    public void Knows_an_impossible_day_and_what_Flink_makes_of_it(string text, string clamped)
    {
        Assert.Equal(ParseResult.ImpossibleDay, TemporalText.TryParseTimestamp(text, out Timestamp value));
        Assert.Equal(clamped, TemporalText.FormatTimestamp(value, 0));
    }

    [Fact]
    public void Prints_intervals()
    {
        Assert.Equal("+1-02", TemporalText.FormatMonths(14));
        Assert.Equal("-178956970-08", TemporalText.FormatMonths(int.MinValue));
        Assert.Equal("-5 02:03:04.567", TemporalText.FormatMillis(-439_384_567));
        Assert.Equal("+0 00:00:00.000", TemporalText.FormatMillis(0));
    }
}
