using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>The error codes of the MySQL connector.</summary>
public static class MySqlErrors
{
    /// <summary>The address cannot be read.</summary>
    public static readonly ErrorCode BadAddress = new("mysql.bad_address", Fault.Job,
        "The address is not a MySQL address. Write mysql://user@host:3306/database.");

    /// <summary>No such host.</summary>
    public static readonly ErrorCode UnknownHost = new("mysql.unknown_host", Fault.Environment,
        "The host name of the address does not resolve. Check its spelling and the name server.");

    /// <summary>Nothing listens, or no route.</summary>
    public static readonly ErrorCode Unreachable = new("mysql.unreachable", Fault.Environment,
        "Nothing accepts connections at the address. Start the server, or check host, port, socket and firewall.");

    /// <summary>User or password refused.</summary>
    public static readonly ErrorCode WrongPassword = new("mysql.wrong_password", Fault.Environment,
        "The server refused the user or the password. Check both, and from where the server lets this user in.");

    /// <summary>A way of logging in that is not supported or not safe.</summary>
    public static readonly ErrorCode Authentication = new("mysql.authentication", Fault.Environment,
        "The server wants a way of logging in that this version lacks, or that would show the password. The message names it.");

    /// <summary>TLS failed.</summary>
    public static readonly ErrorCode Tls = new("mysql.tls", Fault.Environment,
        "The encrypted connection could not be made, or the server demands one. Check ssl-mode and the certificates.");

    /// <summary>No such database.</summary>
    public static readonly ErrorCode UnknownDatabase = new("mysql.unknown_database", Fault.Environment,
        "The server has no database of that name, or the address names none. List them with SHOW DATABASES.");

    /// <summary>No such table.</summary>
    public static readonly ErrorCode UnknownTable = new("mysql.unknown_table", Fault.Job,
        "The database has no table of that name. `sluice tables URL` lists what there is.");

    /// <summary>No such column.</summary>
    public static readonly ErrorCode UnknownColumn = new("mysql.unknown_column", Fault.Job,
        "The table has no column of that name.");

    /// <summary>A right is missing.</summary>
    public static readonly ErrorCode MissingRight = new("mysql.missing_right", Fault.Environment,
        "The user may not do this. Grant the right that the message names.");

    /// <summary>The server cannot be written.</summary>
    public static readonly ErrorCode ReadOnly = new("mysql.read_only", Fault.Environment,
        "The server is read-only, as replicas are. Write to the primary.");

    /// <summary>The server's disk is full.</summary>
    public static readonly ErrorCode DiskFull = new("mysql.disk_full", Fault.Environment,
        "The server has no room left on its disk, or in a table. Free some; nothing of the run is visible.");

    /// <summary>No connection left.</summary>
    public static readonly ErrorCode TooManyConnections = new("mysql.too_many_connections", Fault.Transient,
        "The server or the user has no connection left. Lower parallelism or limits.connections, or raise the server's limit.");

    /// <summary>The server stopped, or is starting.</summary>
    public static readonly ErrorCode ServerStopped = new("mysql.server_stopped", Fault.Transient,
        "The server was shut down, or ended the session.");

    /// <summary>The connection broke.</summary>
    public static readonly ErrorCode ConnectionLost = new("mysql.connection_lost", Fault.Transient,
        "The connection to the server broke in the middle of the work.");

    /// <summary>A time limit was hit.</summary>
    public static readonly ErrorCode Timeout = new("mysql.timeout", Fault.Transient,
        "The server ended a statement because it took longer than its limit, or did not answer in time.");

    /// <summary>A lock was not to be had.</summary>
    public static readonly ErrorCode Locked = new("mysql.locked", Fault.Transient,
        "Another transaction holds a lock, or a row of the same key, for longer than the limit, or two transactions waited for each other.");

    /// <summary>A row or statement is larger than the server takes.</summary>
    public static readonly ErrorCode PacketTooLarge = new("mysql.packet_too_large", Fault.Environment,
        "A row is larger than the server's max_allowed_packet. Raise it on the server, up to 1G.");

    /// <summary>LOAD DATA LOCAL is not to be had.</summary>
    public static readonly ErrorCode LoadRefused = new("mysql.load_refused", Fault.Environment,
        "The server, or what stands in front of it, refuses LOAD DATA LOCAL INFILE. Switch local_infile on there, or set `load: insert`.");

    /// <summary>A character set the server does not know.</summary>
    public static readonly ErrorCode UnknownCharset = new("mysql.unknown_charset", Fault.Environment,
        "The server does not know a character set or collation. MySQL 5.5.3 and MariaDB 5.5 know utf8mb4, which is needed.");

