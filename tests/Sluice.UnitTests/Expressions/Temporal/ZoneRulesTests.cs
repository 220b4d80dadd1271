using Sluice.Expressions;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Expressions.Temporal;

public sealed class ZoneRulesTests
{
    [Theory]
    [InlineData("Asia/Shanghai", "0001-01-01 00:00:00", 29_143)]
    [InlineData("America/New_York", "1850-06-15 01:02:03", -17_762)]
    [InlineData("America/New_York", "2021-03-14 06:59:59", -18_000)]
    [InlineData("America/New_York", "2021-03-14 07:00:00", -14_400)]
    [InlineData("America/New_York", "9999-07-01 00:00:00", -14_400)]
    [InlineData("America/New_York", "9999-12-31 23:59:59", -18_000)]
    [InlineData("Asia/Kolkata", "2020-01-01 00:00:00", 19_800)]
    [InlineData("Australia/Sydney", "2100-01-01 00:00:00", 39_600)]
    [InlineData("Australia/Sydney", "2100-07-01 00:00:00", 36_000)]
    [InlineData("Europe/Dublin", "2100-07-01 00:00:00", 3_600)]
    [InlineData("Europe/Dublin", "2100-01-01 00:00:00", 0)]
    [InlineData("+08:05:43", "2020-01-01 00:00:00", 29_143)]
    [InlineData("GMT-08:00", "2020-01-01 00:00:00", -28_800)]
    [InlineData("UTC", "2020-01-01 00:00:00", 0)]
    public void Knows_the_offset_to_the_second(string zone, string utc, int expected) => Assert.Equal(expected, Zone(zone).OffsetAt(Second(utc)));

    [Theory]
    [InlineData("2021-03-14 02:30:00", "2021-03-14 07:30:00", "2021-03-14 07:30:00")]
    [InlineData("2021-11-07 01:30:00", "2021-11-07 05:30:00", "2021-11-07 06:30:00")]
    [InlineData("2021-11-07 02:00:00", "2021-11-07 07:00:00", "2021-11-07 07:00:00")]
    [InlineData("2150-03-08 02:30:00", "2150-03-08 07:30:00", "2150-03-08 07:30:00")]
    [InlineData("2150-11-01 01:30:00", "2150-11-01 05:30:00", "2150-11-01 06:30:00")]
    [InlineData("1850-06-15 01:02:03", "1850-06-15 05:58:05", "1850-06-15 06:02:03")]
    public void A_gap_moves_on_and_an_overlap_is_the_first_for_java_time_and_the_second_for_calendars(string local, string first, string second)
    {
        ZoneRules rules = Zone("America/New_York");

        Assert.Equal(first, Text(rules.ToInstant(Second(local))));
        Assert.Equal(second, Text(Second(local) - rules.LegacyOffsetOfLocal(Second(local))));
    }

    [Theory]
    [InlineData("GMT+8", 28_800)]
    [InlineData("GMT+0800", 28_800)]
    [InlineData("GMT+25", 0)]
    [InlineData("UTC+8", 0)]
    [InlineData("+08:00", 0)]
    [InlineData("EST", -18_000)]
    [InlineData("PST", -25_200)]
    [InlineData("IST", 19_800)]
    [InlineData("america/new_york", 0)]
    [InlineData("", 0)]
    [InlineData("../etc/passwd", 0)]
    public void An_old_name_that_is_unknown_is_GMT(string id, int expected) =>
        Assert.Equal(expected, ZoneDatabase.Machine.FindLegacy(id).LegacyOffsetAt(Second("2020-07-01 00:00:00")));

    [Theory]
    [InlineData("Nowhere")]
    [InlineData("EST")]
    [InlineData("PST")]
    [InlineData("+19:00")]
    [InlineData("GMT+8:0")]
    [InlineData("../zoneinfo/UTC")]
    public void An_unknown_zone_is_refused_by_name(string id)
    {
        Assert.Null(ZoneDatabase.Machine.Find(id));
        var error = Assert.Throws<SluiceException>(() => ZoneDatabase.Machine.Get(id));
        Assert.Contains(id, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_database_is_named()
    {
        var error = Assert.Throws<SluiceException>(() => new ZoneDatabase("/nonexistent").Get("Asia/Shanghai"));

        Assert.Contains("there is no time zone database in /nonexistent", error.Message, StringComparison.Ordinal);
        Assert.Equal(28_800, new ZoneDatabase("/nonexistent").Get("+08:00").OffsetAt(0));
    }

    private static ZoneRules Zone(string id) => ZoneDatabase.Machine.Get(id);

    private static long Second(string text)
    {
        Assert.Equal(ParseResult.Read, TemporalText.TryParseTimestamp(text, out Timestamp value));
        return value.Seconds;
    }

    private static string Text(long second) => TemporalText.FormatTimestamp(new Timestamp(second, 0), 0);
}
