using System.Globalization;
using MySqlConnector;
using Sluice.Conformance;
using Sluice.Connectors;
using Sluice.IntegrationTests.Servers;
using Sluice.Types;

namespace Sluice.IntegrationTests.Connectors.Databases.MySql;

[Collection("mariadb")] // Some change settings of the whole server for a moment.
public sealed class MySqlConformance : ConnectorKit
{
    protected override IReadOnlyDictionary<string, string> TypesReadAs => MySqlPlace.TypesReadAs;

    protected override IReadOnlyDictionary<string, string> RefusedTypes => MySqlPlace.RefusedTypes;

    protected override IReadOnlyDictionary<string, string> RefusedNames => MySqlPlace.RefusedNames;

    /// <summary>InnoDB has at most 1,017 columns.</summary>
    protected override int WideColumns => 900;

    /// <summary>A DOUBLE there is a number.</summary>
    protected override KitBadValue BadValue => new(LogicalType.Double, 1.5, double.NaN);

    protected override ValueTask<KitPlace> NewPlaceAsync() => MySqlPlace.MakeAsync();
}

[Collection("mariadb")] // Some change settings of the whole server for a moment.
public sealed class MySqlCommitConformance : CommitKit
{
    protected override ValueTask<KitPlace> NewPlaceAsync() => MySqlPlace.MakeAsync();
}

/// <summary>As <see cref="MySqlConformance"/>, where the server refuses LOAD DATA LOCAL or the job does not want it.</summary>
[Collection("mariadb")] // Some change settings of the whole server for a moment.
public sealed class MySqlInsertConformance : ConnectorKit
{
    protected override IReadOnlyDictionary<string, string> TypesReadAs => MySqlPlace.TypesReadAs;

    protected override IReadOnlyDictionary<string, string> RefusedTypes => MySqlPlace.RefusedTypes;

    protected override IReadOnlyDictionary<string, string> RefusedNames => MySqlPlace.RefusedNames;

    protected override int WideColumns => 900;

    /// <summary>A DOUBLE there is a number.</summary>
    protected override KitBadValue BadValue => new(LogicalType.Double, 1.5, double.NaN);

    protected override ValueTask<KitPlace> NewPlaceAsync() => MySqlPlace.MakeAsync("insert");
}

/// <summary>A database of its own.</summary>
internal sealed class MySqlPlace : KitPlace
{
    private static int s_count;
    private readonly MariaDbAddress _owner;
    private readonly string _load;

    private MySqlPlace(MariaDbAddress owner, string load) => (_owner, _load) = (owner, load);

    public static Dictionary<string, string> TypesReadAs { get; } = new()
    {
        ["CHAR(3)"] = "VARCHAR(3)",
        ["BYTES"] = "BYTES",
        ["TIMESTAMP_LTZ(3)"] = "TIMESTAMP(3)",
        ["TIMESTAMP_LTZ(6)"] = "TIMESTAMP(6)",
    };

    public static Dictionary<string, string> RefusedTypes { get; } = new()
    {
        ["TIMESTAMP(9)"] = "MySQL keeps 6 digits of a second",
        ["ARRAY<INT>"] = "MySQL has no arrays",
        ["ARRAY<STRING>"] = "MySQL has no arrays",
        ["MAP<STRING NOT NULL, BIGINT>"] = "MySQL has no maps",
        ["ROW<`x` INT, `y z` STRING>"] = "MySQL has no rows",
    };

    public static Dictionary<string, string> RefusedNames { get; } = new()
    {
        ["column 😀"] = "names there hold no characters beyond U+FFFF",
        ["table 😀"] = "names there hold no characters beyond U+FFFF",
    };

    public override IConnector Connector { get; } = new Sluice.Connectors.Databases.MySql.MySqlConnector();

    public override Sluice.Connectors.Sinks.SinkSpec SinkSpec => new()
    {
        Options = new Sluice.Connectors.Options.OptionValues(System.Collections.Immutable.ImmutableDictionary<string, object>.Empty.Add("load", _load)),
    };

    public static async ValueTask<KitPlace> MakeAsync(string load = "auto")
    {
        if (Service.MariaDb.SkipReason is { } reason)
            Assert.Skip(reason);
        MariaDbAddress owner = MariaDbAddress.Parse(Service.MariaDb.Address!) with
        {
            Database = string.Create(CultureInfo.InvariantCulture, $"kit_{Environment.ProcessId}_{Interlocked.Increment(ref s_count)}"),
        };
        await ExecuteAsync($"CREATE DATABASE {owner.Database} CHARACTER SET utf8mb4");
        return new MySqlPlace(owner, load);
    }

    public override ConnectionSpec SpecFor(string table) => new()
    {
        Address = _owner.Url,
        DisplayAddress = _owner.UrlWithoutPassword,
        BaseDirectory = "/",
    };

    public override async ValueTask<IReadOnlyList<string>> VisibleThingsAsync()
    {
        await using var connection = new MySqlConnection(_owner.ConnectionString);
        await connection.OpenAsync();
        await using var command = new MySqlCommand("SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1", connection);
        await using MySqlDataReader reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync())
            names.Add(reader.GetString(0));
        return names;
    }

    public override async ValueTask DisposeAsync() => await ExecuteAsync($"DROP DATABASE {_owner.Database}");

    private static Task ExecuteAsync(string sql) => MariaDbServer.ExecuteAsync(
        MariaDbAddress.Parse(Environment.GetEnvironmentVariable("SLUICE_TEST_MARIADB_ADMIN")!), sql, CancellationToken.None);
}