    /// <summary>No key to tell rows apart.</summary>
    public static readonly ErrorCode NoKey = new("mysql.no_key", Fault.Job,
        "The write mode needs a unique key of the target, and there is none that can be used. Add one, or name another in `key`.");

    /// <summary>The table cannot be replaced in this way.</summary>
    public static readonly ErrorCode CannotReplace = new("mysql.cannot_replace", Fault.Job,
        "Replacing the table would lose or break what depends on it. The message names it; nothing was written. See `replace: rows`.");

    /// <summary>The end of a run failed where it cannot be taken back.</summary>
    public static readonly ErrorCode AfterSwap = new("mysql.after_swap", Fault.Transient,
        "A statement of `after` failed behind a swap, which commits of itself here: the new rows are in place, and the statement has not run.");

    /// <summary>Another run writes into the same target.</summary>
    public static readonly ErrorCode ReplacedByAnother = new("mysql.replaced_by_another", Fault.Data,
        "Another run replaces the same table, or the table was altered while it was being replaced. Nothing of this run is visible.");

    /// <summary>A later attempt of the same run is at work.</summary>
    public static readonly ErrorCode Fenced = new("mysql.fenced", Fault.Data,
        "Another process has taken over this run and continues it; this one stops without having written anything more.");

    /// <summary>The answer to a COMMIT did not arrive.</summary>
    public static readonly ErrorCode CommitInDoubt = new("mysql.commit_in_doubt", Fault.Transient,
        "The connection broke between COMMIT and its answer. The next attempt of the run reads from the target whether it happened.");

    /// <summary>The target cannot take the rows.</summary>
    public static readonly ErrorCode TargetMismatch = new("mysql.target_mismatch", Fault.Job,
        "The target table cannot take the rows as they are: a column is missing, too narrow or of another type, or the table cannot take back rows.");

    /// <summary>A feature this version lacks.</summary>
    public static readonly ErrorCode Unsupported = new("mysql.unsupported", Fault.Job,
        "This version of the MySQL connector does not support what the job asks for.");

    /// <summary>A type that cannot be carried.</summary>
    public static readonly ErrorCode UnsupportedType = new("mysql.unsupported_type", Fault.Job,
        "A column's type cannot be carried. Leave the column out or cast it in a view.");

    /// <summary>No common state for several readers.</summary>
    public static readonly ErrorCode NoSnapshot = new("mysql.no_snapshot", Fault.Environment,
        "Several readers cannot see one state of the tables, because the user may not lock them or they are in use. Set `snapshot: single` or `parallel`.");

    /// <summary>The server answered with another error.</summary>
    public static readonly ErrorCode ServerError = new("mysql.server_error", Fault.Data,
        "The server refused a statement for a reason that has no code of its own; its number and message are shown.");

    /// <summary>The server sent what the protocol does not allow.</summary>
    public static readonly ErrorCode Protocol = new("mysql.protocol", Fault.Bug,
        "The server's answer is not what the protocol says. Report it with the server's version.");

    /// <summary>The server's count differs from ours.</summary>
    public static readonly ErrorCode CountMismatch = new("mysql.count_mismatch", Fault.Data,
        "The server counted other rows than were sent. Nothing was committed.");

    /// <summary>A date that no calendar has.</summary>
    public static readonly ErrorCode ZeroDate = new("mysql.zero_date", Fault.Data,
        "A date is zero, partly zero, or a day that no calendar has. Set `zero_date`, or read the column as text with `columns`.");

    /// <summary>A value outside its type's range.</summary>
    public static readonly ErrorCode OutOfRange = new("mysql.out_of_range", Fault.Data,
        "A value is outside the range of its type here. Set `out_of_range`, or read the column as text with `columns`.");

    /// <summary>Text that has no form in Unicode.</summary>
    public static readonly ErrorCode InvalidText = new("mysql.invalid_text", Fault.Data,
        "A text has no form in Unicode: a character set that the server cannot convert back and forth, or bytes that are no characters.");

    /// <summary>A row the server refused.</summary>
    public static readonly ErrorCode RowRefused = new("mysql.row_refused", Fault.Data,
        "The server refused a row: a constraint, a NULL, a value out of range. Its number and message are shown.");

    /// <summary>A value the target column cannot hold.</summary>
    public static readonly ErrorCode ValueRefused = new("mysql.value_refused", Fault.Data,
        "A value does not fit its target column and was not sent.");
}
