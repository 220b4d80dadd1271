using System.Globalization;
using Npgsql;
using Sluice.Conformance;
using Sluice.Connectors;
using Sluice.Connectors.Databases.Postgres;
using Sluice.IntegrationTests.Servers;
using Sluice.Types;
using PostgresAddress = Sluice.IntegrationTests.Servers.PostgresAddress;

namespace Sluice.IntegrationTests.Connectors.Databases.Postgres;

public sealed class PostgresConformance : ConnectorKit
{
    protected override IReadOnlyDictionary<string, string> TypesReadAs => PostgresPlace.TypesReadAs;

    protected override IReadOnlyDictionary<string, string> RefusedTypes => PostgresPlace.RefusedTypes;

    /// <summary>A row must fit a page of 8 kB there: 1,600 columns do when they are narrow (see <see cref="PostgresRoundTripTests"/>).</summary>
    protected override int WideColumns => 900;

    /// <summary>A text there holds no zero byte.</summary>
    protected override KitBadValue BadValue => new(LogicalType.String, "good", "a\0b");

    protected override ValueTask<KitPlace> NewPlaceAsync() => PostgresPlace.MakeAsync();
}

public sealed class PostgresCommitConformance : CommitKit
{
    protected override ValueTask<KitPlace> NewPlaceAsync() => PostgresPlace.MakeAsync();
}

/// <summary>A schema of its own, which is the default one of its sessions.</summary>
internal sealed class PostgresPlace : KitPlace
{
    private static int s_count;
    private readonly PostgresAddress _owner;
    private readonly string _schema;

    private PostgresPlace(PostgresAddress owner, string schema) => (_owner, _schema) = (owner, schema);

    public static Dictionary<string, string> TypesReadAs { get; } = new()
    {
        ["TINYINT"] = "SMALLINT",
        ["BINARY(2)"] = "BYTES",
    };

    public static Dictionary<string, string> RefusedTypes { get; } = new()
    {
        ["TIMESTAMP(9)"] = "PostgreSQL keeps 6 digits of a second",
        ["MAP<STRING NOT NULL, BIGINT>"] = "PostgreSQL has no maps",
        ["ROW<`x` INT, `y z` STRING>"] = "a row type would have to be created",
    };

    public override IConnector Connector { get; } = new PostgresConnector();

    public static async ValueTask<KitPlace> MakeAsync()
    {
        if (Service.Postgres.SkipReason is { } reason)
            Assert.Skip(reason);
        PostgresAddress owner = PostgresAddress.Parse(Service.Postgres.Address!);
        var place = new PostgresPlace(owner, string.Create(CultureInfo.InvariantCulture, $"kit_{Environment.ProcessId}_{Interlocked.Increment(ref s_count)}"));
        await ExecuteAsync($"CREATE SCHEMA {place._schema} AUTHORIZATION {owner.User}");
        return place;
    }

    public override ConnectionSpec SpecFor(string table) => new()
    {
        Address = $"{_owner.Url}?options=-csearch_path%3D{_schema}",
        DisplayAddress = _owner.UrlWithoutPassword,
        BaseDirectory = "/",
    };

    public override async ValueTask<IReadOnlyList<string>> VisibleThingsAsync()
    {
        await using var connection = new NpgsqlConnection(_owner.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"SELECT relname FROM pg_class WHERE relnamespace = '{_schema}'::regnamespace AND relkind = 'r' ORDER BY 1", connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync())
            names.Add(reader.GetString(0));
        return names;
    }

    public override async ValueTask DisposeAsync() => await ExecuteAsync($"DROP SCHEMA {_schema} CASCADE");

    // Only the superuser may make a schema in the server's own database.
    private static async Task ExecuteAsync(string sql)
    {
        PostgresAddress admin = PostgresAddress.Parse(Environment.GetEnvironmentVariable("SLUICE_TEST_POSTGRES_ADMIN")!);
        await using var connection = new NpgsqlConnection(admin.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
