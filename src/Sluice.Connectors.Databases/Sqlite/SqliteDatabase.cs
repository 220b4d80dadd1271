using Microsoft.Data.Sqlite;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Sqlite;

/// <summary>One database file. Connections are opened for each use and never pooled: a file in use cannot be moved.</summary>
internal sealed class SqliteDatabase(string file) : IConnection
{
    public string File => file;

    public ICatalog Catalog => new SqliteCatalog(this);

    public ISource OpenSource(SourceSpec spec) => new SqliteSource(this, spec);

    public ISink OpenSink(SinkSpec spec) => new SqliteSink(this);

    /// <summary>An open connection that only reads. The caller disposes it.</summary>
    public SqliteConnection OpenRead()
    {
        if (!System.IO.File.Exists(file))
            throw new SluiceException(SqliteErrors.NotFound, $"there is no file '{file}'", file, "check the path; it starts at the job's folder");
        return Open(SqliteOpenMode.ReadOnly);
    }

    /// <summary>An open connection that writes, creating the file when it is not there. The caller disposes it.</summary>
    public SqliteConnection OpenWrite()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return Open(SqliteOpenMode.ReadWriteCreate);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var builder = new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = 30 };
        var connection = new SqliteConnection(builder.ConnectionString);
        try
        {
            connection.Open();
            using SqliteCommand probe = connection.CreateCommand();
            probe.CommandText = "SELECT count(*) FROM sqlite_master";
            probe.ExecuteScalar();
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw SqliteErrors.From(e, file);
        }
    }
}
