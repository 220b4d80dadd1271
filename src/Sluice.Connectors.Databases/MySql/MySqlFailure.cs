using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>The way from a server's number, a socket or a handshake to an error of ours.</summary>
internal static class MySqlFailure
{
    /// <summary>What was thrown while talking to a server, as an error of ours.</summary>
    public static SluiceException Wrap(Exception error, string doing, string place)
    {
        if (error is SluiceException own)
            return own;
        for (Exception? e = error; e is not null; e = e.InnerException)
        {
            if (OfConnection(e, error, doing, place) is { } known)
                return known;
        }

        return new SluiceException(MySqlErrors.ConnectionLost, $"{doing}: the connection broke: {(error.InnerException ?? error).Message}", place,
            "run again; if it happens often, look into the server's log", error);
    }

    /// <summary>The server's error message as an error of ours.</summary>
    public static SluiceException FromServer(ServerMessage message, string doing, string place, Exception? inner = null)
    {
        (ErrorCode code, string? fix) = Classify(message);
        string what = code == MySqlErrors.ServerError
            ? string.Create(CultureInfo.InvariantCulture, $"{doing}: the server said {message.Number} ({message.SqlState}): {message.Text}")
            : $"{doing}: {message.Text}";
        return new SluiceException(code, what, place, fix, inner);
    }

    /// <summary>The code and reason of a value that has no form in its type here.</summary>
    public static (ErrorCode Code, string What) OfValue(ValueFault fault, string native, LogicalType type, string column, string value) => fault switch
    {
        ValueFault.ZeroDate => (MySqlErrors.ZeroDate, $"{value} is not a date of any calendar"),
        ValueFault.InvalidText => (MySqlErrors.InvalidText, $"the {native} has no form in Unicode"),
        _ => (MySqlErrors.OutOfRange, type.Kind == TypeKind.Time
            ? $"{value} is not a time of a day; `columns: {{ {column}: STRING }}` reads it as text"
            : $"{value} is not a value of {type}"),
    };

    [DoesNotReturn]
    public static void ThrowProtocol(string what, string place) => throw new SluiceException(MySqlErrors.Protocol, what, place);

    [DoesNotReturn]
    public static void ThrowWriteCount(long server, long sent, string table) => throw new SluiceException(
        MySqlErrors.CountMismatch,
        string.Create(CultureInfo.InvariantCulture, $"the server says it took {server} rows and {sent} were sent"), $"table {table}",
        "look for triggers or proxies that drop rows");

    /// <summary>A row that no statement can hold.</summary>
    public static SluiceException RowTooLarge(long bytes, long limit, string place) => new(
        MySqlErrors.PacketTooLarge,
        string.Create(CultureInfo.InvariantCulture, $"a row makes a statement of {bytes} bytes and the server's max_allowed_packet is {limit}"), place,
        "raise max_allowed_packet on the server: SET GLOBAL max_allowed_packet = 1073741824");

    /// <summary>A server that was there before does not answer.</summary>
    public static SluiceException Away(SluiceException error) => new(
        new Problem(MySqlErrors.ServerStopped, error.Problems[0].What) { Where = error.Problems[0].Where, Fix = error.Problems[0].Fix }, error);

    /// <summary>This attempt is fenced off.</summary>
    public static SluiceException TakenOver(string run, long attempt, string place) => new(
        MySqlErrors.Fenced, string.Create(CultureInfo.InvariantCulture, $"another run of this job has taken over (run {run}, this was attempt {attempt})"), place,
        "let the other one go on, or stop it before this one is started again");

    /// <summary>The shadow table belongs to another run.</summary>
    public static SluiceException ShadowTaken(string shadow, string place) => new(
        MySqlErrors.ReplacedByAnother, $"table '{shadow}' with the new rows is not this run's any more: another run replaces the same table", place,
        "let one job alone replace the table, then run again");

    /// <summary>The target is another than at the start.</summary>
    public static SluiceException Changed(string table, string place) => new(
        MySqlErrors.ReplacedByAnother, $"columns or indexes of table '{table}' were altered while it was being replaced", place, "run again");

    /// <summary>A COMMIT whose answer did not arrive.</summary>
    public static SluiceException InDoubt(SluiceException error) => new(
        MySqlErrors.CommitInDoubt, $"the connection broke while a commit was under way ({error.Problems[0].What})", error.Problems[0].Where,
        "run again: the position in the target tells whether it was committed", error);

