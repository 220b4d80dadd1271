using System.Collections.Immutable;
using System.Globalization;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>How much a connection is encrypted and checked; the names are those of the mysql client.</summary>
internal enum TlsMode
{
    /// <summary>Never.</summary>
    Disabled,

    /// <summary>When the server offers it, whoever it is.</summary>
    Preferred,

    /// <summary>Always, whoever the server is.</summary>
    Required,

    /// <summary>Always, and the certificate must come from a known authority.</summary>
    VerifyCa,

    /// <summary>Always, and the certificate must also name the host.</summary>
    VerifyIdentity,
}

/// <summary>
/// A MySQL or MariaDB address: <c>mysql://user:password@host:port/database?ssl-mode=…</c>, parts percent-encoded where they hold
/// <c>:/?#@%</c>; a unix socket as <c>?socket=/run/mysqld/mysqld.sock</c>.
/// </summary>
internal sealed record MySqlAddress
{
    private static readonly ImmutableArray<string> s_parameters =
        ["host", "port", "socket", "user", "password", "database", "ssl-mode", "ssl-ca", "ssl-cert", "ssl-key", "get-server-public-key"];

    public string Host { get; private init; } = "localhost";

    public int Port { get; private init; } = 3306;

    /// <summary>The path of a unix socket; null for TCP.</summary>
    public string? Socket { get; private init; }

    public string? User { get; private init; }

    public string? Password { get; private init; }

    public string? Database { get; private init; }

    public TlsMode Tls { get; private init; }

    /// <summary>Files in PEM form; null where not given.</summary>
    public (string? Authority, string? Certificate, string? Key) TlsFiles { get; private init; }

    /// <summary>Whether the server's key may be asked for over a connection that is not encrypted.</summary>
    public bool AsksForKey { get; private init; }

    /// <summary>The server and database, without user and password, for messages: <c>db.example:3306/shop</c>.</summary>
    public string Display => string.Create(
        CultureInfo.InvariantCulture, $"{Socket ?? $"{Host}:{Port}"}{(Database is null ? "" : "/" + Database)}");

    public static bool Recognizes(string address) =>
        address.StartsWith("mysql://", StringComparison.OrdinalIgnoreCase) || address.StartsWith("mariadb://", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="SluiceException">Not such an address; the password is never in the message.</exception>
    public static MySqlAddress Parse(string address, string display, string? where)
    {
        string rest = address[(address.IndexOf("://", StringComparison.Ordinal) + 3)..];
        int question = rest.IndexOf('?', StringComparison.Ordinal);
        ImmutableDictionary<string, string> parameters = ReadParameters(question < 0 ? "" : rest[(question + 1)..], display, where);
        rest = question < 0 ? rest : rest[..question];
        int at = rest.LastIndexOf('@');
        string user = at < 0 ? "" : rest[..at];
        rest = rest[(at + 1)..];
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        string server = slash < 0 ? rest : rest[..slash];
        int colon = user.IndexOf(':', StringComparison.Ordinal);
        (string host, string port) = SplitServer(server);
        string? socket = parameters.GetValueOrDefault("socket");
        return new MySqlAddress
        {
            Host = parameters.GetValueOrDefault("host") ?? NullIfEmpty(Decode(host)) ?? "localhost",
            Port = ReadPort(parameters.GetValueOrDefault("port") ?? port, display, where),
            Socket = socket,
            User = parameters.GetValueOrDefault("user") ?? NullIfEmpty(Decode(colon < 0 ? user : user[..colon])),
            Password = parameters.GetValueOrDefault("password") ?? (colon < 0 ? null : Decode(user[(colon + 1)..])),
            Database = parameters.GetValueOrDefault("database") ?? NullIfEmpty(Decode(slash < 0 ? "" : rest[(slash + 1)..])),
            Tls = ReadTls(parameters.GetValueOrDefault("ssl-mode"), parameters.ContainsKey("ssl-ca"), socket is not null, where),
            TlsFiles = (parameters.GetValueOrDefault("ssl-ca"), parameters.GetValueOrDefault("ssl-cert"), parameters.GetValueOrDefault("ssl-key")),
            AsksForKey = parameters.GetValueOrDefault("get-server-public-key") is "true" or "1" or "",
        };
    }

    private static TlsMode ReadTls(string? mode, bool hasAuthority, bool isSocket, string? where) => mode?.ToLowerInvariant() switch
    {
        null => isSocket ? TlsMode.Disabled : hasAuthority ? TlsMode.VerifyCa : TlsMode.Preferred,
        "disabled" => TlsMode.Disabled,
        "preferred" => TlsMode.Preferred,
        "required" => TlsMode.Required,
        "verify_ca" => TlsMode.VerifyCa,
        "verify_identity" => TlsMode.VerifyIdentity,
        _ => throw Bad($"ssl-mode is '{mode}'", where, "use one of: disabled, preferred, required, verify_ca, verify_identity"),
    };

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
            return 3306;
        return int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and < 65536
            ? number
            : throw Bad($"the address {display} has the port '{port}'", where, "write a port from 1 to 65535; percent-encode a password that holds ':', '/' or '@'");
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text);

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static SluiceException Bad(string what, string? where, string fix) => new(MySqlErrors.BadAddress, what, where, fix);
}
