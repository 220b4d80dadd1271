using Sluice.Connectors.Databases.MySql;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Connectors.Databases.MySql;

/// <summary>Logging in as MySQL 8 and later want it, which no server here does.</summary>
public sealed class LoginTests
{
    [Fact]
    public async Task A_cached_password_is_proved_and_not_sent()
    {
        await using var server = new FakeMySqlServer("pä:ss", "caching_sha2_password", isCached: true);

        await using MySqlSession session = await OpenAsync(server.Url);

        Assert.Equal(["proof right"], server.Steps);
        Assert.Equal(("MySQL 8.4.3", 7u), ($"{session.Server}", session.Server.ThreadId));
    }

    [Fact]
    public async Task An_uncached_password_goes_under_the_servers_key_where_the_address_allows_to_ask_for_it()
    {
        await using var server = new FakeMySqlServer("pä:ss", "caching_sha2_password", isCached: false);

        await using MySqlSession session = await OpenAsync(server.Url + "?get-server-public-key=true");

        Assert.Equal(["proof right", "key asked", "password pä:ss"], server.Steps);
    }

    [Fact]
    public async Task A_password_is_not_shown_to_whoever_listens()
    {
        await using var server = new FakeMySqlServer("canary-secret", "caching_sha2_password", isCached: false);

        var error = await Assert.ThrowsAsync<SluiceException>(() => OpenAsync(server.Url));

        Assert.Matches(
            "^mysql.authentication: logging in: caching_sha2_password needs an encrypted connection, a unix socket, or the server's public key\n"
            + "  at 127.0.0.1:\\d+/db\n  fix: write \\?ssl-mode=required in the address, or get-server-public-key=true where the network is trusted$", error.Message);
        Assert.DoesNotContain("password shown", server.Steps);
    }

    [Fact]
    public async Task A_way_of_logging_in_that_is_not_known_is_named()
    {
        await using var server = new FakeMySqlServer("x", "client_ed25519", isCached: false);

        var error = await Assert.ThrowsAsync<SluiceException>(() => OpenAsync(server.Url));

        Assert.StartsWith("mysql.authentication: logging in: the server wants 'client_ed25519', which is not supported\n", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TLS_that_is_demanded_and_not_offered_is_an_error()
    {
        await using var server = new FakeMySqlServer("x", "caching_sha2_password", isCached: true);

        var error = await Assert.ThrowsAsync<SluiceException>(() => OpenAsync(server.Url + "?ssl-mode=required"));

        Assert.StartsWith("mysql.tls: connecting: the server offers no encrypted connection\n", error.Message, StringComparison.Ordinal);
    }

    private static async Task<MySqlSession> OpenAsync(string url) =>
        await MySqlSession.OpenAsync(MySqlAddress.Parse(url, "…", null), TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
}
