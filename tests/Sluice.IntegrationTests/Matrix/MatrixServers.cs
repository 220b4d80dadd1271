using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Matrix;

/// <summary>The six places, with a database of their own each.</summary>
public sealed class MatrixServers : IAsyncLifetime
{
    private readonly PostgresServer _postgres = new();
    private readonly MariaDbServer _mariaDb = new();

    /// <summary>Files and jobs.</summary>
    internal TemporaryFolder Folder { get; } = new();

    /// <summary>The places in the order of the page.</summary>
    internal IReadOnlyList<MatrixPlace> Places { get; private set; } = [];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await _postgres.InitializeAsync();
        await _mariaDb.InitializeAsync();
        Places = [new PostgresPlace(_postgres), new MariaDbPlace(_mariaDb), new SqlitePlace(Folder), new CsvPlace(Folder), new JsonLinesPlace(Folder), new ParquetPlace(Folder)];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _postgres.DisposeAsync();
        await _mariaDb.DisposeAsync();
        Folder.Dispose();
    }
}
