using System.Diagnostics.CodeAnalysis;
using Npgsql;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>The error codes of the PostgreSQL connector and the way from SQLSTATE to them.</summary>
public static class PostgresErrors
{
    /// <summary>The address cannot be read.</summary>
    public static readonly ErrorCode BadAddress = new("postgres.bad_address", Fault.Job,
        "The address is not a PostgreSQL address. Write postgres://user@host:5432/database.");

    /// <summary>No such host.</summary>
    public static readonly ErrorCode UnknownHost = new("postgres.unknown_host", Fault.Environment,
        "The host name of the address does not resolve. Check its spelling and the name server.");

    /// <summary>Nothing listens, or no route.</summary>
    public static readonly ErrorCode Unreachable = new("postgres.unreachable", Fault.Transient,
        "Nothing accepts connections at the address. Start the server, or check host, port and firewall.");

    /// <summary>User or password refused.</summary>
    public static readonly ErrorCode WrongPassword = new("postgres.wrong_password", Fault.Environment,
        "The server refused the user or the password. Check both, and the server's pg_hba.conf.");

    /// <summary>TLS failed.</summary>
    public static readonly ErrorCode Tls = new("postgres.tls", Fault.Environment,
        "The encrypted connection could not be made. Check sslmode and the certificates.");

    /// <summary>No such database.</summary>
    public static readonly ErrorCode UnknownDatabase = new("postgres.unknown_database", Fault.Environment,
        "The server has no database of that name. List them with psql -l.");

    /// <summary>No such schema.</summary>
    public static readonly ErrorCode UnknownSchema = new("postgres.unknown_schema", Fault.Job,
        "The database has no schema of that name. Create it, or name another.");

    /// <summary>No such table.</summary>
    public static readonly ErrorCode UnknownTable = new("postgres.unknown_table", Fault.Job,
        "The database has no table of that name. `sluice tables URL` lists what there is.");

    /// <summary>No such column.</summary>
    public static readonly ErrorCode UnknownColumn = new("postgres.unknown_column", Fault.Job,
        "The table has no column of that name.");

    /// <summary>A right is missing.</summary>
    public static readonly ErrorCode MissingRight = new("postgres.missing_right", Fault.Environment,
        "The user may not do this. Grant the right that the message names.");

    /// <summary>The server's disk is full.</summary>
    public static readonly ErrorCode DiskFull = new("postgres.disk_full", Fault.Environment,
        "The server has no room left on its disk. Free some; nothing of the run is visible.");

    /// <summary>No connection left.</summary>
    public static readonly ErrorCode TooManyConnections = new("postgres.too_many_connections", Fault.Transient,
        "The server or the role has no connection left. Lower parallelism or limits.connections, or raise the server's limit.");

    /// <summary>The server stopped, or is starting.</summary>
    public static readonly ErrorCode ServerStopped = new("postgres.server_stopped", Fault.Transient,
        "The server was shut down, ended the session, or is starting up.");

    /// <summary>The connection broke.</summary>
    public static readonly ErrorCode ConnectionLost = new("postgres.connection_lost", Fault.Transient,
        "The connection to the server broke in the middle of the work.");

    /// <summary>The session that kept the readers' common snapshot is gone.</summary>
    public static readonly ErrorCode SnapshotGone = new("postgres.snapshot_lost", Fault.Transient,
        "The session that kept the readers' common snapshot ended, and the rest of the table cannot be read as of the same instant. Run again; a job with checkpoint.store and keyed tables goes on by itself.");

    /// <summary>A time limit was hit.</summary>
    public static readonly ErrorCode Timeout = new("postgres.timeout", Fault.Transient,
        "The server ended a statement because it took longer than its limit, or did not answer in time.");

    /// <summary>A lock was not to be had.</summary>
    public static readonly ErrorCode Locked = new("postgres.locked", Fault.Transient,
        "Another transaction holds a lock, or a row of the same key, for longer than the limit.");

    /// <summary>The server takes no writes.</summary>
    public static readonly ErrorCode ReadOnlyServer = new("postgres.read_only_server", Fault.Environment,
        "The server is a replica and cannot be written. Give the address of the primary server.");

    /// <summary>No key to tell rows apart.</summary>
    public static readonly ErrorCode NoKey = new("postgres.no_key", Fault.Job,
        "The write mode needs a unique key of the target, and there is none that can be used. Add one, or name another in `key`.");

    /// <summary>The table cannot be replaced in this way.</summary>
    public static readonly ErrorCode CannotReplace = new("postgres.cannot_replace", Fault.Job,
        "Replacing the table would lose or break what depends on it. The message names it; nothing was written. See `replace: rows`.");

