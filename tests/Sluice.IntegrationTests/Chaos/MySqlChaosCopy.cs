using System.Globalization;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Chaos;

/// <summary>
/// A copy of one table to or from MariaDB that keeps its progress, small enough to be killed often. The table is cut into some splits and committed
/// every 20 ms, so that every step happens several times.
/// </summary>
internal sealed class MySqlChaosCopy : IDisposable
{
    public const int Rows = 40_000;
    private readonly MariaDbServer _maria;
    private readonly PostgresServer _postgres;
    private readonly string _path;
    private readonly string _table;
    private readonly TemporaryFolder _folder = new();

    private MySqlChaosCopy(MariaDbServer maria, PostgresServer postgres, string path) =>
        (_maria, _postgres, _path, _table) = (maria, postgres, path, string.Create(CultureInfo.InvariantCulture, $"t{Guid.NewGuid():N}"));

    private bool IsIntoMaria => _path.StartsWith("postgres-maria", StringComparison.Ordinal);

    private string Job => Path.Combine(_folder.FullName, "job.yaml");

    /// <summary>Makes the sources once, and the job.</summary>
    /// <param name="maria">The one database.</param>
    /// <param name="postgres">The other.</param>
    /// <param name="path">
    /// maria-postgres, postgres-maria or maria-parquet; postgres-maria-upsert, -replace and -rows into a table that has rows.
    /// </param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<MySqlChaosCopy> CreateAsync(MariaDbServer maria, PostgresServer postgres, string path, CancellationToken cancellationToken)
    {
        string series = $"FROM seq_1_to_{Rows} WHERE NOT EXISTS (SELECT 1 FROM orders)";
        await maria.ExecuteAsync(
            $"""
            CREATE TABLE IF NOT EXISTS orders (id BIGINT UNSIGNED PRIMARY KEY, who VARCHAR(100) NOT NULL, amount DECIMAL(12,2), at DATETIME(6));
            INSERT INTO orders SELECT seq * 3 + 18446744073709000000, CONCAT('customer ', REPEAT(seq, 12)), seq * 7 / 100, '2026-01-01' + INTERVAL seq MINUTE {series};
            ANALYZE TABLE orders
            """,
            cancellationToken);
        await postgres.ExecuteAsync(
            $"""
            CREATE TABLE IF NOT EXISTS public.orders (id bigint PRIMARY KEY, who text NOT NULL, amount numeric(12,2), at timestamp(6));
            INSERT INTO public.orders SELECT g * 3, 'customer ' || repeat(g::text, 12), g * 7 / 100.0, '2026-01-01'::timestamp + g * interval '1 minute'
              FROM generate_series(1, {Rows}) g WHERE NOT EXISTS (SELECT FROM public.orders);
            ANALYZE public.orders;
            """,
            cancellationToken);
        var copy = new MySqlChaosCopy(maria, postgres, path);
        if (copy.IsIntoMaria && path != "postgres-maria")
        {
            await maria.ExecuteAsync(
                $"""
                CREATE TABLE {copy._table} (id BIGINT PRIMARY KEY, who VARCHAR(200) NOT NULL, amount DECIMAL(12,2), at DATETIME(6));
                INSERT INTO {copy._table} SELECT seq * 3, 'old', NULL, NULL FROM seq_1_to_{Rows / 2};
                INSERT INTO {copy._table} SELECT seq * 3 + 1, 'stays', NULL, NULL FROM seq_1_to_500
                """,
                cancellationToken);
        }

        await File.WriteAllTextAsync(copy.Job, copy.JobText, cancellationToken);
        return copy;
    }

    /// <summary>Starts the job.</summary>
    /// <param name="fault">Where to die: <c>name:n</c>; null for nowhere.</param>
    /// <param name="arguments">Further arguments.</param>
    public SluiceProcess Start(string? fault, params string[] arguments) => SluiceProcess.Start(new SluiceStart(["run", Job, .. arguments])
    {
        Program = fault is null ? null : Service.FaultProgram.Address,
        WorkingDirectory = _folder.FullName,
        Environment = new Dictionary<string, string?>
        {
            ["SLUICE_FAULT"] = fault,
            ["MARIA_URL"] = _maria.Url,
            ["POSTGRES_URL"] = _postgres.Url,
            ["HOME"] = _folder.FullName,
        },
    });

