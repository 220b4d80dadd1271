using Microsoft.Data.Sqlite;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;

namespace Sluice.Connectors.Databases.Sqlite;

/// <summary>
/// One connection and one transaction for the whole run, DDL included: SQLite has one writer, and a failed run leaves nothing, not even
/// the file it would have made.
/// </summary>
internal sealed class SqliteSinkRun(SqliteDatabase database, IReadOnlyList<SqliteTarget> targets) : ISinkRun
{
    private readonly SemaphoreSlim _oneWriter = new(1, 1);
    private SqliteConnection? _connection;
    private bool _isNewFile;
    private bool _isOpen;

    public SqliteConnection Connection => _connection!;

    public SemaphoreSlim OneWriter => _oneWriter;

    public ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        _isNewFile = !File.Exists(database.File);
        _connection = database.OpenWrite();
        Execute("BEGIN IMMEDIATE");
        _isOpen = true;
        foreach (string statement in targets.SelectMany(t => t.Ddl))
            Execute(statement);
        return ValueTask.CompletedTask;
    }

    public ISinkWriter CreateWriter(IDirtyRows dirtyRows) => new SqliteWriter(database, this, dirtyRows);

    /// <summary>Invariant 2: commits the one transaction; called again after that it has nothing to do.</summary>
    public ValueTask CommitAsync(IReadOnlyList<Committable> committables, CancellationToken cancellationToken)
    {
        if (_isOpen)
            Execute("COMMIT");
        _isOpen = false;
        return ValueTask.CompletedTask;
    }

    public ValueTask AbortAsync(IReadOnlyList<Committable> committables, CancellationToken cancellationToken) => RollBackAsync();

    public ValueTask FinishAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask AbandonAsync(CancellationToken cancellationToken) => RollBackAsync();

    public async ValueTask DisposeAsync()
    {
        await RollBackAsync().ConfigureAwait(false);
        _connection?.Dispose();
        _connection = null;
        _oneWriter.Dispose();
    }

    private ValueTask RollBackAsync()
    {
        if (!_isOpen)
            return ValueTask.CompletedTask;
        _isOpen = false;
        _connection!.Dispose(); // Closing rolls back, whatever state the connection is in.
        if (_isNewFile)
        {
            File.Delete(database.File);
            // Closing does not remove it where the roll back itself found no room; of a database that is gone it is of no use.
            File.Delete(database.File + "-journal");
        }

        return ValueTask.CompletedTask;
    }

    private void Execute(string sql)
    {
        try
        {
            using SqliteCommand command = _connection!.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
        catch (SqliteException e)
        {
            SqliteErrors.Throw(e, database.File);
        }
    }
}
