using Sluice.Expressions;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Expressions.Temporal;

public sealed class DatePatternTests
{
    private static readonly Timestamp s_now = new(1_767_225_600, 0);

    [Theory]
    [InlineData("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", "0999-03-05T00:07:09.000Z")]
    [InlineData("uu yyyyy u", "99 00999 999")]
    [InlineData("D DD DDD", "64 64 064")]
    [InlineData("M MM MMM MMMM MMMMM LLL", "3 03 Mar March M Mar")]
    [InlineData("Q QQ QQQ QQQQ QQQQQ", "1 01 Q1 1st quarter 1")]
    [InlineData("YYYY-'W'ww-e W F", "0999-W10-3 2 5")]
    [InlineData("E EEEE EEEEE e eee c ccc", "Tue Tuesday T 3 Tue 3 Tue")]
    [InlineData("h K k H a", "12 0 24 0 AM")]
    [InlineData("S SSSSSSSSS n nn A N", "0 000000001 1 01 429000 429000000001")]
    [InlineData("G GGGG GGGGG g", "AD Anno Domini A -314000")]
    [InlineData("ppH|ppppppMMM", " 0|   Mar")]
    [InlineData("[yyyy][MM", "099903")]
    [InlineData("'o''clock' ''", "o'clock '")]
    [InlineData("中文yyyy年", "中文0999年")]
    [InlineData("z", null)]
    [InlineData("X", null)]
    public void DateTimeFormatter_prints(string pattern, string? expected)
    {
        Assert.Equal(ParseResult.Read, TemporalText.TryParseTimestamp("0999-03-05 00:07:09.000000001", out Timestamp value));

        Assert.Equal(expected, DateTimePattern.Compile(pattern, out _)!.Format(value));
    }

    [Theory]
    [InlineData("abc", "has the letter b, which means nothing")]
    [InlineData("ddd", "has the letter d 3 times in a row, which means nothing")]
    [InlineData("yyyy]", "has a ] without a [ before it")]
    [InlineData("{", "has the reserved character '{'")]
    [InlineData("'abc", "ends inside a quoted text")]
    [InlineData("p", "has a p that no other letter follows")]
    [InlineData("B", "has the letter B, which is not supported")]
    [InlineData("SSSSSSSSSS", "has the letter S 10 times in a row, which means nothing")]
    public void A_pattern_that_is_none_says_why(string pattern, string what)
    {
        Assert.Null(DateTimePattern.Compile(pattern, out PatternError? error));
        Assert.Equal(what, error!.What);
    }

    [Theory]
    [InlineData("yyyyMMddHHmmssSSS", "20200229123456789", "2020-02-29 12:34:56.789")]
    [InlineData("yyyy-DDD", "2020-060", "2020-02-29 00:00:00.000")]
    [InlineData("yyyy-DDD", "2021-366", null)]
    [InlineData("yy-M-d", "99-12-31", "2099-12-31 00:00:00.000")]
    [InlineData("EEEE, MMMM d, yyyy", "Saturday, February 29, 2020", "2020-02-29 00:00:00.000")]
    [InlineData("EEEE, MMMM d, yyyy", "Sunday, February 29, 2020", null)]
    [InlineData("MMM d, yyyy", "feb 29, 2020", null)]
    [InlineData("yyyy-MM-dd[ HH:mm]", "2020-02-29", "2020-02-29 00:00:00.000")]
    [InlineData("yyyy-MM-dd HH:mm:ssXXX", "2020-02-29 12:34:56+08:00", "2020-02-29 12:34:56.000")]
    [InlineData("yyyy-MM-dd HH:mm:ss", "2020-02-29 24:00:00", "2020-03-01 00:00:00.000")]
    [InlineData("HH:mm:ss", "12:34:56", "1970-01-01 12:34:56.000")]
    [InlineData("G yyyy", "BC 0001", "0000-01-01 00:00:00.000")]
    [InlineData("Y-w-e", "2020-9-7", "2020-02-29 00:00:00.000")]
    [InlineData("A", "20200229", "1970-01-01 05:36:40.229")]
    [InlineData("yyyy", "+12020", "+12020-01-01 00:00:00.000")]
    [InlineData("yyyy", "12020", null)]
    [InlineData("yyyy-MM-dd", "2020-13-01", null)]
    public void DateTimeFormatter_reads(string pattern, string text, string? expected)
    {
        ParseResult result = DateTimePattern.Compile(pattern, out _)!.Parse(text, out Timestamp value, out _, out _);
        Span<byte> shown = stackalloc byte[Iso8601Utf8.MaxLength];
        int length = Iso8601Utf8.WriteTimestamp(value, 3, (byte)' ', shown);

        Assert.Equal(expected, result == ParseResult.Read ? System.Text.Encoding.ASCII.GetString(shown[..length]) : null);
    }