    /// <summary>Runs the job to its end, or to the fault.</summary>
    public async Task<SluiceResult> RunAsync(string? fault, CancellationToken cancellationToken, params string[] arguments)
    {
        using SluiceProcess process = Start(fault, arguments);
        return await process.WaitAsync(cancellationToken);
    }

    /// <summary>Fails unless the target is, row for row, what it must be, and nothing of the run's progress is left.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (_path == "maria-parquet")
        {
            (await SluiceProcess.RunAsync(
                cancellationToken, "copy", Path.Combine(_folder.FullName, "orders.parquet"), _postgres.Url, "--into", $"public.{_table}")).MustExitWith(0);
        }

        IReadOnlyList<string> expected = IsIntoMaria ? await InPostgresAsync("orders") : await InMariaAsync("orders");
        IReadOnlyList<string> actual = IsIntoMaria ? await InMariaAsync(_table) : await InPostgresAsync(_table);

        Assert.Equal(Rows, expected.Count);
        if (_path == "postgres-maria-upsert")
            expected = [.. expected, .. Enumerable.Range(1, 500).Select(i => string.Create(CultureInfo.InvariantCulture, $"{(i * 3) + 1}|stays"))];
        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
        if (IsIntoMaria)
        {
            Assert.Equal([_table], await _maria.RowsAsync(
                $"SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME LIKE '{_table}%'", cancellationToken));
        }

        if (IsIntoMaria)
            Assert.Equal(["0"], await _maria.RowsAsync("SELECT COUNT(*) FROM sluice_progress", cancellationToken));
        if (_path == "maria-postgres")
            Assert.Equal(0, await _postgres.ScalarAsync<long>("SELECT count(*) FROM public.sluice_progress", cancellationToken));

        Task<IReadOnlyList<string>> InMariaAsync(string table) =>
            _maria.RowsAsync($"SELECT CONCAT_WS('|', id, who, amount, CAST(at AS CHAR)) FROM {table}", cancellationToken);

        Task<IReadOnlyList<string>> InPostgresAsync(string table) => _postgres.RowsAsync(
            $"SELECT concat_ws('|', id, who, amount, to_char(at, 'YYYY-MM-DD HH24:MI:SS.US')) FROM public.{table}", cancellationToken);
    }

    public void Dispose() => _folder.Dispose();

    private string JobText
    {
        get
        {
            bool isFromMaria = !IsIntoMaria;
            string source = isFromMaria ? $"{_maria.Owner.Database}.orders" : "public.orders";
            string sink = _path switch
            {
                "maria-postgres" => "{ connection: \"${env:POSTGRES_URL}\", schema: public, write: append }",
                "postgres-maria" => "{ connection: \"${env:MARIA_URL}\", write: append }",
                "postgres-maria-upsert" => "{ connection: \"${env:MARIA_URL}\", write: upsert }",
                "postgres-maria-replace" => "{ connection: \"${env:MARIA_URL}\", write: replace }",
                "postgres-maria-rows" => "{ connection: \"${env:MARIA_URL}\", write: replace, replace: rows }",
                _ => "{ connection: ./orders.parquet }",
            };
            string rules = _path == "maria-parquet" ? "" : $"tables:\n  - match: \"{source}\"\n    into: {_table}\n";
            return $$"""
                version: 1
                name: chaos
                source: { connection: "${env:{{(isFromMaria ? "MARIA_URL" : "POSTGRES_URL")}}}", tables: ["{{source}}"], split_size: 1MB }
                sink: {{sink}}
                checkpoint: { store: ./store, every: 20ms }
                engine: { local: { parallelism: 2 } }

                """ + rules;
        }
    }
}
