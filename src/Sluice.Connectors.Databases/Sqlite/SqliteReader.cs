using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sources;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Sqlite;

/// <summary>Reads a table in one read transaction, stepping SQLite's own statement: no object per row or value.</summary>
internal sealed class SqliteReader(SqliteDatabase database, RunContext context, IDirtyRows dirtyRows) : ISplitReader
{
    private SqliteConnection? _connection;
    private sqlite3_stmt? _statement;
    private SqliteScan? _scan;
    private BatchBuilder? _builder;
    private SqliteCell[] _cells = [];
    private long _rowNumber;

    public ValueTask OpenAsync(Split split, CancellationToken cancellationToken)
    {
        Close();
        _scan = (SqliteScan)split.Scan;
        _connection = database.OpenRead();
        int result = raw.sqlite3_prepare_v2(_connection.Handle, _scan.Sql, out _statement);
        if (result != raw.SQLITE_OK)
            throw Failure(result);
        _builder = new BatchBuilder(_scan.Schema, context.Pool);
        _cells = [.. _scan.Schema.Columns.Select((c, i) => SqliteCell.For(c, _builder.Columns[i]))];
        _rowNumber = 0;
        return ValueTask.CompletedTask;
    }

    public ValueTask<StreamElement> ReadAsync(CancellationToken cancellationToken)
    {
        while (_statement is not null)
        {
            int result = raw.sqlite3_step(_statement);
            if (result == raw.SQLITE_DONE)
                break;
            if (result != raw.SQLITE_ROW)
                throw Failure(result);
            _rowNumber++;
            if (ReadRow())
                _builder!.CloseRow();
            if ((_rowNumber & 255) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            if (_builder!.IsFull(context.BatchRows, context.BatchBytes))
                return ValueTask.FromResult(Take());
        }

        return ValueTask.FromResult(_builder!.RowCount > 0 && _statement is not null ? Last() : SplitDone.Instance);
    }

    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    private StreamElement Last()
    {
        StreamElement rows = Take();
        CloseStatement();
        return rows;
    }

    private StreamElement Take()
    {
        long bytes = _builder!.ByteCount;
        return new Rows(_scan!.Table.Name, _builder.Build()) { SourceBytes = bytes };
    }

    /// <summary>Appends the row at hand; FALSE when it was dirty and taken back. A row bad in two columns is one dirty row.</summary>
    private bool ReadRow()
    {
        for (int i = 0; i < _cells.Length; i++)
        {
            if (_cells[i].Append(_statement!, i))
                continue;
            Column column = _scan!.Schema.Columns[i];
            _builder!.DropOpenRow();
            Report(column, i);
            return false;
        }

        return true;
    }

    private void Report(Column column, int index)
    {
        string stored = StoredText(index);
        dirtyRows.Report(new DirtyRow
        {
            Table = _scan!.Table.Name.ToString(),
            Stage = "read",
            Code = SqliteErrors.StoredType,
            Reason = $"the stored value is {Kind(index)} and does not fit {column.Type.Nullable()}, declared as '{column.NativeType}': {stored}",
            Position = Position(),
            Column = column.Name,
            Value = stored,
            Row = [.. _scan.Schema.Columns.Select((c, i) => KeyValuePair.Create(c.Name, IsNull(i) ? null : StoredText(i)))],
        });
    }

    private string Position()
    {
        string key = string.Join(", ", _scan!.Schema.PrimaryKey.Select(k => $"{k}={StoredText(_scan.Schema.IndexOf(k))}"));
        return key.Length > 0 ? key : string.Create(CultureInfo.InvariantCulture, $"row {_rowNumber} in the table's order");
    }

    private bool IsNull(int index) => raw.sqlite3_column_type(_statement!, index) == raw.SQLITE_NULL;

    private string Kind(int index) => raw.sqlite3_column_type(_statement!, index) switch
    {
        raw.SQLITE_INTEGER => "an integer",
        raw.SQLITE_FLOAT => "a float",
        raw.SQLITE_TEXT => "text",
        raw.SQLITE_BLOB => "a blob",
        _ => "NULL",
    };

    private string StoredText(int index)
    {
        if (IsNull(index))
            return "NULL";
        string text = raw.sqlite3_column_type(_statement!, index) == raw.SQLITE_BLOB
            ? "0x" + Convert.ToHexStringLower(raw.sqlite3_column_blob(_statement!, index))
            : raw.sqlite3_column_text(_statement!, index).utf8_to_string();
        return text.Length > 200 ? text[..200] + "…" : text;
    }

    private SluiceException Failure(int result) =>
        SqliteErrors.From(new SqliteException(raw.sqlite3_errmsg(_connection!.Handle).utf8_to_string(), result), database.File);

    private void CloseStatement()
    {
        _statement?.Dispose();
        _statement = null;
    }

    private void Close()
    {
        CloseStatement();
        _builder?.Dispose();
        _connection?.Dispose();
        (_builder, _connection) = (null, null);
    }
}
