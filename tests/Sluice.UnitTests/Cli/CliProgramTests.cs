using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.Types;
using Sluice.UnitTests.Connectors.Memory;
using Xunit;

namespace Sluice.UnitTests.Cli;

public sealed class CliProgramTests
{
    private const string Job =
        "source: { connection: \"memory:a\", tables: [shop.orders] }\nsink: { connection: \"memory:b\" }\nwhere: \"status = 'open'\"\nselect: { id: id, total: price * qty }\n";

    [Fact]
    public async Task Run_copies_and_accounts_for_every_row()
    {
        using var cli = new CliRun();
        cli.Write("job.yaml", Job);

        int exitCode = await cli.RunAsync("run", "job.yaml");

        Assert.Equal((0, ""), (exitCode, cli.Error));
        Assert.Equal(["1|5.00", "3|30.00"], cli.Memory.Written["orders"]);
        Assert.Matches(
            """
            ^job: done in [0-9.]+ s: 2 rows written \([0-9k.]+ rows/s read\)
              table                 read  = written  \+ filtered  \+ dirty  bytes written
              shop\.orders → orders     3          2           1        0
              time in workers: reading [0-9]+%, evaluating [0-9]+%, writing [0-9]+%
              look at it: sluice preview memory:b --table orders
            $
            """.ReplaceLineEndings("\n"),
            cli.Out);
    }

