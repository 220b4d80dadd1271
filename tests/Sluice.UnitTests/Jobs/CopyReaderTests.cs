using Sluice.Jobs;
using Sluice.Plans;
using Xunit;

namespace Sluice.UnitTests.Jobs;

public sealed class CopyReaderTests
{
    [Fact]
    public async Task Errors_point_into_the_arguments() => Assert.Equal(
        """
        expression.unknown_column: there is no column 'statsu'
          at --where:1:9
          1 | TRUE = (statsu = 'x')
            |         ^^^^^^
          fix: write status
        """,
        await JobKit.CopyErrorsAsync(new CopyArguments { Source = "memory:a", Sink = "memory:b", Tables = ["orders"], Where = "TRUE = (statsu = 'x')" }));

    [Fact]
    public async Task Table_names_are_literal_and_every_wrong_argument_is_named()
    {
        string text = await JobKit.CopyErrorsAsync(new CopyArguments
        {
            Source = "memory:a", Sink = "memory:b", Tables = ["shop.*"], Write = "add", Select = ["id AS ident, id + 1"],
        });

        Assert.Equal(
            """
            job.not_a_choice: 'add' is not a value of 'write'
              at --write:1:1
              1 | add
                | ^^^
              fix: use one of: append, insert_ignore, upsert, replace, truncate, overwrite_partitions
            job.unnamed_expression: 'id + 1' has no name
              at --select:1:14
              1 | id AS ident, id + 1
                |              ^^^^^^
              fix: write a name behind it: … AS name
            job.unknown_table: there is no table 'shop.*'
              at --table:1:1
              1 | shop.*
                | ^^^^^^
              fix: there are: shop.items, shop.orders
            """,
            text);
    }

    [Fact]
    public async Task Copy_makes_the_plan_that_a_file_would_make()
    {
        CopyArguments arguments = new()
        {
            Source = "memory:a", Sink = "memory:b", Tables = ["shop.orders"], Into = "x.y", Where = "id > 1 AND status = 'open'", Select = ["id, price * qty AS total", "status"],
            Parallelism = 1, Limit = 5,
        };

        await using OpenedJob copied = await JobKit.Planner(Connectors.Memory.MemoryConnector.Shop()).OpenAsync(CopyReader.Read(arguments, JobKit.Settings), default);

        TablePlan table = copied.Plan.Tables[0];
        Assert.Equal("x.y", table.Sink.Name.ToString());
        Assert.Equal(["id", "total", "status"], table.Output.Columns.Select(c => c.Name));
        Assert.Equal(5, table.RowLimit);
        Assert.Equal("id, status, price, qty of shop.orders filtered by <id > 1> and <status = 'open'>", table.Scan.Text);
    }
}
