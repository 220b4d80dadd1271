using Sluice.Connectors.Sinks;
using Sluice.Expressions;
using Sluice.Jobs;
using Sluice.Plans;
using Sluice.Types;
using Sluice.UnitTests.Connectors.Memory;
using Xunit;

namespace Sluice.UnitTests.Jobs;

public sealed class JobReaderTests
{
    private const string Ends = "source: { connection: \"memory:a\", tables: [shop.orders] }\nsink: { connection: \"memory:b\" }\n";

    [Fact]
    public async Task A_job_of_two_keys_has_the_documented_defaults()
    {
        JobPlan plan = await JobKit.PlanAsync(Ends);

        Assert.Equal("job", plan.Name);
        Assert.Equal("UTC", plan.Session.TimeZone);
        Assert.Equal(160L << 20, plan.Limits.MemoryBytes);
        Assert.Equal(new ErrorPolicy { Limit = 0, DeadLetterFolder = null }, plan.Errors);
        Assert.Equal(OverflowPolicy.Error, plan.Session.Overflow);
        Assert.Equal(WriteMode.Append, plan.Tables[0].Sink.Write);
        Assert.Null(plan.Tables[0].Residual);
    }

    [Fact]
    public async Task Every_setting_arrives_in_the_plan()
    {
        MemoryConnector memory = MemoryConnector.Shop();

        JobPlan plan = await JobKit.PlanAsync(
            """
            version: 1
            name: full
            time_zone: Asia/Shanghai
            source:
              connection: shop
              tables: [shop.orders]
              read: snapshot
              format: csv
              header: "false"
              fetch: 7
              schema: "id BIGINT, PRIMARY KEY (id)"
              columns: { price: "DECIMAL(38, 9)" }
            sink: { connection: "memory:b", schema: ods, write: replace, create: always, mode: fast }
            policies: { overflow: "null", zero: drop }
            errors: { limit: 100, dead_letter: ./dead }
            limits: { memory: 64MB, read: [20MB/s, 5000 rows/s], connections: 1 }
            engine: { local: { parallelism: 4 }, flink: { version: "2.2", parallelism: 8 } }
            connections: { shop: { address: "memory:shop", timeout: 3s } }
            """,
            memory);

        Assert.Equal("full", plan.Name);
        Assert.Equal("Asia/Shanghai", plan.Session.TimeZone);
        Assert.Equal(new Timestamp(1_772_404_205, 0), plan.Session.Now);
        Assert.Equal(OverflowPolicy.Null, plan.Session.Overflow);
        Assert.Equal(new ErrorPolicy { Limit = 100, DeadLetterFolder = "/jobs/dead" }, plan.Errors);
        Assert.Equal(new RunLimits { MemoryBytes = 64 << 20, ReadBytesPerSecond = 20 << 20, ReadRowsPerSecond = 5000, Connections = 1 }, plan.Limits);
        Assert.Equal(1, plan.Parallelism);
        Assert.Equal("memory:shop", memory.Opened[0].Address);
        Assert.Equal(TimeSpan.FromSeconds(3), memory.Opened[0].Options.Duration("timeout"));
        Assert.Equal("csv", memory.Sources[0].Format);
        Assert.False(memory.Sources[0].Options.Boolean("header"));
        Assert.Equal(7, memory.Sources[0].Options.Integer("fetch"));
        Assert.Equal(["id"], memory.Sources[0].Schema!.PrimaryKey);
        Assert.Equal(LogicalType.Decimal(38, 9), memory.Sources[0].ColumnTypes["price"]);
        Assert.Equal(WriteMode.Replace, memory.SinkRequests[0].Write);
        Assert.Equal(CreateMode.Recreate, memory.SinkRequests[0].Create);
    }

    [Fact]
    public void Connections_beside_the_job_are_read_and_those_in_it_go_first()
    {
        JobReadSettings settings = JobKit.Settings with { Connections = new TextFile("connections.yaml", "a: \"memory:beside\"\nb: \"memory:beside\"") };

        JobSpec spec = JobKit.Read(Ends + "connections: { a: \"memory:inside\" }", settings).Spec!;

        Assert.Equal("memory:inside", spec.Connections["a"].Address.Value);
        Assert.Equal("memory:beside", spec.Connections["b"].Address.Value);
    }

