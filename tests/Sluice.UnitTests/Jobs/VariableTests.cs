using System.Collections.Immutable;
using Sluice.Connectors;
using Sluice.Jobs;
using Sluice.Plans;
using Sluice.UnitTests.Connectors.Memory;
using Xunit;

namespace Sluice.UnitTests.Jobs;

public sealed class VariableTests
{
    private const string Ends = "source: { connection: \"memory:a\", tables: [shop.orders] }\nsink: { connection: \"memory:b\" }\n";

    [Theory]
    [InlineData("UTC", "2026-03-01 2026-03-01 22:30:05")]
    [InlineData("Asia/Shanghai", "2026-03-02 2026-03-02 06:30:05")]
    [InlineData("\"+08:00\"", "2026-03-02 2026-03-02 06:30:05")]
    [InlineData("GMT-03:30", "2026-03-01 2026-03-01 19:00:05")]
    public void The_run_s_date_and_start_are_those_of_the_session_s_zone(string zone, string expected) =>
        Assert.Equal(expected, JobKit.Read($"time_zone: {zone}\nname: \"${{run.date}} ${{run.start}}\"\n" + Ends).Spec!.Name);

    [Fact]
    public void Set_gives_a_variable_a_value_and_a_doubled_dollar_is_a_dollar()
    {
        JobReadSettings settings = JobKit.Settings with { Variables = ImmutableDictionary<string, string>.Empty.Add("day", "monday") };

        JobDocument document = JobKit.Read("name: \"${var:day} $${var:day} $5\"\n" + Ends, settings);

        Assert.Equal("monday ${var:day} $5", document.Spec!.Name);
        Assert.Equal(0, document.Problems.Count);
    }

    [Fact]
    public async Task An_unknown_variable_names_the_nearest_and_an_unused_one_is_an_error()
    {
        JobReadSettings settings = JobKit.Settings with { Variables = ImmutableDictionary<string, string>.Empty.Add("dya", "1") };

        Assert.Equal(
            """
            job.unknown_variable: the variable 'day' has no value
              at job.yaml:3:8
              3 | name: a${var:day}
                |        ^^^^^^^^^^
              fix: did you mean 'dya'? Or give it: --set day=VALUE
            job.unused_variable: the job uses no variable 'dya'
              at --set:1:1
              1 | dya=1
                | ^^^
              fix: did you mean 'day'?
            """,
            await JobKit.ErrorsAsync(Ends + "name: a${var:day}", settings: settings));
    }

    [Fact]
    public async Task Secrets_come_from_the_environment_and_from_files_and_appear_nowhere()
    {
        MemoryConnector memory = MemoryConnector.Shop();
        const string yaml =
            """
            source:
              connection: { address: "memory://me:${env:PASSWORD}@host/db", token: "${file:/run/secret}" }
              tables: [shop.orders]
            sink: { connection: "memory:b" }
            select: { id: id, leak: "'s3cret-canary from-a-file'" }
            """;

        JobPlan plan = await JobKit.PlanAsync(yaml, memory);
        string wrong = await JobKit.ErrorsAsync(yaml + "\nwhere: \"'s3cret-canary' = idd AND 'from-a-file' = note\"", memory);

        ConnectionSpec opened = memory.Opened[0];
        Assert.Equal("memory://me:s3cret-canary@host/db", opened.Address);
        Assert.Equal("memory://me:***@host/db", opened.DisplayAddress);
        Assert.Equal("from-a-file", opened.Options.Text("token"));
        Assert.Empty(plan.Warnings);
        foreach (string shown in (string[])[PlanText.Print(plan), PlanJson.Print(plan), wrong, plan.SourceText])
        {
            Assert.DoesNotContain("s3cret-canary", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("from-a-file", shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_literal_password_is_warned_about_and_masked()
    {
        JobPlan plan = await JobKit.PlanAsync(
            "source: { connection: \"memory://me:hunter22@host/db\", tables: [shop.orders] }\nsink: { connection: { address: \"memory:b\", token: opensesame } }\n");

        Assert.Equal(
            [
                """
                job.literal_password: a password stands in the address
                  at job.yaml:1:23
                  1 | source: { connection: "memory://me:***@host/db", tables: [shop.orders] }
                    |                       ^^^^^^^^^^^^^^^^^^^^^^^^^
                  fix: use ${env:NAME} or ${file:/path} in a job file
                """,
                """
                job.literal_password: the secret 'token' stands in the file
                  at job.yaml:2:51
                  2 | sink: { connection: { address: "memory:b", token: *** } }
                    |                                                   ^^^
                  fix: use ${env:NAME} or ${file:/path}
                """,
            ],
            plan.Warnings.Select(warning => warning.Render()));
    }

    [Fact]
    public async Task A_variable_that_is_not_set_and_a_file_that_is_not_there_are_errors() => Assert.Equal(
        """
        job.unknown_variable: the environment variable 'NOPE' is not set
          at job.yaml:3:7
          3 | name: ${env:NOPE}${file:gone}
            |       ^^^^^^^^^^^
          fix: set it, or correct the name
        job.unknown_variable: the file 'gone' cannot be read: there is no such file
          at job.yaml:3:18
          3 | name: ${env:NOPE}${file:gone}
            |                  ^^^^^^^^^^^^
          fix: correct the path or the rights
        """,
        await JobKit.ErrorsAsync(Ends + "name: ${env:NOPE}${file:gone}"));

    [Theory]
    [InlineData("postgres://u:p@h/d", "postgres://u:***@h/d")]
    [InlineData("postgres://u:p%40q@h/d?sslmode=off", "postgres://u:***@h/d?sslmode=off")]
    [InlineData("postgres://u:p@ss@h/d", "postgres://u:***@h/d")]
    [InlineData("postgres://u@h/d?password=x&a=b", "postgres://u@h/d?password=***&a=b")]
    [InlineData("postgres://h:5432/d", "postgres://h:5432/d")]
    [InlineData("s3://bucket/a@b", "s3://bucket/a@b")]
    [InlineData("./a:b@c.csv", "./a:b@c.csv")]
    public void An_address_is_shown_without_its_password(string address, string shown) => Assert.Equal(shown, AddressText.Redact(address));
}
