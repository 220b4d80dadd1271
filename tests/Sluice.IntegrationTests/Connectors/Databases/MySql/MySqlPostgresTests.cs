using Sluice.IntegrationTests.Connectors.Databases.Postgres;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Connectors.Databases.MySql;

/// <summary>MariaDB ↔ PostgreSQL: the types that both have, there and back; each server compares its own table with what came back.</summary>
[Collection("mariadb")] // Some change settings of the whole server for a moment.
public sealed class MySqlPostgresTests(MariaDbServer maria, PostgresServer postgres) : IClassFixture<MariaDbServer>, IClassFixture<PostgresServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServiceFact("mariadb")]
    public async Task From_MariaDB_to_PostgreSQL_and_back_every_value_is_the_same()
    {
        Assert.SkipWhen(Service.Postgres.SkipReason is not null, Service.Postgres.SkipReason ?? "");
        await maria.ExecuteAsync(
            """
            CREATE TABLE both_ways (id bigint unsigned PRIMARY KEY, ti tinyint, si smallint, mi mediumint unsigned, i int unsigned, b bigint, f float, d double, n decimal(38,10), big decimal(65,30),
              flag bit(1), day date, t time(6), dt datetime(6), ts timestamp(3) NULL, c char(5), v varchar(50), lt longtext, bin varbinary(20), lb longblob, j json, u uuid, e enum('a', 'B'), y year);
            INSERT INTO both_ways VALUES (18446744073709551615, -128, -32768, 16777215, 4294967295, -9223372036854775808, 3.402823466e38, 5e-324, -9999999999999999999999999999.9999999999,
              99999999999999999999999999999999999.999999999999999999999999999999, b'1', '0001-01-01', '23:59:59.999999', '9999-12-31 23:59:59.999999', '2038-01-19 03:14:07.999', 'ab', ' tab\t\n\\N ''q'' 中😀 ', REPEAT('中', 50000), x'00ff0a', REPEAT(x'00ff', 1000),
              '{"b": 1,  "a": 1.10}', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'B', 0),
              (0, 127, 32767, 0, 0, 9223372036854775807, -0.1, -1.7976931348623157e308, 0.0000000001, 0, b'0', '9999-12-31', '00:00:00', '0001-01-01 00:00:00', '1970-01-01 00:00:01', '', '', '', '', '', 'null', '00000000-0000-0000-0000-000000000000', 'a', 2155),
              (1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
            CREATE TABLE both_ways_back LIKE both_ways
            """, Cancellation);
        await using var there = new PostgresPipe(maria.Url) { SinkUrl = postgres.Url };
        await using var back = new PostgresPipe(postgres.Url) { SinkUrl = maria.Url };

        await there.CopyAsync($"{maria.Owner.Database}.both_ways", "public.both_ways", Cancellation);
        await maria.ExecuteAsync("ALTER TABLE both_ways_back MODIFY big longtext, MODIFY y smallint", Cancellation);
        await WidenAsync();
        await back.CopyAsync("public.both_ways", $"{maria.Owner.Database}.both_ways_back", Cancellation);

        Assert.Empty(there.Dirty);
        Assert.Empty(back.Dirty);
        IReadOnlyList<string> left = await maria.RowsAsync("SELECT id, ti, si, mi, i, b, HEX(f), HEX(d), CONCAT(n), CONCAT(big), HEX(flag), CONCAT(day), CONCAT(t), CONCAT(dt), CONCAT(ts), HEX(RTRIM(c)), HEX(v), MD5(lt), HEX(bin), MD5(lb), HEX(j), u, e, y + 0 FROM both_ways ORDER BY id", Cancellation);
        IReadOnlyList<string> right = await maria.RowsAsync("SELECT id, ti, si, mi, i, b, HEX(f), HEX(d), CONCAT(n), CONCAT(big), HEX(flag), CONCAT(day), CONCAT(t), CONCAT(dt), CONCAT(ts), HEX(RTRIM(c)), HEX(v), MD5(lt), HEX(bin), MD5(lb), HEX(j), u, e, y + 0 FROM both_ways_back ORDER BY id", Cancellation);
        Assert.Equal(left.Select(r => r.Replace("|0.000000000000000000000000000000|", "|0|", StringComparison.Ordinal)), right.Select(r => r.Replace("|0.000000000000000000000000000000|", "|0|", StringComparison.Ordinal)));
    }

    [ServiceFact("mariadb")]
    public async Task From_PostgreSQL_to_MariaDB_and_back_every_value_is_the_same()
    {
        Assert.SkipWhen(Service.Postgres.SkipReason is not null, Service.Postgres.SkipReason ?? "");
        await postgres.ExecuteAsync(
            """
            CREATE TABLE there (id bigint PRIMARY KEY, si smallint, i int, r real, d double precision, n numeric(38,10), o boolean, day date, t time(3), ts timestamp(6), tz timestamptz, c char(5), v varchar(20), x text, b bytea, j json, u uuid);
            INSERT INTO there VALUES (-9223372036854775808, -32768, 2147483647, 3.4028235e38, 5e-324, 9999999999999999999999999999.9999999999, true, '0001-01-01', '23:59:59.999', '9999-12-31 23:59:59.999999', '9999-12-31 23:59:59.999999+00', 'ab', 'a  ', E' \t\\N 中😀', '\x00ff0a', '{"b": 1,  "a": 1.10}', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'),
              (1, 1, 1, 0.1, 0.1, 0, false, '9999-12-31', '00:00:00', '0001-01-01', '0001-01-01 00:00:00+00', '', '', '', '', 'null', '00000000-0000-0000-0000-000000000000'), (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
            CREATE TABLE back (LIKE there);
            ALTER TABLE back ALTER tz TYPE timestamp USING NULL, ALTER c TYPE varchar(5)
            """, Cancellation);
        await using var there = new PostgresPipe(postgres.Url) { SinkUrl = maria.Url };
        await using var back = new PostgresPipe(maria.Url) { SinkUrl = postgres.Url };

        await there.CopyAsync("public.there", $"{maria.Owner.Database}.there", Cancellation);
        await back.CopyAsync($"{maria.Owner.Database}.there", "public.back", Cancellation);

        Assert.Empty(there.Dirty);
        Assert.Empty(back.Dirty);
        const string All = "SELECT id, si, i, r, d, n, o, day, t, ts, {0}, {1}, v, x, b, j::text, u FROM {2}";
        Assert.Equal(0, await postgres.DifferencesAsync(
            string.Format(null, All, "tz AT TIME ZONE 'UTC'", "rpad(c, 5)", "there"), string.Format(null, All, "tz", "c::text", "back"), Cancellation));
    }

    // A CHAR comes back padded, as PostgreSQL shows it. What PostgreSQL has one type for where MariaDB has several: unsigned numbers come back in the next wider type, and a timestamp with zone goes into one.
    private Task WidenAsync() => maria.ExecuteAsync("ALTER TABLE both_ways_back MODIFY mi bigint, MODIFY i bigint, MODIFY ti smallint, MODIFY si smallint, MODIFY f float, MODIFY c varchar(5)", Cancellation);
}
