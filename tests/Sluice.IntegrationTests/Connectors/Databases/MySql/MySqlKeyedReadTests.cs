using System.Globalization;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Connectors.Databases.MySql;

/// <summary>Tables cut by their key in a run that keeps its progress: whatever the key, the splits together are the table, also after a kill.</summary>
[Collection("mariadb")] // Some of its tests change settings of the whole server for a moment.
public sealed class MySqlKeyedReadTests(MariaDbServer maria, PostgresServer postgres) : IClassFixture<MariaDbServer>, IClassFixture<PostgresServer>
{
    private const int Rows = 4_500;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The table's columns and key, the values of row <c>seq</c>, and what the plan says of the splits.</summary>
    public static TheoryData<string, string, string> Tables() => new()
    {
        { "a INT, b DATE, c VARCHAR(20), PRIMARY KEY (a, b, c)", "SELECT CAST(seq AS SIGNED) DIV 1500 - 1, '2024-01-01' + INTERVAL seq DIV 100 DAY, CONCAT('x', seq)", " rows by key (a, b, c)" },
        { "c VARCHAR(60) COLLATE utf8mb4_general_ci PRIMARY KEY", "SELECT CONCAT(ELT(seq % 4 + 1, 'Ärger', 'arger', 'ÄRGER', 'zoo'), CHAR(97 + seq % 26), '\\'\"\\\\ ', seq)", " rows by key (c)" },
        { "c VARCHAR(60) CHARACTER SET latin1 PRIMARY KEY, d INT", "SELECT CONCAT(ELT(seq % 3 + 1, 'ä', '€', 'A'), seq), NULL", " rows by key (c)" },
        { "id BIGINT UNSIGNED PRIMARY KEY", "SELECT IF(seq % 2 = 0, seq, 18446744073709551616 - seq)", " rows by key (id)" },
        { "id BIGINT PRIMARY KEY", "SELECT (CAST(seq AS SIGNED) - 2000) * 3000000000000000", " rows by key (id)" },
        { "id UUID PRIMARY KEY", "SELECT CONCAT(LEFT(MD5(seq), 8), '-', LPAD(HEX(seq), 4, '0'), '-', IF(seq % 2, '1', '4'), RIGHT(MD5(seq), 3), '-8000-', LEFT(MD5(-seq), 12))", " rows by key (id)" },
        { "id CHAR(36) CHARACTER SET ascii PRIMARY KEY", "SELECT CONCAT(LEFT(MD5(seq), 8), '-', LPAD(HEX(seq), 4, '0'), '-4000-8000-', LEFT(MD5(-seq), 12))", " rows by key (id)" },
        { "id BINARY(16) PRIMARY KEY", "SELECT UNHEX(MD5(seq))", " rows by key (id)" },
        { "d DECIMAL(30,10) NOT NULL, t DATETIME(6) NOT NULL, UNIQUE KEY `the key` (d, t)", "SELECT (CAST(seq % 7 AS SIGNED) - 3) / 3, '2024-01-01' + INTERVAL seq MICROSECOND", " rows by key (d, t)" },
        { "f DOUBLE PRIMARY KEY", "SELECT seq / 7", "1 (no key that cuts it: read whole, and again from its start after an interruption)" },
        { "n INT", "SELECT seq DIV 3", "1 (no key: read whole, and again from its start after an interruption)" },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_run_killed_in_the_middle_reads_every_row_once(string columns, string values, string splits)
    {
        foreach (Service service in (Service[])[Service.FaultProgram, Service.MariaDb, Service.Postgres])
            Assert.SkipWhen(service.SkipReason is not null, service.SkipReason ?? "");
        string table = string.Create(CultureInfo.InvariantCulture, $"t{Guid.NewGuid():N}");
        await maria.ExecuteAsync($"CREATE TABLE {table} ({columns}, pad VARCHAR(900)); INSERT INTO {table} {values}, REPEAT('p', 700) FROM seq_1_to_{Rows}; ANALYZE TABLE {table}", Cancellation);
        using var folder = new TemporaryFolder();
        bool isCut = !splits.StartsWith('1');

        SluiceResult plan = await RunAsync(folder, table, null, "plan");
        SluiceResult killed = await RunAsync(folder, table, isCut ? "target.commit.acknowledged.after:2" : "target.commit.sent.before:1", "run");
        killed.MustExitWith(137);
        (await RunAsync(folder, table, null, "run", "--resume")).MustExitWith(0);

        Assert.Contains(splits, plan.MustExitWith(0).Output, StringComparison.Ordinal);
        Assert.Equal(Rows, (await maria.RowsAsync($"SELECT 1 FROM {table}", Cancellation)).Count);
        await SameAsync(folder, table);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Tables_of_no_row_and_of_one_row_arrive(int rows)
    {
        Assert.SkipWhen(Service.MariaDb.SkipReason is not null, Service.MariaDb.SkipReason ?? "");
        Assert.SkipWhen(Service.Postgres.SkipReason is not null, Service.Postgres.SkipReason ?? "");
        string table = string.Create(CultureInfo.InvariantCulture, $"small{rows}");
        await maria.ExecuteAsync($"CREATE TABLE {table} (id INT PRIMARY KEY); INSERT INTO {table} SELECT seq FROM seq_1_to_2 WHERE seq <= {rows}", Cancellation);
        using var folder = new TemporaryFolder();

        (await RunAsync(folder, table, null, "run")).MustExitWith(0);

        await SameAsync(folder, table);
    }

    /// <summary>Copies the target back, without a store, and lets MariaDB's own bytes be compared.</summary>
    private async Task SameAsync(TemporaryFolder folder, string table)
    {
        await maria.ExecuteAsync($"CREATE TABLE {table}_back LIKE {table}", Cancellation);
        (await SluiceProcess.RunAsync(Cancellation, "copy", postgres.Url, maria.Url, "--table", $"public.{table}", "--into", $"{maria.Owner.Database}.{table}_back")).MustExitWith(0);

        Assert.Equal("", await maria.DifferencesAsync(table, $"{table}_back", Cancellation));
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(folder.FullName), f => Path.GetFileName(f).StartsWith(".sluice", StringComparison.Ordinal));
    }

    private async Task<SluiceResult> RunAsync(TemporaryFolder folder, string table, string? fault, string command, params string[] arguments)
    {
        string job = Path.Combine(folder.FullName, "job.yaml");
        await File.WriteAllTextAsync(
            job,
            $$"""
            version: 1
            name: keyed
            source: { connection: "${env:MARIA_URL}", tables: ["{{maria.Owner.Database}}.{{table}}"], split_size: 1MB }
            sink: { connection: "${env:POSTGRES_URL}", schema: public, write: append }
            checkpoint: { store: ./store, every: 20ms }
            engine: { local: { parallelism: 2 } }

            """,
            Cancellation);
        using SluiceProcess process = SluiceProcess.Start(new SluiceStart([command, job, .. arguments])
        {
            Program = fault is null ? null : Service.FaultProgram.Address,
            WorkingDirectory = folder.FullName,
            Environment = new Dictionary<string, string?> { ["SLUICE_FAULT"] = fault, ["MARIA_URL"] = maria.Url, ["POSTGRES_URL"] = postgres.Url, ["HOME"] = folder.FullName },
        });
        return await process.WaitAsync(Cancellation);
    }
}
