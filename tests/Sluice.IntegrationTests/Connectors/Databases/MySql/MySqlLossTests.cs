using System.Collections.Immutable;
using Sluice.IntegrationTests.Connectors.Databases.Postgres;
using Sluice.IntegrationTests.Servers;
using Sluice.Types;

namespace Sluice.IntegrationTests.Connectors.Databases.MySql;

/// <summary>What other tools lose in silence: here each value is right, or a dirty row that says why, or as a policy wants it.</summary>
[Collection("mariadb")] // Some change settings of the whole server for a moment.
public sealed class MySqlLossTests(MariaDbServer server) : IClassFixture<MariaDbServer>
{
    private static readonly ImmutableDictionary<string, object> s_none = ImmutableDictionary<string, object>.Empty;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServiceFact("mariadb")]
    public async Task Zero_and_impossible_dates_are_dirty_rows_unless_a_policy_says_otherwise()
    {
        await MakeDatesAsync("dates");
        await using var pipe = new PostgresPipe(server.Url);

        List<string> rows = await pipe.ReadTextAsync("dates", Cancellation);

        Assert.Equal(["1|2024-02-29|2024-02-29 12:00:00|2024-02-29 12:00:00Z"], rows);
        Assert.Equal(
            [
                "id=2 d mysql.zero_date 0000-00-00 is not a date of any calendar",
                "id=3 d mysql.zero_date 2024-00-10 is not a date of any calendar",
                "id=4 d mysql.zero_date 2024-01-00 is not a date of any calendar",
                "id=5 d mysql.zero_date 2024-02-31 is not a date of any calendar",
                "id=6 dt mysql.zero_date 0000-00-00 00:00:00 is not a date of any calendar",
                "id=7 ts mysql.zero_date 0000-00-00 00:00:00 is not a date of any calendar",
                "id=8 d mysql.out_of_range 0000-01-01 is not a value of DATE",
            ],
            pipe.Dirty.Select(d => $"{d.Position} {d.Column} {d.Code.Name} {d.Reason}"));
    }

    [ServiceFact("mariadb")]
    public async Task Zero_dates_are_null_where_the_policy_says_so()
    {
        await MakeDatesAsync("dates_null");
        await using var pipe = new PostgresPipe(server.Url) { SourceOptions = s_none.Add("zero_date", "null").Add("out_of_range", "null") };

        List<string> rows = await pipe.ReadTextAsync("dates_null", Cancellation, "id", "d");

        Assert.Equal(["1|2024-02-29", "2|∅", "3|∅", "4|∅", "5|∅", "6|2024-01-01", "7|2024-01-01", "8|∅"], rows);
        Assert.Empty(pipe.Dirty);
    }

    [ServiceFact("mariadb")]
    public async Task As_text_every_date_and_time_reaches_another_table_as_it_was()
    {
        await MakeDatesAsync("dates_text");
        await server.ExecuteAsync("CREATE TABLE times (id int PRIMARY KEY, t time, t6 time(6)); INSERT INTO times VALUES (1, '-838:59:59', '838:59:59.000000'), (2, '24:00:00', '-00:00:00.000001'), (3, '12:00:00', '100:00:00')", Cancellation);
        await using var dates = new PostgresPipe(server.Url)
        {
            ColumnTypes = ImmutableDictionary<string, LogicalType>.Empty.Add("d", LogicalType.String).Add("dt", LogicalType.String).Add("ts", LogicalType.String),
        };
        await using var times = new PostgresPipe(server.Url)
        {
            ColumnTypes = ImmutableDictionary<string, LogicalType>.Empty.Add("t", LogicalType.String).Add("t6", LogicalType.String),
        };

        await dates.CopyAsync("dates_text", "dates_text_copy", Cancellation);
        await times.CopyAsync("times", "times_copy", Cancellation);

        Assert.Empty(dates.Dirty);
        Assert.Equal("", await server.DifferencesAsync("dates_text", "dates_text_copy", Cancellation));
        Assert.Equal("", await server.DifferencesAsync("times", "times_copy", Cancellation));
        Assert.Equal(["date|datetime|timestamp"], await server.RowsAsync(
            "SELECT GROUP_CONCAT(COLUMN_TYPE ORDER BY ORDINAL_POSITION SEPARATOR '|') FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'dates_text_copy' AND COLUMN_NAME <> 'id'", Cancellation));
    }

    [ServiceFact("mariadb")]
    public async Task A_time_outside_a_day_names_the_way_to_read_it()
    {
        await server.ExecuteAsync("CREATE TABLE long_times (id int PRIMARY KEY, t time(3)); INSERT INTO long_times VALUES (1, '23:59:59.999'), (2, '24:00:00'), (3, '-00:00:01'), (4, '838:59:59')", Cancellation);
        await using var pipe = new PostgresPipe(server.Url);

        List<string> rows = await pipe.ReadTextAsync("long_times", Cancellation);

        Assert.Equal(["1|23:59:59.999"], rows);
        Assert.Equal(
            [
                "24:00:00.000 is not a time of a day; `columns: { t: STRING }` reads it as text",
                "-00:00:01.000 is not a time of a day; `columns: { t: STRING }` reads it as text",
                "838:59:59.000 is not a time of a day; `columns: { t: STRING }` reads it as text",
            ],
            pipe.Dirty.Select(d => d.Reason));
    }

    [ServiceFact("mariadb")]
    public async Task A_tinyint_of_one_digit_is_a_number_and_a_truth_value_only_when_asked()
    {
        await server.ExecuteAsync("CREATE TABLE flags (id int PRIMARY KEY, b tinyint(1)); INSERT INTO flags VALUES (1, 0), (2, 1), (3, 2), (4, -1), (5, NULL)", Cancellation);
        await using var plain = new PostgresPipe(server.Url);
        await using var asked = new PostgresPipe(server.Url) { ColumnTypes = ImmutableDictionary<string, LogicalType>.Empty.Add("b", LogicalType.Boolean) };

        Assert.Equal(["1|0", "2|1", "3|2", "4|-1", "5|∅"], await plain.ReadTextAsync("flags", Cancellation));
        Assert.Equal(["1|false", "2|true", "5|∅"], await asked.ReadTextAsync("flags", Cancellation));
        Assert.Equal(["2 is not a value of BOOLEAN", "-1 is not a value of BOOLEAN"], asked.Dirty.Select(d => d.Reason));
    }

    [ServiceFact("mariadb")]
    public async Task The_servers_own_time_zone_and_sql_mode_have_no_influence()
    {
        await server.ExecuteAsync("CREATE TABLE zones (id int AUTO_INCREMENT PRIMARY KEY, ts timestamp NULL, dt datetime, c char(5)); SET time_zone = '+00:00'; INSERT INTO zones VALUES (1, '2024-03-31 01:30:00', '2024-03-31 02:30:00', 'ab')", Cancellation);
        await server.AdministerAsync("SET GLOBAL time_zone = '+05:00'; SET GLOBAL sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH,PIPES_AS_CONCAT'", Cancellation);
        try
        {
            await using var pipe = new PostgresPipe(server.Url);

            List<string> rows = await pipe.ReadTextAsync("zones", Cancellation);
            await pipe.CopyAsync("zones", "zones_copy", Cancellation);

            Assert.Equal(["1|2024-03-31 01:30:00Z|2024-03-31 02:30:00|ab"], rows);
            Assert.Equal("", await server.DifferencesAsync("zones", "zones_copy", Cancellation));
        }
        finally
        {
            await server.AdministerAsync("SET GLOBAL time_zone = 'SYSTEM'; SET GLOBAL sql_mode = DEFAULT", Cancellation);
        }
    }

    [ServiceFact("mariadb")]
    public async Task Zero_in_an_auto_increment_column_stays_zero_and_NULL_is_refused()
    {
        await server.ExecuteAsync("CREATE TABLE zeros (id int, t varchar(5)); INSERT INTO zeros VALUES (0, 'a'), (NULL, 'b'), (5, 'c'); CREATE TABLE counted (id int AUTO_INCREMENT PRIMARY KEY, t varchar(5))", Cancellation);
        await using var pipe = new PostgresPipe(server.Url);

        await pipe.CopyAsync("zeros", "counted", Cancellation);

        Assert.Equal(["0|a", "5|c"], await server.RowsAsync("SELECT * FROM counted ORDER BY id", Cancellation));
        Assert.Equal(["id the target's column must not be NULL"], pipe.Dirty.Select(d => $"{d.Column} {d.Reason}"));
    }

    private Task MakeDatesAsync(string table) => server.ExecuteAsync(
        $"CREATE TABLE {table} (id int PRIMARY KEY, d date, dt datetime, ts timestamp NULL); SET sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+00:00';"
        + $"INSERT INTO {table} VALUES (1, '2024-02-29', '2024-02-29 12:00:00', '2024-02-29 12:00:00'), (2, '0000-00-00', NULL, NULL), (3, '2024-00-10', NULL, NULL), (4, '2024-01-00', NULL, NULL), (5, '2024-02-31', NULL, NULL), "
        + "(6, '2024-01-01', '0000-00-00', NULL), (7, '2024-01-01', NULL, '0000-00-00'), (8, '0000-01-01', NULL, NULL)", Cancellation);
}
