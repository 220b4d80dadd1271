using Microsoft.Data.Sqlite;
using SQLitePCL;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Sqlite;

/// <summary>Inserts rows through one prepared statement a table. A row that SQLite refuses is undone by SQLite alone, so the others stay.</summary>
internal sealed class SqliteWriter(SqliteDatabase database, SqliteSinkRun run, IDirtyRows dirtyRows) : ISinkWriter
{
    private readonly Dictionary<SinkTable, (sqlite3_stmt Statement, SqliteBinder[] Binders)> _statements = [];
    private readonly Dictionary<string, long> _taken = [];

    public async ValueTask WriteAsync(SinkTable table, Rows rows, CancellationToken cancellationToken)
    {
        await run.OneWriter.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            long taken = Insert((SqliteTarget)table, rows, cancellationToken);
            string name = table.Name.ToString();
            _taken[name] = _taken.GetValueOrDefault(name) + taken;
        }
        finally
        {
            run.OneWriter.Release();
        }
    }

    public ValueTask<IReadOnlyList<Committable>> PrepareAsync(long epoch, CancellationToken cancellationToken)
    {
        IReadOnlyList<Committable> prepared = [.. _taken.Select(t => new Committable(t.Key, "transaction", t.Value, 0))];
        _taken.Clear();
        return ValueTask.FromResult(prepared);
    }

    public ValueTask DisposeAsync()
    {
        foreach ((sqlite3_stmt statement, _) in _statements.Values)
            statement.Dispose();
        _statements.Clear();
        return ValueTask.CompletedTask;
    }

    private long Insert(SqliteTarget target, Rows rows, CancellationToken cancellationToken)
    {
        (sqlite3_stmt statement, SqliteBinder[] binders) = StatementOf(target);
        for (int i = 0; i < binders.Length; i++)
            binders[i].Start(rows.Batch.Column(i));
        long taken = 0;
        for (int row = 0; row < rows.Batch.Length; row++)
        {
            if ((row & 1023) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            if (InsertRow(target, statement, binders, rows, row))
                taken += raw.sqlite3_changes(run.Connection.Handle);
        }

        return taken;
    }

    private bool InsertRow(SqliteTarget target, sqlite3_stmt statement, SqliteBinder[] binders, Rows rows, int row)
    {
        for (int i = 0; i < binders.Length; i++)
        {
            if (!binders[i].Bind(statement, i + 1, row))
            {
                Report(target, rows, row, SqliteErrors.NoForm, target.Schema.Columns[i].Name, "NaN has no form in SQLite: it would be stored as NULL");
                return false;
            }
        }

        int result = raw.sqlite3_step(statement);
        string? message = result is raw.SQLITE_DONE or raw.SQLITE_ROW ? null : raw.sqlite3_errmsg(run.Connection.Handle).utf8_to_string();
        raw.sqlite3_reset(statement);
        if (message is null)
            return true;
        if (result is not (raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_TOOBIG) && (result & 0xFF) != raw.SQLITE_CONSTRAINT)
            throw SqliteErrors.From(new SqliteException(message, result), database.File);
        string? column = target.Schema.Columns.Select(c => c.Name).FirstOrDefault(n => message.EndsWith("." + n, StringComparison.Ordinal));
        Report(target, rows, row, SqliteErrors.Constraint, column, message);
        return false;
    }

    private void Report(SqliteTarget target, Rows rows, int row, ErrorCode code, string? column, string reason)
    {
        string?[] values = [.. target.Schema.Columns.Select((c, i) => ValueDisplay.Text(new ColumnView(rows.Batch.Column(i)).Boxed(c.Type, row), c.Type))];
        dirtyRows.Report(new DirtyRow
        {
            Table = target.Name.ToString(),
            Stage = "write",
            Code = code,
            Reason = reason,
            Position = rows.Locator?.Locate(row),
            Column = column,
            Value = column is null ? null : values[target.Schema.IndexOf(column)],
            Row = [.. target.Schema.Columns.Select((c, i) => KeyValuePair.Create(c.Name, values[i]))],
        });
    }

    private (sqlite3_stmt Statement, SqliteBinder[] Binders) StatementOf(SqliteTarget target)
    {
        if (_statements.TryGetValue(target, out (sqlite3_stmt Statement, SqliteBinder[] Binders) known))
            return known;
        int result = raw.sqlite3_prepare_v2(run.Connection.Handle, target.InsertSql, out sqlite3_stmt statement);
        if (result != raw.SQLITE_OK)
            throw SqliteErrors.From(new SqliteException(raw.sqlite3_errmsg(run.Connection.Handle).utf8_to_string(), result), database.File);
        SqliteBinder[] binders = [.. target.Schema.Columns.Select((c, i) => new SqliteBinder(c.Type, target.Columns[i].NativeType))];
        return _statements[target] = (statement, binders);
    }
}