    [Fact]
    public void An_overlay_replaces_key_by_key_and_its_errors_point_into_it()
    {
        JobReadSettings settings = JobKit.Settings with { Overlays = [new TextFile("prod.yaml", "limits: { memory: 64MB, red: 1 }\nname: prod")] };

        JobDocument document = JobKit.Read(Ends + "limits: { connections: 2 }\nname: dev", settings);

        Assert.Equal("prod", document.Spec!.Name);
        Assert.Equal(64 << 20, document.Spec.Limits.MemoryBytes);
        Assert.Equal(2, document.Spec.Limits.Connections);
        Assert.Equal("prod.yaml:1:25", Assert.Single(document.Problems.InOrder(new())).Where);
    }

    [Fact]
    public async Task Select_replaces_in_place_adds_behind_and_drops()
    {
        JobPlan plan = await JobKit.PlanAsync(Ends + "select: { \"*\": true, price: price * 2, total: price * qty, note: null }");

        Assert.Equal(["id", "status", "price", "qty", "total"], plan.Tables[0].Projection.Select(c => c.Name));
        Assert.Equal([0, 1, -1, 3, -1], plan.Tables[0].Projection.Select(c => c.SourceColumn));
        Assert.Equal(["id"], plan.Tables[0].Output.PrimaryKey);
    }

    [Fact]
    public async Task Select_without_a_star_is_exactly_what_stands_there_and_reads_no_more()
    {
        JobPlan plan = await JobKit.PlanAsync(Ends + "select: [\"qty AS n\", \"UPPER(status) AS s\", \"`id`\"]");

        Assert.Equal(["n", "s", "id"], plan.Tables[0].Projection.Select(c => c.Name));
        Assert.Equal(["id", "status", "qty"], plan.Tables[0].Scan.Schema.Columns.Select(c => c.Name));
        Assert.Equal(["id"], plan.Tables[0].Output.PrimaryKey);
    }

    [Fact]
    public async Task Rules_are_tried_in_order_and_the_first_match_wins()
    {
        JobPlan plan = await JobKit.PlanAsync(
            """
            source: { connection: "memory:a" }
            sink: { connection: "memory:b" }
            tables:
              - { match: orders, into: "o_{schema}", key: [status, id] }
              - { match: "{db}.{table}", into: "{table}_of_{db}" }
              - { match: "x.*", optional: true }
            """);

        Assert.Equal(["items_of_shop", "o_shop"], plan.Tables.Select(t => t.Sink.Name.ToString()));
        Assert.Equal(["status", "id"], plan.Tables[1].Output.PrimaryKey);
    }

    [Fact]
    public async Task Exclusions_leave_tables_out_and_what_no_rule_takes_is_warned_about()
    {
        JobPlan excluded = await JobKit.PlanAsync("source: { connection: \"memory:a\", tables: [\"*.*\", \"!shop.it*\"] }\nsink: { connection: \"memory:b\" }");
        JobPlan unruled = await JobKit.PlanAsync(
            "source: { connection: \"memory:a\", tables: [\"/shop\\\\..*/\"] }\nsink: { connection: \"memory:b\" }\ntables: [{ match: shop.items }]");

        Assert.Equal(["shop.orders"], excluded.Tables.Select(t => t.Source.Name.ToString()));
        Assert.Equal(["no rule takes the table 'shop.orders': it is not copied"], unruled.Warnings.Select(w => w.What));
    }

    [Fact]
    public async Task Partition_columns_come_last()
    {
        MemoryConnector memory = MemoryConnector.Shop();

        JobPlan plan = await JobKit.PlanAsync(
            "source: { connection: \"memory:a\", tables: [shop.orders] }\nsink: { connection: \"memory:b\", partition_by: { status: null, big: \"qty > 5\" } }", memory);

        Assert.Equal(["id", "price", "qty", "note", "status", "big"], plan.Tables[0].Output.Columns.Select(c => c.Name));
        Assert.Equal(["status", "big"], memory.SinkRequests[0].PartitionColumns);
    }

    [Fact]
    public async Task Anchors_are_resolved()
    {
        JobPlan plan = await JobKit.PlanAsync("source:\n  connection: &here memory:a\n  tables: [shop.orders]\nsink: { connection: *here }\n");

        Assert.Equal("memory:a", plan.SinkText);
    }
}