    /// <summary>Another run writes into the same target.</summary>
    public static readonly ErrorCode ReplacedByAnother = new("postgres.replaced_by_another", Fault.Data,
        "Another run replaces the same table, or the table was altered while it was being replaced. Nothing of this run is visible.");

    /// <summary>A later attempt of the same run is at work.</summary>
    public static readonly ErrorCode Fenced = new("postgres.fenced", Fault.Data,
        "Another process has taken over this run and continues it; this one stops without having written anything more.");

    /// <summary>The answer to a COMMIT did not arrive.</summary>
    public static readonly ErrorCode CommitInDoubt = new("postgres.commit_in_doubt", Fault.Transient,
        "The connection broke between COMMIT and its answer. The next attempt of the run reads from the target whether it happened.");

    /// <summary>The target cannot take the rows.</summary>
    public static readonly ErrorCode TargetMismatch = new("postgres.target_mismatch", Fault.Job,
        "The target table cannot take the rows as they are: a column is missing, too narrow or of another type.");

    /// <summary>A feature this version lacks.</summary>
    public static readonly ErrorCode Unsupported = new("postgres.unsupported", Fault.Job,
        "This version of the PostgreSQL connector does not support what the job asks for.");

    /// <summary>A type that cannot be carried.</summary>
    public static readonly ErrorCode UnsupportedType = new("postgres.unsupported_type", Fault.Job,
        "A column's type cannot be carried, not even as text. Leave the column out or cast it in a view.");

    /// <summary>The server answered with another error.</summary>
    public static readonly ErrorCode ServerError = new("postgres.server_error", Fault.Data,
        "The server refused a statement for a reason that has no code of its own; its SQLSTATE and message are shown.");

    /// <summary>The server sent what the protocol does not allow.</summary>
    public static readonly ErrorCode Protocol = new("postgres.protocol", Fault.Bug,
        "The server's answer is not what the protocol says. Report it with the server's version.");

    /// <summary>The server's count differs from ours.</summary>
    public static readonly ErrorCode CountMismatch = new("postgres.count_mismatch", Fault.Data,
        "The server counted other rows than were sent or received. Nothing was committed.");

    /// <summary>An infinite date or number.</summary>
    public static readonly ErrorCode InfiniteValue = new("postgres.infinite_value", Fault.Data,
        "A date, time stamp or number is infinite, which its type here cannot say. Set `infinity`, or read the column as text with `columns`.");

    /// <summary>NaN in a numeric.</summary>
    public static readonly ErrorCode NotANumber = new("postgres.not_a_number", Fault.Data,
        "A numeric is NaN, which DECIMAL cannot say. Set `nan`, or read the column as text with `columns`.");

    /// <summary>A value outside its type's range.</summary>
    public static readonly ErrorCode OutOfRange = new("postgres.out_of_range", Fault.Data,
        "A value is outside the range of its type here. Set `out_of_range`, or read the column as text with `columns`.");

    /// <summary>An array that is not a plain list.</summary>
    public static readonly ErrorCode ArrayShape = new("postgres.array_shape", Fault.Data,
        "An array has several dimensions or does not start at 1. Read the column as text with `columns`.");

    /// <summary>Text that is not UTF-8.</summary>
    public static readonly ErrorCode InvalidText = new("postgres.invalid_text", Fault.Data,
        "A text is not valid UTF-8; databases with encoding SQL_ASCII can hold such text.");

    /// <summary>A row the server refused.</summary>
    public static readonly ErrorCode RowRefused = new("postgres.row_refused", Fault.Data,
        "The server refused a row: a constraint, a NULL, a value out of range. Its SQLSTATE and message are shown.");

    /// <summary>A value the target column cannot hold.</summary>
    public static readonly ErrorCode ValueRefused = new("postgres.value_refused", Fault.Data,
        "A value does not fit its target column and was not sent.");

    /// <summary>What was thrown while talking to a server, as an error of ours. <paramref name="place"/> is the server, or a table in it.</summary>
    internal static SluiceException Wrap(Exception error, string doing, string place) => error switch
    {
        SluiceException own => own,
        PostgresException server => FromServer(ServerMessage.From(server), doing, place, server),
        _ => PostgresFailure.FromConnection(error, doing, place),
    };

