using System.Globalization;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Types;

namespace Sluice.Connectors.Streams.Generator;

/// <summary>Makes rows of a schema, the same ones every time: for trials, tests and benchmarks.</summary>
public sealed class GeneratorConnector : IConnector
{
    /// <inheritdoc/>
    public ConnectorDescription Description { get; } = new()
    {
        Name = "generator",
        Summary = "Deterministic rows of a built-in table or of a given schema.",
        Addresses = ["generator:lineitem?rows=1000000", "generator:anything?rows=10&seed=7 (with schema: \"id BIGINT, d DATE\")"],
        Capabilities = ConnectorCapabilities.BoundedSource | ConnectorCapabilities.Replayable | ConnectorCapabilities.ParallelRead
            | ConnectorCapabilities.ConsistentSnapshot | ConnectorCapabilities.Catalog,
    };

    /// <inheritdoc/>
    public bool Recognizes(string address) => address.StartsWith("generator:", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public IConnection Open(ConnectionSpec spec)
    {
        string text = spec.Address["generator:".Length..];
        int mark = text.IndexOf('?', StringComparison.Ordinal);
        string table = mark < 0 ? text : text[..mark];
        long rows = 1000;
        long seed = 1;
        foreach (string pair in mark < 0 ? [] : text[(mark + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split('=', 2);
            bool isNumber = long.TryParse(parts.ElementAtOrDefault(1), NumberStyles.None, CultureInfo.InvariantCulture, out long value);
            if (!isNumber || parts[0] is not ("rows" or "seed"))
                throw Invalid(spec, $"'{pair}' is not rows=N or seed=N");
            if (parts[0] == "rows")
                rows = value;
            else
                seed = value;
        }

        return table.Length == 0 ? throw Invalid(spec, "it names no table") : new GeneratorConnection(table, rows, seed, spec.Where);
    }

    private static SluiceException Invalid(ConnectionSpec spec, string why) =>
        new(GeneratorErrors.InvalidAddress, $"'{spec.DisplayAddress}': {why}", spec.Where, "write generator:lineitem?rows=1000000");
}

/// <summary>One table of rows.</summary>
internal sealed class GeneratorConnection(string table, long rows, long seed, string? where) : IConnection, ICatalog
{
    private TableSchema? _given;

    public ICatalog Catalog => this;

    public ISource OpenSource(SourceSpec spec)
    {
        _given = spec.Schema;
        return new GeneratorSource(Schema(spec), rows, seed);
    }

    public ISink? OpenSink(SinkSpec spec) => null;

    public ValueTask<ServerReport> CheckAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ServerReport("generator", [new("table", table), new("rows", rows.ToString(CultureInfo.InvariantCulture))], []));

    public ValueTask<IReadOnlyList<TableName>> ListAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<TableName>>([new TableName(null, table)]);

    public ValueTask<TableDescription?> DescribeAsync(TableName name, CancellationToken cancellationToken) =>
        ValueTask.FromResult(name.Name == table ? Describe(_given ?? GeneratorTables.Find(table)) : null);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private TableDescription Describe(TableSchema? schema) => new()
    {
        Name = new TableName(null, table),
        Schema = schema ?? throw NoSchema(),
        Identity = $"{table}/{seed}",
        EstimatedRows = rows,
        Kind = "generated",
    };

    private TableSchema Schema(SourceSpec spec) => spec.Schema ?? GeneratorTables.Find(table) ?? throw NoSchema();

    private SluiceException NoSchema() => new(
        GeneratorErrors.InvalidAddress, $"'{table}' is no built-in table and no schema is given", where,
        $"use one of {string.Join(", ", GeneratorTables.Names)}, or give a schema: \"id BIGINT, d DATE\"");
}