    [Fact]
    public async Task Json_gives_the_events_of_a_run_line_by_line()
    {
        using var cli = new CliRun();
        cli.Write("job.yaml", Job);

        await cli.RunAsync("run", "job.yaml", "--json");

        JsonElement[] events = [.. cli.Out.Trim().Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal("run_started", events[0].GetProperty("event").GetString());
        JsonElement ended = events[^1];
        Assert.Equal("run_ended", ended.GetProperty("event").GetString());
        Assert.Equal("done", ended.GetProperty("outcome").GetString());
        Assert.Equal(0, ended.GetProperty("exit_code").GetInt32());
        JsonElement table = ended.GetProperty("tables")[0];
        Assert.Equal((3, 2, 1, 0), (Number(table, "read"), Number(table, "written"), Number(table, "filtered"), Number(table, "dirty")));
    }

    [Fact]
    public async Task Copy_needs_no_file()
    {
        using var cli = new CliRun();

        int exitCode = await cli.RunAsync("copy", "memory:a", "memory:b", "--table", "orders", "--into", "x", "--where", "id > 1", "--select", "id, note AS n", "--limit", "1");

        Assert.Equal((0, ""), (exitCode, cli.Error));
        Assert.Equal(["2|späť"], cli.Memory.Written["x"]);
    }

    [Fact]
    public async Task A_wrong_job_exits_with_2_and_says_all_that_is_wrong()
    {
        using var cli = new CliRun();
        cli.Write("job.yaml", Job + "limts: 1\n");

        int exitCode = await cli.RunAsync("run", "job.yaml");

        Assert.Equal(2, exitCode);
        Assert.Equal("", cli.Out);
        Assert.Equal(
            """
            job.unknown_key: the job has no key 'limts'
              at job.yaml:5:1
              5 | limts: 1
                | ^^^^^
              fix: did you mean 'limits'?

            """.ReplaceLineEndings("\n"),
            cli.Error);
    }

    [Fact]
    public async Task A_wrong_job_is_told_to_programs_as_json()
    {
        using var cli = new CliRun();
        cli.Write("job.yaml", Job + "limts: 1\n");

        int exitCode = await cli.RunAsync("plan", "job.yaml", "--json");

        Assert.Equal((2, ""), (exitCode, cli.Error));
        Assert.Equal(
            """
            {"event":"failed","exit_code":2,"problems":[{"code":"job.unknown_key","what":"the job has no key 'limts'","where":"job.yaml:5:1","line":5,"column":1,"length":5,"fix":"did you mean 'limits'?"}]}

            """.ReplaceLineEndings("\n"),
            cli.Out);
    }

    [Theory]
    [InlineData(Fault.Job, 2)]
    [InlineData(Fault.Environment, 3)]
    [InlineData(Fault.Transient, 3)]
    [InlineData(Fault.Data, 1)]
    [InlineData(Fault.Bug, 1)]
    public async Task The_exit_code_says_whose_fault_it_is(Fault fault, int expected)
    {
        using var cli = new CliRun();
        cli.Memory.SourceFailure = new SluiceException(new ErrorCode("test.code", fault, ""), "it failed", "there");

        Assert.Equal(expected, await cli.RunAsync("check", "memory:a"));
        Assert.Equal("test.code: it failed\n  at there\n", cli.Error);
    }

    [Fact]
    public async Task A_wrong_job_goes_before_a_wrong_environment()
    {
        using var cli = new CliRun();
        cli.Memory.SourceFailure = new SluiceException(MemoryErrors.Unreachable, "nobody answers", "memory:a");
        cli.Write("job.yaml", Job + "limts: 1\n");

        Assert.Equal(2, await cli.RunAsync("run", "job.yaml"));
    }

    [Fact]
    public async Task An_interrupt_ends_with_130_and_writes_nothing()
    {
        using var cli = new CliRun();
        using var interrupt = new CancellationTokenSource();
        cli.Interrupted = interrupt.Token;
        cli.Memory.BeforeRead = async token =>
        {
            await interrupt.CancelAsync();
            token.ThrowIfCancellationRequested();
        };
        cli.Write("job.yaml", Job);

        int exitCode = await cli.RunAsync("run", "job.yaml");

        Assert.Equal(130, exitCode);
        Assert.Empty(cli.Memory.Written);
        Assert.StartsWith("job: interrupted, nothing was committed in ", cli.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_expected_is_called_a_fault_of_ours_without_a_stack_trace()
    {
        using var cli = new CliRun();
        cli.Memory.BeforeRead = _ => throw new InvalidCastException("boom");
        cli.Write("job.yaml", Job);

        int exitCode = await cli.RunAsync("run", "job.yaml");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("run.unexpected: InvalidCastException: boom\n", cli.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", cli.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cpoy", "cli.usage: there is no command 'cpoy'\n  at sluice\n  fix: did you mean 'copy'?\n")]
    [InlineData("run", "cli.usage: required argument 'JOB' missing for command: 'run'\n  at sluice run\n  fix: run sluice run --help\n")]
    [InlineData("copy a b --whree x", "cli.usage: there is no flag '--whree'\n  at sluice copy\n  fix: did you mean '--where'?\n")]
    [InlineData("copy a b c", "cli.usage: 'c' is one argument too many\n  at sluice copy\n  fix: run sluice copy --help\n")]
    [InlineData("run x --resume --fresh", "cli.usage: --resume and --fresh exclude each other\n  fix: give one of them\n")]
    [InlineData("copy a b --limit x", "cli.usage: --limit takes an integer, not 'x'\n  at sluice copy\n  fix: run sluice copy --help\n")]
    [InlineData("run nope.yaml", "job.cannot_read: 'nope.yaml' cannot be read: there is no such file\n  fix: correct the path\n")]
    [InlineData("connectors memry", "cli.unknown_connector: there is no connector 'memry'\n  fix: did you mean 'memory'?\n")]
    [InlineData("errors job.unknown_kye", "cli.unknown_code: there is no error 'job.unknown_kye'\n  fix: did you mean 'job.unknown_key'?\n")]
    [InlineData("preview memory:a", "cli.one_table: the source has 2 tables: shop.items, shop.orders\n  at memory:a\n  fix: name one: --table NAME\n")]
    [InlineData("plan job.yaml --where x", "cli.usage: --where belongs to a copy of SOURCE to SINK, not to a job file\n  fix: write it into the job file\n")]
    public async Task A_wrong_command_line_says_what_is_meant(string line, string expected)
    {
        using var cli = new CliRun();

        int exitCode = await cli.RunAsync(line.Split(' '));

        Assert.Equal(expected, cli.Error);
        Assert.Equal(line.StartsWith("run nope", StringComparison.Ordinal) ? 3 : 2, exitCode);
    }

    [Fact]
    public async Task Preview_draws_a_table()
    {
        using var cli = new CliRun();

        await cli.RunAsync("preview", "memory:a", "--table", "orders", "--limit", "2");

        Assert.Equal(
            """
            ┌────────┬────────┬────────────────┬─────┬────────┐
            │ id     │ status │ price          │ qty │ note   │
            │ BIGINT │ STRING │ DECIMAL(10, 2) │ INT │ STRING │
            ├────────┼────────┼────────────────┼─────┼────────┤
            │      1 │ open   │           2.50 │   2 │ NULL   │
            │      2 │ draft  │           9.99 │   1 │ späť   │
            └────────┴────────┴────────────────┴─────┴────────┘
            2 rows

            """.ReplaceLineEndings("\n"),
            cli.Out);
    }

    [Fact]
    public async Task Tables_lists_columns_and_keys()
    {
        using var cli = new CliRun();

        await cli.RunAsync("tables", "memory:a", "--table", "shop.o*");

        Assert.Equal(
            """
            table        kind   rows (estimate)  size  columns  key
            shop.orders  table                3              5  id

            shop.orders
              column  type there  type here
              id                  BIGINT NOT NULL
              status              STRING
              price               DECIMAL(10, 2)
              qty                 INT
              note                STRING

            """.ReplaceLineEndings("\n"),
            cli.Out);
    }

    [Fact]
    public async Task Expr_gives_type_and_values()
    {
        using var cli = new CliRun();

        await cli.RunAsync("expr", "1 + 2.5");
        string constant = cli.Out;
        await cli.RunAsync("expr", "price * qty", "--on", "memory:a", "--table", "orders");

        Assert.Equal("type: DECIMAL(12, 1) NOT NULL\n3.5\n", constant);
        Assert.Equal("type: DECIMAL(21, 2)\n5.00\n9.99\n30.00\n", cli.Out);
    }

    [Fact]
    public async Task A_wrong_expression_points_into_the_argument()
    {
        using var cli = new CliRun();

        Assert.Equal(2, await cli.RunAsync("expr", "UPER('x')"));
        Assert.Equal(
            "expression.unknown_function: there is no function 'UPER'\n  at EXPRESSION:1:1\n  1 | UPER('x')\n    | ^^^^\n  fix: write UPPER\n", cli.Error);
    }

    [Fact]
    public async Task Init_writes_a_job_that_validates_and_plans()
    {
        using var cli = new CliRun();
        await cli.RunAsync("init", "memory:a");
        string job = cli.Out.Replace("./out/{table}.parquet", "memory:b", StringComparison.Ordinal);
        cli.Write("job.yaml", job);

        Assert.Equal((0, ""), (await cli.RunAsync("validate", "job.yaml"), cli.Error));
        Assert.Equal((0, ""), (await cli.RunAsync("run", "job.yaml"), cli.Error));
        Assert.Equal(["items", "orders"], cli.Memory.Written.Keys);
        Golden.Check("init.yaml", job);
    }

    [Fact]
    public async Task A_password_on_the_command_line_is_warned_about_and_appears_nowhere()
    {
        using var cli = new CliRun();

        int exitCode = await cli.RunAsync("copy", "memory://me:canary77@host/db", "memory:b", "--table", "orders", "--select", "id, 'canary77' AS leak");
        string warning = cli.Error;
        string everything = cli.Out + cli.Error;
        await cli.RunAsync("plan", "memory://me:canary77@host/db", "memory:b", "--table", "orders", "--select", "idd, 'canary77' AS leak");
        everything += cli.Out + cli.Error;
        await cli.RunAsync("init", "memory://me:canary77@host/db");
        everything += cli.Out + cli.Error;

        Assert.Equal(0, exitCode);
        Assert.StartsWith("warning: job.literal_password: a password stands in the address\n  at SOURCE:1:1\n  1 | memory://me:***@host/db\n", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("canary77", everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Colours_only_on_a_terminal_and_never_with_NO_COLOR()
    {
        using var cli = new CliRun();
        await cli.RunAsync("run", "nope.yaml");
        string plain = cli.Error;
        cli.IsTerminal = true;
        await cli.RunAsync("run", "nope.yaml");
        string colored = cli.Error;
        cli.Environment["NO_COLOR"] = "1";
        await cli.RunAsync("run", "nope.yaml");

        Assert.DoesNotContain('\e', plain);
        Assert.Contains("\e[1;31mjob.cannot_read\e[0m", colored, StringComparison.Ordinal);
        Assert.Equal(plain, Regex.Replace(colored, "\e\\[[0-9;]*m", ""));
        Assert.Equal(plain, cli.Error);
    }

    [Fact]
    public async Task Set_fills_a_variable()
    {
        using var cli = new CliRun();
        cli.Write("job.yaml", Job.Replace("'open'", "'${var:state}'", StringComparison.Ordinal));

        Assert.Equal(0, await cli.RunAsync("run", "job.yaml", "--set", "state=draft"));
        Assert.Equal(["2|9.99"], cli.Memory.Written["orders"]);
    }

    private static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();
}
