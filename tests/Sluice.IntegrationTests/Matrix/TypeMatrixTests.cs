using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Matrix;

/// <summary>
/// Every source into every target, with the real program: each value arrives as it was, or its column is refused by name, or a policy with a name says what becomes of it. <c>docs/types.md</c> is the result;
/// <c>SLUICE_UPDATE_GOLDEN=1</c> writes it.
/// </summary>
public sealed class TypeMatrixTests(MatrixServers servers) : IClassFixture<MatrixServers>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServiceTheory("postgres")]
    [InlineData("PostgreSQL")]
    [InlineData("MariaDB")]
    [InlineData("SQLite")]
    [InlineData("CSV")]
    [InlineData("JSON lines")]
    [InlineData("Parquet")]
    public async Task No_value_changes_without_a_name_for_it(string sourceName)
    {
        Assert.SkipWhen(Service.MariaDb.SkipReason is not null, Service.MariaDb.SkipReason ?? "");
        MatrixPlace source = servers.Places.Single(p => p.Name == sourceName);
        string table = MatrixPair.SourceTable(source);
        await source.MakeAsync(table, Cancellation);
        MatrixTable origin = await source.ReadAsync(table, source.Columns.Select((c, i) => (c.Family, i)).ToDictionary(c => BoundaryColumn.NameOf(c.i), c => c.Family), Cancellation);
        IReadOnlyDictionary<string, string> types = await TypesAsync(source, table);
        var outcomes = new List<IReadOnlyList<ColumnOutcome>>();
        var faults = new List<string>();
        foreach (MatrixPlace target in servers.Places)
        {
            var pair = new MatrixPair(source, target, origin, types, servers.Folder);
            outcomes.Add(await pair.RunAsync(Cancellation));
            faults.AddRange(pair.Faults);
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        TypesPage.Check(source, servers.Places, types, outcomes);
    }

    [Fact]
    public void The_page_of_types_holds_every_source_and_explains_every_policy() => TypesPage.CheckFrame();

    private async Task<IReadOnlyDictionary<string, string>> TypesAsync(MatrixPlace source, string table)
    {
        if (source.NeedsSchema)
            return source.Columns.Select((c, i) => (BoundaryColumn.NameOf(i), c.Type)).Prepend(("id", "INT")).ToDictionary(c => c.Item1, c => c.Item2);
        var plan = new MatrixJob(servers.Folder);
        await plan.PlanAsync(source, table, null, servers.Places.Single(p => p is JsonLinesPlace), "m_planned", Cancellation);
        return plan.Types;
    }
}