    [Theory]
    [InlineData("yyyy-MM-dd HH:mm:ss.SSS", "1998-12-27 19:07:09.000")]
    [InlineData("G GGGG y yy yyyyy", "AD AD 1998 98 01998")]
    [InlineData("M MMM MMMM L LLLL", "12 Dec December 12 December")]
    [InlineData("D w W F Y u", "361 1 5 4 1999 7")]
    [InlineData("E EEEE", "Sun Sunday")]
    [InlineData("a H k K h", "PM 19 19 7 7")]
    [InlineData("z Z X XX XXX", "EST -0500 -05 -0500 -05:00")]
    [InlineData("[{#'a' ''", "[{#a '")]
    public void SimpleDateFormat_prints(string pattern, string expected)
    {
        SimpleDatePattern compiled = SimpleDatePattern.Compile(pattern, out _)!;

        Assert.Equal(expected, SimpleDatePrinter.Format(compiled, 914_803_629_000, ZoneDatabase.Machine.Get("America/New_York"), out PatternError? refused));
        Assert.Null(refused);
    }

    [Theory]
    [InlineData("yyyyMMdd", "2020-02-29", "2019-12-02", null)]
    [InlineData("yyyy-MM-dd", "2020-02-30", "2020-03-01", null)]
    [InlineData("yyyy-MM-dd", "2020-02-29 xx", "2020-02-29", null)]
    [InlineData("yyyy-MM-dd", " 2020-02-29", "2020-02-29", null)]
    [InlineData("yyyy-MM-dd", "2020-2-9", "2020-02-09", "2020-02-09")]
    [InlineData("yyyy-MM-dd", "1582-10-10", "1582-10-20", "1582-10-10")]
    [InlineData("MMMM d, yyyy", "FEB 29, 2020", "2020-02-29", "2020-02-29")]
    [InlineData("EEE MMM d yyyy", "Sun Feb 29 2020", "2020-02-29", null)]
    [InlineData("yyyy-DDD", "2021-366", "2022-01-01", null)]
    [InlineData("YYYY-'W'ww-u", "2020-W09-6", "2020-02-29", "2020-02-29")]
    [InlineData("yyyy MM W E", "2020 02 5 Sat", "2020-02-29", "2020-02-29")]
    [InlineData("yy-M-d", "45-12-31", "2045-12-31", "2045-12-31")]
    [InlineData("yy-M-d", "47-12-31", "1947-12-31", "1947-12-31")]
    [InlineData("yyyy-MM-dd HH:mm:ss Z", "2020-02-29 00:34:56 GMT+08:00", "2020-02-28", "2020-02-28")]
    [InlineData("", "", null, null)]
    public void SimpleDateFormat_reads_leniently_and_strictly(string pattern, string text, string? lenient, string? strict)
    {
        var parser = new SimpleDateParser(SimpleDatePattern.Compile(pattern, out _)!, s_now);

        Assert.Equal(lenient, parser.TryParse(text, ZoneRules.Utc, out long millis) ? Day(millis) : null);
        Assert.Equal(strict, parser.TryParseStrictly(text, ZoneRules.Utc, true, out millis) ? Day(millis) : null);
    }

    private static string Day(long millis) => TemporalText.FormatDate((int)CivilDate.FloorDiv(millis, TimeUnits.MillisPerDay));
}
