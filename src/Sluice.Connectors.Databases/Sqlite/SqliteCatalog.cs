using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Sluice.Connectors.Catalog;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Sqlite;

/// <summary>Tables and views of a database file, from its own schema tables.</summary>
internal sealed class SqliteCatalog(SqliteDatabase database) : ICatalog
{
    public ValueTask<ServerReport> CheckAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Guard(connection =>
    {
        var facts = new List<KeyValuePair<string, string>>
        {
            new("file", database.File),
            new("size", $"{new FileInfo(database.File).Length} bytes"),
            new("encoding", Scalar(connection, "PRAGMA encoding")),
            new("journal", Scalar(connection, "PRAGMA journal_mode")),
            new("tables", Scalar(connection, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")),
        };
        string[] warnings = IsWritable() ? [] : ["the file or its folder cannot be written: it can be a source, not a sink"];
        return new ServerReport($"SQLite {connection.ServerVersion}", facts, warnings);
    }));

    public ValueTask<IReadOnlyList<TableName>> ListAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<TableName>>(Guard(connection =>
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
            using SqliteDataReader reader = command.ExecuteReader();
            var names = new List<TableName>();
            while (reader.Read())
                names.Add(new TableName(null, reader.GetString(0)));
            return names;
        }));

    public ValueTask<TableDescription?> DescribeAsync(TableName table, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Guard(connection => Describe(connection, table)));

    /// <summary>The table as it is now; null when there is none of that name (case-sensitive, though SQLite is not).</summary>
    internal static TableDescription? Describe(SqliteConnection connection, TableName table)
    {
        if (table.Schema is not (null or "main"))
            return null;
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT type, rootpage FROM sqlite_master WHERE name = $name AND type IN ('table', 'view')";
        command.Parameters.AddWithValue("$name", table.Name);
        using SqliteDataReader reader = command.ExecuteReader();
        if (!reader.Read())
            return null;
        string kind = reader.GetString(0);
        (ImmutableArray<Column> columns, ImmutableArray<string> key) = Columns(connection, table.Name);
        return new TableDescription
        {
            Name = new TableName(null, table.Name),
            Schema = new TableSchema(columns) { PrimaryKey = key },
            Identity = $"{table.Name}@{reader.GetInt64(1)}",
            Kind = kind,
            EstimatedRows = kind == "table" ? EstimateRows(connection, table.Name) : null,
            Notes = [.. columns.Where(c => c.Tag == "sqlite.any").Select(c => $"column {c.Name} has no type SQLite knows ({(c.NativeType!.Length == 0 ? "none" : c.NativeType)}): its values travel as text")],
        };
    }

    /// <summary>The largest rowid: exact for tables that were only appended to, and found without reading the table.</summary>
    private static long? EstimateRows(SqliteConnection connection, string table)
    {
        try
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = $"SELECT max(rowid) FROM {SqliteDialect.Quote(table)}";
            return command.ExecuteScalar() is long rows ? rows : 0;
        }
        catch (SqliteException)
        {
            return null; // WITHOUT ROWID: SQLite keeps no count.
        }
    }

    private static (ImmutableArray<Column> Columns, ImmutableArray<string> Key) Columns(SqliteConnection connection, string table)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT name, type, \"notnull\", pk, hidden FROM pragma_table_xinfo($name) ORDER BY cid";
        command.Parameters.AddWithValue("$name", table);
        using SqliteDataReader reader = command.ExecuteReader();
        var columns = ImmutableArray.CreateBuilder<Column>();
        var key = new SortedDictionary<long, string>();
        while (reader.Read())
        {
            if (reader.GetInt64(4) == 1)
                continue;
            string name = reader.GetString(0);
            long keyPosition = reader.GetInt64(3);
            string declared = reader.GetString(1);
            bool isRowId = keyPosition == 1 && declared.Equals("INTEGER", StringComparison.OrdinalIgnoreCase);
            columns.Add(SqliteTypeMap.ColumnOf(name, declared, notNull: reader.GetInt64(2) != 0 || isRowId));
            if (keyPosition > 0)
                key.Add(keyPosition, name);
        }

        return (columns.ToImmutable(), [.. key.Values]);
    }

    private static string Scalar(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture) ?? "";
    }

    private bool IsWritable()
    {
        try
        {
            using FileStream file = File.Open(database.File, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            return true;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return false;
        }
    }

    private T Guard<T>(Func<SqliteConnection, T> read)
    {
        using SqliteConnection connection = database.OpenRead();
        try
        {
            return read(connection);
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.From(e, database.File);
        }
    }
}
