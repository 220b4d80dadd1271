using System.Globalization;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Chaos;

/// <summary>
/// A copy of one table that keeps its progress, small enough to be killed often: the job, its target, and the check that the target is exactly what it
/// must be. The table is cut into about eight splits and committed every 20 ms, so that every step happens several times.
/// </summary>
internal sealed class ChaosCopy : IDisposable
{
    public const int Rows = 60_000;
    private readonly PostgresServer _server;
    private readonly string _path;
    private readonly string _target;
    private readonly TemporaryFolder _folder = new();

    private ChaosCopy(PostgresServer server, string path, string target) => (_server, _path, _target) = (server, path, target);

    private string Job => Path.Combine(_folder.FullName, "job.yaml");

    /// <summary>Whether rows of an unfinished run can be seen in the target or its staging.</summary>
    public bool HasCommittedRows { get; private set; }

    /// <summary>Makes the source once, and a new target.</summary>
    /// <param name="server">The database.</param>
    /// <param name="path">append, upsert, replace or parquet.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<ChaosCopy> CreateAsync(PostgresServer server, string path, CancellationToken cancellationToken)
    {
        await server.ExecuteAsync(
            $"""
            CREATE SCHEMA IF NOT EXISTS source;
            CREATE TABLE IF NOT EXISTS source.orders (id bigint PRIMARY KEY, who text NOT NULL, amount numeric(12,2), at timestamptz);
            INSERT INTO source.orders SELECT g * 3, 'customer ' || repeat(g::text, 12), g / 7.0, '2026-01-01'::timestamptz + g * interval '1 minute'
              FROM generate_series(1, {Rows}) g WHERE NOT EXISTS (SELECT FROM source.orders);
            ANALYZE source.orders;
            """,
            cancellationToken);
        string target = string.Create(CultureInfo.InvariantCulture, $"t{Guid.NewGuid():N}");
        var copy = new ChaosCopy(server, path, target);
        await copy.PrepareAsync(cancellationToken);
        return copy;
    }

    /// <summary>Starts the job.</summary>
    /// <param name="fault">Where to die: <c>name:n</c>; null for nowhere.</param>
    /// <param name="arguments">Further arguments.</param>
    public SluiceProcess Start(string? fault, params string[] arguments) => SluiceProcess.Start(new SluiceStart(["run", Job, .. arguments])
    {
        Program = fault is null ? null : Service.FaultProgram.Address,
        WorkingDirectory = _folder.FullName,
        Environment = new Dictionary<string, string?> { ["SLUICE_FAULT"] = fault, ["SOURCE_URL"] = _server.Url, ["HOME"] = _folder.FullName },
    });

    /// <summary>Runs the job to its end, or to the fault.</summary>
    public async Task<SluiceResult> RunAsync(string? fault, CancellationToken cancellationToken, params string[] arguments)
    {
        using SluiceProcess process = Start(fault, arguments);
        return await process.WaitAsync(cancellationToken);
    }

    /// <summary>Looks whether anything of the run is committed, or durable in a staging.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        HasCommittedRows = _path == "parquet"
            ? Directory.EnumerateFiles(_folder.FullName, "*", SearchOption.AllDirectories).Any(f => f.Contains(".parquet", StringComparison.Ordinal) && new FileInfo(f).Length > 4)
            : await _server.ScalarAsync<long>(
                $"SELECT count(*) FROM {_target}.sluice_progress WHERE split <> '' OR state = 'finished'", cancellationToken) > 0;
    }

    /// <summary>Fails unless the target is, row for row, what it must be.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        string expected = "SELECT id, who, amount, at FROM source.orders";
        if (_path == "upsert")
            expected += " UNION ALL SELECT g * 3 + 1, 'stays', NULL, NULL FROM generate_series(1, 500) g";
        string actual = $"SELECT id, who, amount, at FROM {_target}.orders";
        if (_path == "parquet")
        {
            (await SluiceProcess.RunAsync(
                cancellationToken, "copy", Path.Combine(_folder.FullName, "orders.parquet"), _server.Url, "--into", $"{_target}.orders")).MustExitWith(0);
        }

        Assert.Equal(0, await _server.DifferencesAsync(expected, actual, cancellationToken));
        if (_path != "parquet")
            await CheckNothingIsLeftAsync(cancellationToken);
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(_folder.FullName), f => Path.GetFileName(f).StartsWith(".sluice", StringComparison.Ordinal));
    }

    /// <summary>No table but the target and the progress, and no progress but that of a run killed when it only had to be forgotten.</summary>
    private async Task CheckNothingIsLeftAsync(CancellationToken cancellationToken)
    {
        Assert.Equal(
            ["orders", "sluice_progress"],
            await _server.RowsAsync($"SELECT relname FROM pg_class WHERE relnamespace = '{_target}'::regnamespace AND relkind = 'r' ORDER BY 1", cancellationToken));
        Assert.Equal(0, await _server.ScalarAsync<long>(
            $"SELECT count(*) FROM {_target}.sluice_progress p WHERE NOT EXISTS (SELECT FROM {_target}.sluice_progress r WHERE r.run_id = p.run_id AND r.state = 'finished')",
            cancellationToken));
    }

    public void Dispose() => _folder.Dispose();

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await _server.ExecuteAsync($"CREATE SCHEMA {_target}", cancellationToken);
        if (_path is "upsert" or "replace")
        {
            await _server.ExecuteAsync(
                $"""
                CREATE TABLE {_target}.orders (id bigint PRIMARY KEY, who text NOT NULL, amount numeric(12,2), at timestamptz);
                INSERT INTO {_target}.orders SELECT g * 3, 'old', NULL, NULL FROM generate_series(1, {Rows / 2}) g;
                INSERT INTO {_target}.orders SELECT g * 3 + 1, 'stays', NULL, NULL FROM generate_series(1, 500) g;
                """,
                cancellationToken);
        }

        string sink = _path == "parquet"
            ? "{ connection: ./orders.parquet }"
            : $"{{ connection: \"${{env:SOURCE_URL}}\", schema: {_target}, write: {_path} }}";
        await File.WriteAllTextAsync(
            Job,
            $$"""
            version: 1
            name: chaos
            source: { connection: "${env:SOURCE_URL}", tables: [source.orders], split_size: 1MB }
            sink: {{sink}}
            checkpoint: { store: ./store, every: 20ms }
            engine: { local: { parallelism: 2 } }
            """,
            cancellationToken);
    }
}
