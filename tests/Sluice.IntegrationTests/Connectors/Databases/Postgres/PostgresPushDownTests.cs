using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Databases.Postgres;
using Sluice.Connectors.Options;
using Sluice.Connectors.Sources;
using Sluice.Corpus;
using Sluice.Expressions;
using Sluice.IntegrationTests.Servers;
using Sluice.Types;

namespace Sluice.IntegrationTests.Connectors.Databases.Postgres;

/// <summary>Each expression of the corpus that PostgreSQL is trusted with, on the real server over the same rows.</summary>
public sealed class PostgresPushDownTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServiceFact("postgres")]
    public async Task Every_corpus_expression_pushed_as_exact_gives_the_same_value_on_the_server()
    {
        string folder = Environment.GetEnvironmentVariable("SLUICE_CONFORMANCE") ?? Path.Combine(Repository.Root, "..", "shared", "conformance");
        Assert.SkipUnless(Directory.Exists(folder), "needs conformance: SLUICE_CONFORMANCE is not set");
        Dictionary<string, CorpusTable> tables = CorpusTable.Load(Path.Combine(folder, "tables.json"));
        var failures = new List<string>();
        var counts = new Dictionary<FilterSupport, int>();
        foreach (CorpusTable table in tables.Values)
        {
            HashSet<int> unusable = await MakeAsync(table);
            var cases = Directory.EnumerateFiles(folder, "*.jsonl").Order().SelectMany(File.ReadLines).Select(CorpusCase.Read)
                .Where(c => c.Table == table.Name && c.Type == "BOOLEAN" && c.Values is not null).ToList();
            await RunAsync(table, cases, unusable, failures, counts);
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(40)));
        Assert.True(counts[FilterSupport.Exact] > 300, $"only {counts[FilterSupport.Exact]} are exact");
    }

    [ServiceTheory("postgres")]
    [InlineData("i = 5", FilterSupport.Exact)]
    [InlineData("b >= 5 AND b < 9223372036854775807", FilterSupport.Exact)]
    [InlineData("n BETWEEN 1.5 AND 100", FilterSupport.Exact)]
    [InlineData("i IN (1, 2, 3)", FilterSupport.Exact)]
    [InlineData("i NOT IN (1, 2, 3)", FilterSupport.Exact)]
    [InlineData("i IS NULL OR NOT (n > 3)", FilterSupport.Exact)]
    [InlineData("d >= DATE '2024-01-01'", FilterSupport.Exact)]
    [InlineData("d >= '2024-01-01'", FilterSupport.Exact)]
    [InlineData("ts < TIMESTAMP '2024-01-01 00:00:00'", FilterSupport.Exact)]
    [InlineData("t = 'x''\\ü'", FilterSupport.Exact)]
    [InlineData("t <> 'x'", FilterSupport.Exact)]
    [InlineData("t IN ('a', 'b')", FilterSupport.Exact)]
    [InlineData("v = 'x'", FilterSupport.Exact)]
    [InlineData("u IS NOT NULL", FilterSupport.Exact)]
    [InlineData("c = 'x'", FilterSupport.Partial)]
    [InlineData("c <> 'x'", FilterSupport.None)]
    [InlineData("t < 'x'", FilterSupport.None)]
    [InlineData("tc < 'x'", FilterSupport.Exact)]
    [InlineData("ci = 'x'", FilterSupport.None)]
    [InlineData("t = 'x' AND t < 'y'", FilterSupport.Partial)]
    [InlineData("10 / i > 1", FilterSupport.None)]
    [InlineData("i + 1 > 5", FilterSupport.None)]
    [InlineData("f = 1.0e0", FilterSupport.None)]
    [InlineData("u = 'x'", FilterSupport.None)]
    [InlineData("UPPER(t) = 'X'", FilterSupport.None)]
    [InlineData("CAST(t AS INT) = 1", FilterSupport.None)]
    public async Task A_filter_is_pushed_as_far_as_it_is_proved_equal(string filter, FilterSupport expected)
    {
        PushedFilter answer = await PushAsync(filter, []);

        Assert.Equal((expected, expected == FilterSupport.Exact), (answer.Support, answer.Reason is null));
    }

    [ServiceFact("postgres")]
    public async Task A_policy_that_makes_values_null_forbids_pushing_their_column()
    {
        PushedFilter answer = await PushAsync("d IS NULL", [new("infinity", "null")]);

        Assert.Equal(FilterSupport.None, answer.Support);
    }

    private async Task<PushedFilter> PushAsync(string filter, IEnumerable<KeyValuePair<string, object>> options)
    {
        await server.ExecuteAsync(
            """
            CREATE COLLATION IF NOT EXISTS case_blind (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
            CREATE TABLE IF NOT EXISTS push (i int, b bigint, n numeric(15,2), d date, ts timestamp, t text COLLATE "en-x-icu", tc text COLLATE "C", v varchar(9),
              c char(3), ci text COLLATE case_blind, f double precision, u uuid)
            """, Cancellation);
        await using var pipe = new PostgresPipe(server.Url);
        Sluice.Connectors.IConnection connection = pipe.Open();
        await using ISource source = connection.OpenSource(new SourceSpec { Options = new OptionValues(options.ToImmutableDictionary()) })!;
        TableDescription table = (await connection.Catalog.DescribeAsync(new TableName(null, "push"), Cancellation))!;
        return source.Push(table, Bind(filter, table.Schema));
    }

    private static BoundExpression Bind(string filter, TableSchema schema)
    {
        BindingResult bound = ExpressionBinder.BindFilter(filter, schema, SessionContext.Default);
        return bound.Expression ?? throw new InvalidOperationException(bound.Problems[0].Render());
    }

    private async Task RunAsync(
        CorpusTable table, List<CorpusCase> cases, HashSet<int> unusable, List<string> failures, Dictionary<FilterSupport, int> counts)
    {
        await using var pipe = new PostgresPipe(server.Url);
        Sluice.Connectors.IConnection connection = pipe.Open();
        await using ISource source = connection.OpenSource(new SourceSpec())!;
        TableDescription description = (await connection.Catalog.DescribeAsync(new TableName(null, "c_" + table.Name), Cancellation))!;
        var pushed = new List<(CorpusCase Test, BoundExpression Expression, SessionContext Session, PushedFilter Answer)>();
        foreach (CorpusCase test in cases)
        {
            var session = new SessionContext { TimeZone = test.Zone ?? "UTC", TableName = table.Name };
            if (ExpressionBinder.Bind(test.Expression, table.Schema, session).Expression is not { } expression || expression.UsedColumns().Any(unusable.Contains))
                continue;
            PushedFilter answer = source.Push(description, expression);
            counts[answer.Support] = counts.GetValueOrDefault(answer.Support) + 1;
            if (answer.Support != FilterSupport.None)
                pushed.Add((test, expression, session, answer));
        }

        foreach (var chunk in pushed.Chunk(500))
        {
            IReadOnlyList<string> rows = await server.RowsAsync(
                $"SELECT id, {string.Join(", ", chunk.Select(c => $"({c.Answer.Text})"))} FROM c_{table.Name} ORDER BY id", Cancellation);
            foreach (string[] row in rows.Select(r => r.Split('|')))
            {
                int id = int.Parse(row[0], CultureInfo.InvariantCulture);
                for (int i = 0; i < chunk.Length; i++)
                    Compare(chunk[i].Test, chunk[i].Answer, Expected(chunk[i].Test, table, chunk[i].Expression, chunk[i].Session, id), row[i + 1], id, failures);
            }
        }
    }

    private static void Compare(CorpusCase test, PushedFilter answer, string expected, string value, int id, List<string> failures)
    {
        string got = value switch { "t" => "true", "f" => "false", _ => "null" };
        bool isRight = answer.Support == FilterSupport.Exact ? expected == got || test.Unstable.Contains(id) : expected != "true" || got == "true";
        if (!isRight)
            failures.Add($"{test.Id} row {id}: {test.Expression} → {answer.Text}: expected {expected}, got {got}");
    }

    /// <summary>Flink's value; ours where we deviate from it by decision.</summary>
    private static string Expected(CorpusCase test, CorpusTable table, BoundExpression expression, SessionContext session, int id)
    {
        EvalResult ours = new Interpreter(session, isObserved: true).Evaluate(expression, table.Rows[id]);
        return ours.Deviations.IsEmpty
            ? test.Values![id].ValueKind == JsonValueKind.Object ? "an error" : test.Values[id].GetRawText()
            : ours.Error is null ? (ours.Value is bool value ? value ? "true" : "false" : "null") : "an error";
    }

    /// <summary>Makes the table there; returns the columns that PostgreSQL has no type for.</summary>
    private async Task<HashSet<int>> MakeAsync(CorpusTable table)
    {
        Column[] columns = [.. table.Schema.Columns];
        string?[] types = [.. columns.Select(c => c.Type.IsNested ? null : PostgresSinkTypes.Declare(c.Type))];
        await server.ExecuteAsync($"CREATE TABLE c_{table.Name} ({string.Join(", ", columns.Select((c, i) => $"{Quote(c.Name)} {types[i] ?? "text"}"))})", Cancellation);
        var rows = new List<string>();
        foreach (object?[] row in table.Rows)
        {
            if (row.OfType<string>().Any(text => text.Any(c => c == '\0' || char.IsSurrogate(c) && !text.EnumerateRunes().All(r => r.Value != 0xFFFD))))
                continue;
            string values = string.Join(", ", row.Select((value, i) => types[i] is null ? "NULL" : Literal(value, columns[i].Type, types[i]!)));
            rows.Add($"({values})");
        }

        await server.ExecuteAsync($"INSERT INTO c_{table.Name} VALUES {string.Join(",\n", rows)}", Cancellation);

        return [.. Enumerable.Range(0, columns.Length).Where(i => types[i] is null)];
    }

    private static string Literal(object? value, LogicalType type, string native) => value switch
    {
        null => "NULL",
        byte[] bytes => $"'\\x{Convert.ToHexStringLower(bytes)}'::bytea",
        _ => $"E'{ValueDisplay.Text(value, type)!.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal).TrimEnd('Z')}'::{native}",
    };

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
