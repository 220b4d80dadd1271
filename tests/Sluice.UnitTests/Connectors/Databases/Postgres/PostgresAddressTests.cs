using Npgsql;
using Sluice.Connectors.Databases.Postgres;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Connectors.Databases.Postgres;

public sealed class PostgresAddressTests
{
    [Theory]
    [InlineData("postgres://u:p@h:1/d", "h", 1, "u", "p", "d")]
    [InlineData("postgresql://h/d", "h", 5432, null, null, "d")]
    [InlineData("postgres://", "localhost", 5432, null, null, null)]
    [InlineData("postgres://u%40x:p%2F%3A%40@h/d%2Fb", "h", 5432, "u@x", "p/:@", "d/b")]
    [InlineData("postgres://u:pass:1/word@h/d", "h", 5432, "u", "pass:1/word", "d")]
    [InlineData("postgres://u:a@b@h/d", "h", 5432, "u", "a@b", "d")]
    [InlineData("postgres://u@[::1]:99/d", "::1", 99, "u", null, "d")]
    [InlineData("postgres:///d?host=/run/postgresql&port=7&user=x", "/run/postgresql", 7, "x", null, "d")]
    public void Takes_an_address_apart(string address, string host, int port, string? user, string? password, string? database)
    {
        PostgresAddress parsed = PostgresAddress.Parse(address, "shown", null);

        Assert.Equal((host, port, user, password, database), (parsed.Host, parsed.Port, parsed.User, parsed.Password, parsed.Database));
    }

    [Theory]
    [InlineData("postgres://h/d?sslmod=require", "postgres.bad_address: the address shown has an unknown parameter 'sslmod'\n  at job.yaml:1:1\n  fix: write 'sslmode'")]
    [InlineData("postgres://u@h:0/d", "postgres.bad_address: the address shown has the port '0'\n  at job.yaml:1:1\n  fix: write a port from 1 to 65535; percent-encode a password that holds ':', '/' or '@'")]
    public void Says_what_is_wrong_with_an_address(string address, string expected)
    {
        var error = Assert.Throws<SluiceException>(() => PostgresAddress.Parse(address, "shown", "job.yaml:1:1"));

        Assert.Equal(expected, error.Message);
    }

    [Fact]
    public void A_closed_connection_is_an_ended_session()
    {
        NpgsqlConnectionStringBuilder settings = PostgresAddress.Parse("postgres://u@h/d?sslmode=verify-full&connect_timeout=3", "shown", null).ToNpgsql(new PostgresOptions(), null);

        Assert.Equal((false, SslMode.VerifyFull, 3, "sluice"), (settings.Pooling, settings.SslMode, settings.Timeout, settings.ApplicationName));
    }
}
