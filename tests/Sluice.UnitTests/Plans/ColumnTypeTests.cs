using Microsoft.Data.Sqlite;
using Sluice.UnitTests.Cli;
using Xunit;

namespace Sluice.UnitTests.Plans;

/// <summary>Types that a job gives to columns hold for its expressions too.</summary>
public sealed class ColumnTypeTests
{
    private const string Job =
        "source: { connection: \"sqlite:shop.db\", tables: [t], columns: { price: \"DECIMAL(10, 2)\" } }\nsink: { connection: out.csv }\n";

    [Fact]
    public async Task An_expression_is_bound_to_the_type_that_the_scan_delivers()
    {
        using CliRun cli = Shop();
        cli.Write("job.yaml", Job + "where: price > 5\nselect: { id: id, twice: price * 2 }\nerrors: { limit: 1 }\n");

        Assert.Equal((0, "dirty row: t at id=2: sqlite.stored_type: "), (await cli.RunAsync("run", "job.yaml"), cli.Error[..42]));
        Assert.Equal("id,twice\n3,20.00\n", File.ReadAllText(Path.Combine(cli.Folder, "out.csv")));
    }

    [Fact]
    public async Task Without_a_type_of_its_own_the_same_filter_needs_a_cast()
    {
        using CliRun cli = Shop();
        cli.Write("job.yaml", Job.Replace(", columns: { price: \"DECIMAL(10, 2)\" }", "", StringComparison.Ordinal) + "select: { id: id, twice: price * 2 }\n");

        Assert.Equal(2, await cli.RunAsync("run", "job.yaml"));
        Assert.StartsWith("expression.type_mismatch: ", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_for_a_column_that_no_table_has_is_an_error_at_its_name()
    {
        using CliRun cli = Shop();
        cli.Write("job.yaml", Job.Replace("price:", "prize:", StringComparison.Ordinal));

        Assert.Equal(2, await cli.RunAsync("run", "job.yaml"));
        Assert.Equal(
            """
            plan.unknown_column: no table that is copied has a column 'prize' to give a type to
              at job.yaml:1:65
              1 | source: { connection: "sqlite:shop.db", tables: [t], columns: { prize: "DECIMAL(10, 2)" } }
                |                                                                 ^^^^^
              fix: did you mean 'price'?

            """,
            cli.Error);
    }

    private static CliRun Shop()
    {
        var cli = new CliRun();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(cli.Folder, "shop.db"), Pooling = false }.ConnectionString);
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE t (id INTEGER PRIMARY KEY, price NUMERIC); INSERT INTO t VALUES (1, 2.5), (2, 'x'), (3, 10)";
        command.ExecuteNonQuery();
        return cli;
    }
}
