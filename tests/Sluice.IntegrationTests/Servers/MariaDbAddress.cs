using System.Globalization;

namespace Sluice.IntegrationTests.Servers;

/// <summary>One user on the test server, and its address as users write it and as the client library of the tests wants it.</summary>
internal sealed record MariaDbAddress(string Host, int Port, string User, string Password, string Database)
{
    /// <summary>The address for a job or the command line: <c>mysql://user:password@host:port/database</c>.</summary>
    public string Url => string.Create(CultureInfo.InvariantCulture, $"mysql://{User}:{Password}@{Host}:{Port}/{Uri.EscapeDataString(Database)}");

    /// <summary>The same without the password, for messages.</summary>
    public string UrlWithoutPassword => string.Create(CultureInfo.InvariantCulture, $"mysql://{User}@{Host}:{Port}/{Uri.EscapeDataString(Database)}");

    /// <summary>For MySqlConnector, which the program itself does not use. Pooling is off, so that a closed connection is a closed session.</summary>
    public string ConnectionString => new MySqlConnector.MySqlConnectionStringBuilder
    {
        Server = Host,
        Port = (uint)Port,
        UserID = User,
        Password = Password,
        Database = Database,
        Pooling = false,
        SslMode = MySqlConnector.MySqlSslMode.None,
        AllowUserVariables = true,
        AllowZeroDateTime = true,
        CharacterSet = "utf8mb4",
    }.ConnectionString;

    /// <summary>Reads the form that <c>tests/servers/mariadb</c> prints.</summary>
    public static MariaDbAddress Parse(string url)
    {
        var uri = new Uri(url);
        string[] user = uri.UserInfo.Split(':', 2);
        return new MariaDbAddress(uri.Host, uri.Port, user[0], user[1], Uri.UnescapeDataString(uri.AbsolutePath[1..]));
    }
}
