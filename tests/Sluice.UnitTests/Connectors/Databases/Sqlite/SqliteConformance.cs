using Microsoft.Data.Sqlite;
using Sluice.Conformance;
using Sluice.Connectors;
using Sluice.Connectors.Databases.Sqlite;
using Sluice.Types;

namespace Sluice.UnitTests.Connectors.Databases.Sqlite;

public sealed class SqliteConformance : ConnectorKit
{
    protected override IReadOnlyDictionary<string, string> TypesReadAs => SqlitePlace.TypesReadAs;

    protected override IReadOnlyDictionary<string, string> RefusedTypes => SqlitePlace.RefusedTypes;

    // SQLite would store NULL in place of NaN.
    protected override KitBadValue BadValue => new(LogicalType.Double, 1.5, double.NaN);

    protected override ValueTask<KitPlace> NewPlaceAsync() => ValueTask.FromResult<KitPlace>(new SqlitePlace());
}

public sealed class SqliteCommitConformance : CommitKit
{
    protected override ValueTask<KitPlace> NewPlaceAsync() => ValueTask.FromResult<KitPlace>(new SqlitePlace());
}

/// <summary>A database file in a folder of its own.</summary>
internal sealed class SqlitePlace : KitPlace
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-kit-").FullName;

    public static Dictionary<string, string> TypesReadAs { get; } = new()
    {
        ["CHAR(3)"] = "STRING",
        ["VARCHAR(10)"] = "STRING",
        ["BINARY(2)"] = "BYTES",
    };

    public static Dictionary<string, string> RefusedTypes { get; } = new()
    {
        ["ARRAY<INT>"] = "SQLite has no nested types",
        ["ARRAY<STRING>"] = "SQLite has no nested types",
        ["MAP<STRING NOT NULL, BIGINT>"] = "SQLite has no nested types",
        ["ROW<`x` INT, `y z` STRING>"] = "SQLite has no nested types",
    };

    public override IConnector Connector { get; } = new SqliteConnector();

    public override ConnectionSpec SpecFor(string table) => new() { Address = "sqlite:kit.db", DisplayAddress = "sqlite:kit.db", BaseDirectory = _folder };

    public override ValueTask<IReadOnlyList<string>> VisibleThingsAsync()
    {
        string file = Path.Combine(_folder, "kit.db");
        if (!File.Exists(file))
            return ValueTask.FromResult<IReadOnlyList<string>>([]);
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master ORDER BY name";
        using SqliteDataReader reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
            names.Add(reader.GetString(0));
        return ValueTask.FromResult<IReadOnlyList<string>>(names);
    }

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
