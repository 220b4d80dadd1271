namespace Sluice.IntegrationTests.Servers;

public sealed class PostgresServerTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServiceFact("postgres")]
    public async Task Each_class_has_a_utf8_database_of_its_own()
    {
        IReadOnlyList<string> rows = await server.RowsAsync(
            "SELECT current_user, pg_encoding_to_char(encoding), datcollate "
            + "FROM pg_database WHERE datname = current_database()", Cancellation);

        Assert.Equal(["sluice|UTF8|C.UTF-8"], rows);
    }

    [ServiceFact("postgres")]
    public async Task Two_tables_differ_by_the_rows_that_only_one_has()
    {
        long same = await server.DifferencesAsync("VALUES (1), (1), (NULL)", "VALUES (NULL), (1), (1)", Cancellation);
        long different = await server.DifferencesAsync("VALUES (1), (1)", "VALUES (1), (2)", Cancellation);

        Assert.Equal((0L, 2L), (same, different));
    }

    [ServiceFact("postgres")]
    public async Task The_reader_role_may_log_in_and_nothing_more()
    {
        await server.ExecuteAsync("CREATE TABLE hidden (a int)", Cancellation);
        await using var connection = new Npgsql.NpgsqlConnection(server.Reader.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using var command = new Npgsql.NpgsqlCommand("SELECT a FROM hidden", connection);

        var error = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => command.ExecuteScalarAsync(Cancellation));

        Assert.Equal("42501", error.SqlState);
    }
}
