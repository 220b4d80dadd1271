using Sluice.Plans;
using Sluice.UnitTests.Connectors.Memory;
using Sluice.UnitTests.Jobs;
using Xunit;

namespace Sluice.UnitTests.Plans;

public sealed class PlanTextTests
{
    private const string Yaml =
        """
        name: shop-to-lake
        time_zone: Asia/Shanghai
        source: { connection: "memory:a" }
        sink: { connection: "memory:b" }
        tables:
          - match: shop.orders
            where: "id > 1 AND status <> 'draft' AND UPPER(note) = 'X' AND qty < 100"
            select: { "*": true, total: price * qty, note: null }
          - { match: "shop.{name}", into: "raw.{name}" }
        errors: { limit: 10, dead_letter: ./dead }
        limits: { read: [20MB/s, 5000 rows/s], memory: 64MB }
        engine: { local: { parallelism: 2 } }
        """;

    [Fact]
    public async Task A_plan_is_printed_for_people() => Golden.Check("shop.txt", PlanText.Print(await JobKit.PlanAsync(Yaml)));

    [Fact]
    public async Task A_plan_is_printed_for_programs() => Golden.Check("shop.json", PlanJson.Print(await JobKit.PlanAsync(Yaml)) + "\n");

    [Fact]
    public async Task A_partial_filter_is_applied_again_and_an_exact_one_is_not()
    {
        JobPlan plan = await JobKit.PlanAsync(Yaml);
        TablePlan orders = plan.Tables[1];

        Assert.Equal("status <> 'draft' AND UPPER(note) = 'X'", orders.Residual!.ToString());
        Assert.Equal("id, status, price, qty, note of shop.orders filtered by <id > 1> and <status <> 'draft'> and <UPPER(note) = 'X'> and <qty < 100>", orders.Scan.Text);
    }

    [Fact]
    public async Task No_limit_is_pushed_below_a_filter_that_is_applied_again()
    {
        string limited = (await PlanAsync("id > 1")).Scan.Text;
        string unlimited = (await PlanAsync("status = 'open'")).Scan.Text;

        Assert.EndsWith(", at most 1", limited, StringComparison.Ordinal);
        Assert.DoesNotContain("at most", unlimited, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conjunct_behind_one_that_can_fail_is_not_pushed()
    {
        TablePlan table = await PlanAsync("price / qty > 1 AND id > 1");

        Assert.Equal(
            ["memory compares integers and texts", "a conjunct to its left can fail for a row, and must see the row first"],
            table.Filters.Select(f => f.Pushed.Reason));
    }

    private static async Task<TablePlan> PlanAsync(string where)
    {
        var arguments = new Sluice.Jobs.CopyArguments { Source = "memory:a", Sink = "memory:b", Tables = ["orders"], Where = where, Limit = 1 };
        await using Sluice.Jobs.OpenedJob job =
            await JobKit.Planner(MemoryConnector.Shop()).OpenAsync(Sluice.Jobs.CopyReader.Read(arguments, JobKit.Settings), default);
        return job.Plan.Tables[0];
    }
}
