using System.Collections.Immutable;
using System.Globalization;
using Npgsql;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>
/// A PostgreSQL address: <c>postgres://user:password@host:port/database?sslmode=…</c>, parts percent-encoded where they hold <c>:/?#@%</c>;
/// a folder as <c>?host=/run/postgresql</c> means a unix socket.
/// </summary>
internal sealed record PostgresAddress
{
    private static readonly ImmutableArray<string> s_parameters =
        ["host", "port", "user", "password", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey", "application_name", "connect_timeout", "options"];

    private static readonly ImmutableDictionary<string, SslMode> s_sslModes = ImmutableDictionary.CreateRange(StringComparer.Ordinal,
    [
        KeyValuePair.Create("disable", SslMode.Disable), KeyValuePair.Create("allow", SslMode.Allow), KeyValuePair.Create("prefer", SslMode.Prefer),
        KeyValuePair.Create("require", SslMode.Require), KeyValuePair.Create("verify-ca", SslMode.VerifyCA),
        KeyValuePair.Create("verify-full", SslMode.VerifyFull),
    ]);

    public string Host { get; private init; } = "localhost";

    public int Port { get; private init; } = 5432;

    public string? User { get; private init; }

    public string? Password { get; private init; }

    public string? Database { get; private init; }

    public ImmutableDictionary<string, string> Parameters { get; private init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The server and database, without user and password, for messages: <c>db.example:5432/shop</c>.</summary>
    public string Display => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}/{Database ?? User}");

    public static bool Recognizes(string address) =>
        address.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || address.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="SluiceException">Not such an address; the password is never in the message.</exception>
    public static PostgresAddress Parse(string address, string display, string? where)
    {
        string rest = address[(address.IndexOf("://", StringComparison.Ordinal) + 3)..];
        int question = rest.IndexOf('?', StringComparison.Ordinal);
        string query = question < 0 ? "" : rest[(question + 1)..];
        rest = question < 0 ? rest : rest[..question];
        int at = rest.LastIndexOf('@');
        string user = at < 0 ? "" : rest[..at];
        rest = rest[(at + 1)..];
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        string database = slash < 0 ? "" : rest[(slash + 1)..];
        string server = slash < 0 ? rest : rest[..slash];
        int colon = user.IndexOf(':', StringComparison.Ordinal);
        ImmutableDictionary<string, string> parameters = ReadParameters(query, display, where);
        (string host, string port) = SplitServer(server);
        return new PostgresAddress
        {
            Host = parameters.GetValueOrDefault("host") ?? NullIfEmpty(Decode(host)) ?? "localhost",
            Port = ReadPort(parameters.GetValueOrDefault("port") ?? port, display, where),
            User = parameters.GetValueOrDefault("user") ?? NullIfEmpty(Decode(colon < 0 ? user : user[..colon])),
            Password = parameters.GetValueOrDefault("password") ?? (colon < 0 ? null : Decode(user[(colon + 1)..])),
            Database = parameters.GetValueOrDefault("dbname") ?? NullIfEmpty(Decode(database)),
            Parameters = parameters,
        };
    }

    /// <summary>The client library's settings. No pooling: a closed connection is an ended session.</summary>
    public NpgsqlConnectionStringBuilder ToNpgsql(PostgresOptions options, string? where)
    {
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = Host,
            Port = Port,
            Pooling = false,
            Multiplexing = false,
            Enlist = false,
            CommandTimeout = 0,
            Timeout = (int)Math.Clamp(options.ConnectTimeout.TotalSeconds, 1, 1024),
            GssEncryptionMode = GssEncryptionMode.Disable,
            ApplicationName = Parameters.GetValueOrDefault("application_name") ?? options.ApplicationName,
            IncludeErrorDetail = true,
            SslMode = Ssl(where),
        };
        if (User is not null)
            builder.Username = User;
        if (Password is not null)
            builder.Password = Password;
        if (Database is not null)
            builder.Database = Database;
        if (Parameters.TryGetValue("sslrootcert", out string? rootCertificate))
            builder.RootCertificate = rootCertificate;
        if (Parameters.TryGetValue("sslcert", out string? certificate))
            builder.SslCertificate = certificate;
        if (Parameters.TryGetValue("sslkey", out string? key))
            builder.SslKey = key;
        if (Parameters.TryGetValue("options", out string? sessionOptions))
            builder.Options = sessionOptions;
        if (Parameters.TryGetValue("connect_timeout", out string? timeout))
            builder.Timeout = int.TryParse(timeout, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
                ? Math.Clamp(seconds, 0, 1024)
                : throw Bad($"connect_timeout is '{timeout}', not a number of seconds", where, "write whole seconds, for example connect_timeout=10");
        return builder;
    }

    private SslMode Ssl(string? where)
    {
        if (!Parameters.TryGetValue("sslmode", out string? mode))
            return Host.StartsWith('/') ? SslMode.Disable : SslMode.Prefer;
        return s_sslModes.TryGetValue(mode, out SslMode value)
            ? value
            : throw Bad($"sslmode is '{mode}'", where, "use one of: disable, allow, prefer, require, verify-ca, verify-full");
    }

    private static ImmutableDictionary<string, string> ReadParameters(string query, string display, string? where)
    {
        ImmutableDictionary<string, string>.Builder parameters = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (string pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string name = Decode(equals < 0 ? pair : pair[..equals]);
            if (!s_parameters.Contains(name))
            {
                throw Bad($"the address {display} has an unknown parameter '{name}'", where,
                    NearestName.Find(name, s_parameters) is { } near ? $"write '{near}'" : $"use one of: {string.Join(", ", s_parameters)}");
            }

            parameters[name] = equals < 0 ? "" : Decode(pair[(equals + 1)..]);
        }

        return parameters.ToImmutable();
    }

    private static (string Host, string Port) SplitServer(string server)
    {
        int bracket = server.StartsWith('[') ? server.IndexOf(']', StringComparison.Ordinal) : -1;
        int colon = server.IndexOf(':', Math.Max(0, bracket));
        string host = colon < 0 ? server : server[..colon];
        return (bracket > 0 ? host[1..^1] : host, colon < 0 ? "" : server[(colon + 1)..]);
    }

    private static int ReadPort(string port, string display, string? where)
    {
        if (port.Length == 0)
            return 5432;
        return int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and < 65536
            ? number
            : throw Bad($"the address {display} has the port '{port}'", where, "write a port from 1 to 65535; percent-encode a password that holds ':', '/' or '@'");
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text);

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static SluiceException Bad(string what, string? where, string fix) => new(PostgresErrors.BadAddress, what, where, fix);
}
