using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Sqlite;

/// <summary>The error codes of the SQLite connector, and what becomes of SQLite's own.</summary>
public static class SqliteErrors
{
    /// <summary>No such file.</summary>
    public static readonly ErrorCode NotFound = new(
        "sqlite.not_found", Fault.Environment, "The database file is not there. A source is never created; check the path, which starts at the job's folder.");

    /// <summary>Not a database.</summary>
    public static readonly ErrorCode NotADatabase = new(
        "sqlite.not_a_database", Fault.Environment, "The file is not a SQLite database, or it is encrypted or damaged.");

    /// <summary>Cannot be opened or written.</summary>
    public static readonly ErrorCode Unavailable = new(
        "sqlite.unavailable", Fault.Environment, "The database cannot be opened, read or written: a missing right, a lock that another program holds, or a full disk.");

    /// <summary>The address is wrong.</summary>
    public static readonly ErrorCode InvalidAddress = new(
        "sqlite.invalid_address", Fault.Job, "A SQLite address is sqlite: and a path, such as sqlite:shop.db.");

    /// <summary>A statement failed.</summary>
    public static readonly ErrorCode Statement = new(
        "sqlite.statement_failed", Fault.Data, "SQLite refused a statement.");

    /// <summary>A stored value is not of the declared type.</summary>
    public static readonly ErrorCode StoredType = new(
        "sqlite.stored_type", Fault.Data, "SQLite stores any value in any column; this one does not fit the column's declared type. Mend the value, or give the column another type with columns: {name: STRING}.");

    /// <summary>A row violates a constraint of the target.</summary>
    public static readonly ErrorCode Constraint = new(
        "sqlite.constraint", Fault.Data, "A row violates a constraint of the target table (NOT NULL, UNIQUE, CHECK, foreign key).");

    /// <summary>A value that SQLite cannot hold.</summary>
    public static readonly ErrorCode NoForm = new(
        "sqlite.no_form", Fault.Data, "SQLite would store another value in place of this one (NaN becomes NULL), so the row is dirty.");

    /// <summary>The target has no such column, or it cannot take the rows.</summary>
    public static readonly ErrorCode TargetMismatch = new(
        "sqlite.target_mismatch", Fault.Job, "The target table is there but cannot take the rows as they are: a column is missing or one that must not be NULL gets no value.");

    /// <summary>The target is missing.</summary>
    public static readonly ErrorCode NoSuchTarget = new(
        "sqlite.no_such_table", Fault.Job, "The target table is not there and create: must_exist forbids creating it.");

    /// <summary>A write mode that this version does not have for SQLite.</summary>
    public static readonly ErrorCode UnsupportedWrite = new(
        "sqlite.unsupported_write", Fault.Job, "This version appends to SQLite tables; other write modes are refused.");

    /// <summary>A type that SQLite has no form for.</summary>
    public static readonly ErrorCode UnsupportedType = new(
        "sqlite.unsupported_type", Fault.Job, "A column's type has no form in SQLite. CAST it in select, or drop the column with null.");

    /// <summary>All codes of the connector.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        NotFound, NotADatabase, Unavailable, InvalidAddress, Statement, StoredType, Constraint, NoForm, TargetMismatch, NoSuchTarget, UnsupportedWrite,
        UnsupportedType,
    ];

    /// <summary>An exception of the driver as ours.</summary>
    internal static SluiceException From(SqliteException e, string file) => e.SqliteErrorCode switch
    {
        26 => new SluiceException(NotADatabase, $"'{file}' is not a SQLite database", file, "check the path; an encrypted database cannot be read", e),
        3 or 8 or 14 => new SluiceException(Unavailable, $"'{file}' cannot be opened: {Text(e)}", file, "check the rights of the file and of its folder", e),
        5 or 6 => new SluiceException(Unavailable, $"'{file}' is locked by another program", file, "wait until it is done, or close it", e),
        10 => new SluiceException(Unavailable, $"'{file}' cannot be read or written: {Text(e)}", file, "check the disk", e),
        13 => new SluiceException(Unavailable, $"the disk of '{file}' is full", file, "make room, then run again; nothing was committed", e),
        _ => new SluiceException(Statement, Text(e), file, null, e),
    };

    [DoesNotReturn]
    internal static void Throw(SqliteException e, string file) => throw From(e, file);

    private static string Text(SqliteException e) => e.Message.Replace($"SQLite Error {e.SqliteErrorCode}: ", "", StringComparison.Ordinal).Trim('\'', '.');
}