    /// <summary>The server's error message as an error of ours.</summary>
    internal static SluiceException FromServer(ServerMessage message, string doing, string place, Exception? inner = null)
    {
        (ErrorCode code, string? fix) = PostgresFailure.Classify(message);
        string what = code == ServerError
            ? $"{doing}: the server said {message.SqlState}: {message.Text}"
            : $"{doing}: {message.Text}";
        return new SluiceException(code, what + (message.Detail is null ? "" : $" ({message.Detail})"), place, fix ?? message.Hint, inner);
    }

    [DoesNotReturn]
    internal static void ThrowProtocol(string what, string place) => throw new SluiceException(Protocol, what, place);

    [DoesNotReturn]
    internal static void ThrowReadCount(long server, long received, string split, string place) => throw new SluiceException(
        CountMismatch, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the server says it sent {server} rows of {split}, and {received} arrived"), place);

    [DoesNotReturn]
    internal static void ThrowWriteCount(long taken, long sent, string table) => throw new SluiceException(
        CountMismatch, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{sent} rows were sent and the server took {taken}"), $"table {table}",
        "look for a trigger or a rule on the table that drops rows");

    /// <summary>No session was to be had for as long as the connection's patience.</summary>
    internal static SluiceException NoConnection(SluiceException error, TimeSpan waited) => new(
        TooManyConnections, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{error.Problems[0].What}; waited {waited.TotalSeconds:0.###} s for one"),
        error.Problems[0].Where, error.Problems[0].Fix, error);

    /// <summary>The shadow table belongs to another run.</summary>
    internal static SluiceException ShadowTaken(string shadow, string place) => new(
        ReplacedByAnother, $"table '{shadow}' with the new rows is not this run's any more: another run replaces the same table", place,
        "let one job alone replace the table, then run again");

    /// <summary>The target is another than at the start.</summary>
    internal static SluiceException Changed(string table, string place) => new(
        ReplacedByAnother, $"columns or indexes of table '{table}' were altered while it was being replaced", place, "run again");

    /// <summary>This attempt is fenced off.</summary>
    internal static SluiceException TakenOver(string run, long attempt, string place) => new(
        Fenced, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"another run of this job has taken over (run {run}, this was attempt {attempt})"), place,
        "let the other one go on, or stop it before this one is started again");

    /// <summary>A COMMIT whose answer did not arrive.</summary>
    internal static SluiceException InDoubt(SluiceException error) => new(
        CommitInDoubt, $"the connection broke while a commit was under way ({error.Problems[0].What})", error.Problems[0].Where,
        "run again: the position in the target tells whether it was committed", error);

    /// <summary>An earlier attempt of the run still has a transaction open.</summary>
    internal static SluiceException HeldByEarlierAttempt(SluiceException error, string run, string holders, TimeSpan waited, string place) => new(
        Locked, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"an earlier attempt of run {run} still writes after {waited.TotalSeconds:0.###} s: {holders}"), place,
        "stop that process, or end its session with pg_terminate_backend", error);

    /// <summary>A server that was there before does not answer.</summary>
    internal static SluiceException Away(SluiceException error) => new(
        new Problem(ServerStopped, error.Problems[0].What) { Where = error.Problems[0].Where, Fix = error.Problems[0].Fix }, error);

    /// <summary>The snapshot is gone, and going on without it would not be right.</summary>
    internal static SluiceException SnapshotLost(string place, bool isDemanded) => new(
        SnapshotGone, "the session that kept the snapshot of all readers is gone", place,
        isDemanded
            ? "run again; `snapshot: auto` lets a run go on by key, with rows as of a later instant"
            : "run again; with checkpoint.store a table with a key is cut by it, and the run goes on");

    /// <summary>Some writers' transactions are committed and one is not.</summary>
    internal static SluiceException PartlyCommitted(SluiceException error, int done, int all) => new(
        ServerError,
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{done} of {all} writers' transactions are committed, and the next failed: {error.Problems[0].What}"),
        error.Problems[0].Where, "empty the target of this run's rows before it runs again, or use one writer (parallelism 1)", error);

    /// <summary>The code and reason of a value that has no form in its type here.</summary>
    internal static (ErrorCode Code, string What) OfValue(ValueFault fault, string native, LogicalType type, string value) => fault switch
    {
        ValueFault.Infinite => (InfiniteValue, $"{type} has no infinity: {value}"),
        ValueFault.NotANumber => (NotANumber, $"{type} has no NaN"),
        ValueFault.ArrayShape => (ArrayShape, $"{type} is one list from 1 on, and the {native} is {value}"),
        ValueFault.InvalidText => (InvalidText, $"the {native} is not valid UTF-8"),
        _ => (OutOfRange, $"{value} is not a value of {type}"),
    };
}
