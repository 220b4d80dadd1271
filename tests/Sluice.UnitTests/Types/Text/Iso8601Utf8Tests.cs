using System.Text;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Types.Text;

public sealed class Iso8601Utf8Tests
{
    [Theory]
    [InlineData("1970-01-01", 0)]
    [InlineData("1969-12-31", -1)]
    [InlineData("2020-02-29", 18_321)]
    [InlineData("0001-01-01", -719_162)]
    [InlineData("9999-12-31", 2_932_896)]
    [InlineData("0000-03-01", -719_468)]
    [InlineData("-0001-12-31", -719_529)]
    [InlineData("+12020-01-01", 3_670_687)]
    public void Reads_and_writes_a_date(string text, int days)
    {
        Span<byte> target = stackalloc byte[Iso8601Utf8.MaxLength];

        Assert.True(Iso8601Utf8.TryParseDate(Encoding.UTF8.GetBytes(text), out int read));
        Assert.Equal(days, read);
        Assert.Equal(text, Encoding.UTF8.GetString(target[..Iso8601Utf8.WriteDate(days, target)]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2020-2-9")]
    [InlineData("2021-02-29")]
    [InlineData("2020-13-01")]
    [InlineData("2020-00-01")]
    [InlineData("2020-01-00")]
    [InlineData("12020-01-01")]
    [InlineData(" 2020-01-01")]
    [InlineData("2020-01-01 ")]
    [InlineData("2020-01-01x")]
    [InlineData("2020/01/01")]
    [InlineData("20-01-01")]
    [InlineData("2020-01-0")]
    public void Refuses_what_is_no_date(string text) => Assert.False(Iso8601Utf8.TryParseDate(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("2020-01-01 12:34:56", 1_577_882_096, 0, 0)]
    [InlineData("1969-12-31 23:59:59.999999999", -1, 999_999_999, 9)]
    [InlineData("0001-01-01 00:00:00.1", -62_135_596_800, 100_000_000, 1)]
    public void Reads_and_writes_a_date_time(string text, long seconds, int nanos, int digits)
    {
        Span<byte> target = stackalloc byte[Iso8601Utf8.MaxLength];
        var expected = new Timestamp(seconds, nanos);

        Assert.True(Iso8601Utf8.TryParseTimestamp(Encoding.UTF8.GetBytes(text), out Timestamp read));
        Assert.Equal(expected, read);
        Assert.Equal(text, Encoding.UTF8.GetString(target[..Iso8601Utf8.WriteTimestamp(expected, digits, (byte)' ', target)]));
    }

    [Theory]
    [InlineData("2020-01-01 24:00:00")]
    [InlineData("2020-01-01 12:60:00")]
    [InlineData("2020-01-01 12:34:60")]
    [InlineData("2020-01-01 12:34:56.")]
    [InlineData("2020-01-01 12:34:56.1234567891")]
    [InlineData("2020-01-01 1:02:03")]
    [InlineData("2020-01-01  12:34:56")]
    [InlineData("2020-01-01 12:34:56Z")]
    public void Refuses_what_is_no_date_time(string text) => Assert.False(Iso8601Utf8.TryParseTimestamp(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("1970-01-01T00:00:00Z", 0)]
    [InlineData("1970-01-01 08:00:00+08", 0)]
    [InlineData("1970-01-01 08:05:43+08:05:43", 0)]
    [InlineData("1969-12-31 19:00:00 -0500", 0)]
    [InlineData("1969-12-31 19:30-04:30", 0)]
    public void Reads_an_instant(string text, long seconds)
    {
        Assert.True(Iso8601Utf8.TryParseInstant(Encoding.UTF8.GetBytes(text), out Timestamp instant));
        Assert.Equal(new Timestamp(seconds, 0), instant);
    }

    [Fact]
    public void Every_day_of_eight_hundred_years_comes_back()
    {
        for (long days = -200_000; days < 100_000; days++)
        {
            CivilDate.FromDays(days, out long year, out int month, out int day);
            var date = new DateOnly((int)year, month, day);
            Assert.Equal(days, date.DayNumber - new DateOnly(1970, 1, 1).DayNumber);
            Assert.Equal(days, CivilDate.ToDays(year, month, day));
        }
    }
}
