using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>The way from SQLSTATE and broken connections to error codes.</summary>
internal static class PostgresFailure
{
    /// <summary>The code and the fix of an error of the server.</summary>
    public static (ErrorCode Code, string? Fix) Classify(ServerMessage message) => message.SqlState switch
    {
        "28P01" or "28000" => (PostgresErrors.WrongPassword, "check the user and the password, and that pg_hba.conf lets this user in from here"),
        "3D000" => (PostgresErrors.UnknownDatabase, "name a database of this server; `psql -l` lists them"),
        "3F000" => (PostgresErrors.UnknownSchema, "create the schema, or name one that exists"),
        "42P01" => (PostgresErrors.UnknownTable, "run `sluice tables` on the address to see what there is"),
        "42703" => (PostgresErrors.UnknownColumn, "run `sluice tables` on the address to see the columns"),
        "42501" => (PostgresErrors.MissingRight, "grant the right to the user, or use another user"),
        "53100" => (PostgresErrors.DiskFull, "free space on the server's disk, then run again"),
        "53300" => (PostgresErrors.TooManyConnections, "lower parallelism or limits.connections, or end idle sessions on the server"),
        "57P01" or "57P02" or "57P03" => (PostgresErrors.ServerStopped, "run again when the server is up"),
        "57014" => (PostgresErrors.Timeout, "raise statement_timeout for this user, or read less at once"),
        "25006" => (PostgresErrors.ReadOnlyServer, "give the address of the primary server"),
        "55P03" or "40P01" or "40001" => (PostgresErrors.Locked, "run again when the other transaction has ended"),
        { } state when state.StartsWith("08", StringComparison.Ordinal) => (PostgresErrors.ConnectionLost, "run again; if it happens often, look into the server's log"),
        _ => (PostgresErrors.ServerError, null),
    };

    /// <summary>What broke a connection, by the innermost exception that says it.</summary>
    public static SluiceException FromConnection(Exception error, string doing, string place)
    {
        for (Exception? e = error; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case PostgresException server:
                    return PostgresErrors.FromServer(ServerMessage.From(server), doing, place, error);
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return new SluiceException(PostgresErrors.UnknownHost, $"{doing}: no such host", place, "check the host name in the address", error);
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostUnreachable or SocketError.NetworkUnreachable
                    or SocketError.AddressNotAvailable } socket:
                    return new SluiceException(PostgresErrors.Unreachable, $"{doing}: {Refusal(socket)}", place, "start the server, or check host and port", error);
                case AuthenticationException:
                    return new SluiceException(PostgresErrors.Tls, $"{doing}: the TLS handshake failed: {e.Message}", place,
                        "check sslmode and sslrootcert in the address", error);
                case TimeoutException:
                    return new SluiceException(PostgresErrors.Timeout, $"{doing}: the server did not answer in time", place,
                        "check host and port, or raise connect_timeout", error);
            }
        }

        return Unclassified(error, doing, place);
    }

    private static SluiceException Unclassified(Exception error, string doing, string place) => error.Message switch
    {
        { } text when text.Contains("No password has been provided", StringComparison.Ordinal) =>
            new SluiceException(PostgresErrors.WrongPassword, $"{doing}: the server wants a password and none was given", place,
                "give one in the address as ${env:NAME}, or in ~/.pgpass", error),
        { } text when text.Contains("SSL", StringComparison.Ordinal) =>
            new SluiceException(PostgresErrors.Tls, $"{doing}: {text}", place, "check sslmode in the address", error),
        { } text when error is System.IO.FileNotFoundException or DirectoryNotFoundException =>
            new SluiceException(PostgresErrors.Tls, $"{doing}: {text}", place, "check the certificate's path", error),
        _ => new SluiceException(PostgresErrors.ConnectionLost, $"{doing}: the connection broke: {Cause(error.InnerException ?? error)}", place,
            "run again; if it happens often, look into the server's log", error),
    };

    private static string Cause(Exception error) => error switch
    {
        EndOfStreamException => "the server closed the connection",
        SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.Shutdown } => "the server closed the connection",
        { InnerException: SocketException inner } => Cause(inner),
        _ => error.Message,
    };

    private static string Refusal(SocketException error) => error.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.HostUnreachable => "host unreachable",
        _ => "network unreachable",
    };
}