    /// <summary>An earlier attempt of the run still has a transaction open.</summary>
    public static SluiceException HeldByEarlierAttempt(SluiceException error, string run, TimeSpan waited, string place) => new(
        MySqlErrors.Locked, string.Create(CultureInfo.InvariantCulture, $"an earlier attempt of run {run} still writes after {waited.TotalSeconds:0.###} s"), place,
        "stop that process, or end its session: SHOW PROCESSLIST, KILL", error);

    /// <summary>A commit that failed after others of the same run had been done.</summary>
    public static SluiceException PartlyCommitted(SluiceException error, int done, int all) => new(
        error.Code,
        string.Create(CultureInfo.InvariantCulture, $"{error.Problems[0].What}; {done} of {all} writers had committed already"),
        error.Problems[0].Where, "empty the target and run again, or use one writer (parallelism 1)", error);

    private static (ErrorCode Code, string? Fix) Classify(ServerMessage message) => message.Number switch
    {
        1045 or 1698 => (MySqlErrors.WrongPassword, "check the user and the password, and that the server lets this user in from here"),
        1130 or 1129 => (MySqlErrors.WrongPassword, "let the server accept this host: CREATE USER …@'host', or FLUSH HOSTS after many failures"),
        1049 or 1046 => (MySqlErrors.UnknownDatabase, "name a database of this server; SHOW DATABASES lists them"),
        1146 or 1051 => (MySqlErrors.UnknownTable, "run `sluice tables` on the address to see what there is"),
        1054 => (MySqlErrors.UnknownColumn, "run `sluice tables` on the address to see the columns"),
        1044 or 1142 or 1143 or 1227 or 1370 or 3879 => (MySqlErrors.MissingRight, "grant the right to the user, or use another user"),
        3159 => (MySqlErrors.Tls, "write ?ssl-mode=required in the address"),
        1290 or 1836 or 3100 or 1792 => (MySqlErrors.ReadOnly, "write to the primary, or switch read_only off"),
        1021 or 1114 or 3 or 28 => (MySqlErrors.DiskFull, "free space on the server's disk, then run again"),
        1040 or 1203 or 1226 => (MySqlErrors.TooManyConnections, "lower parallelism or limits.connections, or end idle sessions on the server"),
        1053 or 1927 or 1184 or 4031 => (MySqlErrors.ServerStopped, "run again when the server is up"),
        1317 or 1969 or 3024 or 1159 or 1161 => (MySqlErrors.Timeout, "raise statement_timeout or the server's limit, or read less at once"),
        1205 or 1213 or 3572 or 1015 => (MySqlErrors.Locked, "run again when the other transaction has ended, or raise lock_timeout"),
        1153 or 1301 => (MySqlErrors.PacketTooLarge, "raise max_allowed_packet on the server: SET GLOBAL max_allowed_packet = 1073741824"),
        1148 or 3948 or 4166 => (MySqlErrors.LoadRefused, "switch it on in the server: SET GLOBAL local_infile = 1, or set `load: insert` in the sink"),
        1115 or 1273 or 1267 => (MySqlErrors.UnknownCharset, "use a server that knows utf8mb4"),
        1158 or 1160 or 1152 => (MySqlErrors.ConnectionLost, "run again; if it happens often, look into the server's log"),
        _ => (MySqlErrors.ServerError, null),
    };

    private static SluiceException? OfConnection(Exception error, Exception outer, string doing, string place) => error switch
    {
        SluiceException own => own,
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } =>
            new SluiceException(MySqlErrors.UnknownHost, $"{doing}: no such host", place, "check the host name in the address", outer),
        SocketException
        {
            SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostUnreachable or SocketError.NetworkUnreachable
                or SocketError.AddressNotAvailable or SocketError.AccessDenied
        } socket => new SluiceException(MySqlErrors.Unreachable, $"{doing}: {Refusal(socket)}", place, "start the server, or check host, port and socket", outer),
        AuthenticationException or CryptographicException =>
            new SluiceException(MySqlErrors.Tls, $"{doing}: the TLS handshake failed: {error.Message}", place, "check ssl-mode, ssl-ca, ssl-cert and ssl-key in the address", outer),
        FileNotFoundException or DirectoryNotFoundException =>
            new SluiceException(MySqlErrors.Tls, $"{doing}: {error.Message}", place, "check the certificate's path in the address", outer),
        TimeoutException => new SluiceException(MySqlErrors.Timeout, $"{doing}: the server did not answer in time", place,
            "check host and port, or raise connect_timeout", outer),
        _ => null,
    };

    private static string Refusal(SocketException error) => error.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.HostUnreachable => "host unreachable",
        SocketError.AccessDenied => "the socket may not be opened",
        SocketError.AddressNotAvailable => "there is no such socket",
        _ => "network unreachable",
    };
}
