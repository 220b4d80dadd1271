using System.Globalization;
using Npgsql;

namespace Sluice.IntegrationTests.Servers;

/// <summary>One role on the test server, and its address as users write it and as Npgsql wants it.</summary>
internal sealed record PostgresAddress(string Host, int Port, string User, string Password, string Database)
{
    /// <summary>The address for a job or the command line: <c>postgres://user:password@host:port/database</c>.</summary>
    public string Url => string.Create(CultureInfo.InvariantCulture, $"postgres://{User}:{Password}@{Host}:{Port}/{Uri.EscapeDataString(Database)}");

    /// <summary>The same without the password, for a job that takes it from elsewhere.</summary>
    public string UrlWithoutPassword => string.Create(CultureInfo.InvariantCulture, $"postgres://{User}@{Host}:{Port}/{Uri.EscapeDataString(Database)}");

    /// <summary>For Npgsql. Pooling is off, so that a closed connection is a closed session on the server.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = Host,
        Port = Port,
        Username = User,
        Password = Password,
        Database = Database,
        Pooling = false,
        IncludeErrorDetail = true,
    }.ConnectionString;

    /// <summary>Reads the form that <c>tests/servers/postgres</c> prints.</summary>
    public static PostgresAddress Parse(string url)
    {
        var uri = new Uri(url);
        string[] user = uri.UserInfo.Split(':', 2);
        return new PostgresAddress(uri.Host, uri.Port, user[0], user[1], Uri.UnescapeDataString(uri.AbsolutePath[1..]));
    }
}
