using System.Collections.Immutable;
using Sluice.Connectors;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Options;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.UnitTests.Connectors.Memory;

/// <summary>
/// Tables in memory, at <c>memory:anything</c>: what planner, CLI and engine are tested with. It pushes comparisons of integers exactly, those of
/// texts partly and nothing else.
/// </summary>
internal sealed class MemoryConnector : IConnector
{
    public List<MemoryTable> Tables { get; } = [];

    /// <summary>The rows that were committed, by target.</summary>
    public SortedDictionary<string, List<string>> Written { get; } = new(StringComparer.Ordinal);

    /// <summary>The spec of each connection that was opened.</summary>
    public List<ConnectionSpec> Opened { get; } = [];

    public List<SourceSpec> Sources { get; } = [];

    public List<SinkRequest> SinkRequests { get; } = [];

    /// <summary>Thrown by every planning call of the source; null for none.</summary>
    public SluiceException? SourceFailure { get; set; }

    /// <summary>Called before each batch is read.</summary>
    public Func<CancellationToken, ValueTask>? BeforeRead { get; set; }

    public CommitProtocol Protocol { get; set; } = CommitProtocol.TwoPhase;

    public ConnectorDescription Description { get; init; } = new()
    {
        Name = "memory",
        Summary = "Tables in memory.",
        Addresses = ["memory:shop"],
        Capabilities = ConnectorCapabilities.BoundedSource | ConnectorCapabilities.Replayable | ConnectorCapabilities.Sink | ConnectorCapabilities.AtomicCommit
            | ConnectorCapabilities.Catalog,
        ConnectionOptions = new OptionSchema(
            new OptionSpec("timeout", OptionKind.Duration, "How long to wait.") { Default = "10s" },
            new OptionSpec("token", OptionKind.Text, "The secret to show at the door.") { IsSecret = true }),
        SourceOptions = new OptionSchema(new OptionSpec("fetch", OptionKind.Integer, "Rows at once.") { Default = "100", Minimum = 1, Maximum = 1000 }),
        SinkOptions = new OptionSchema(
            new OptionSpec("mode", OptionKind.Choice, "How fast.") { Choices = ["slow", "fast"] },
            new OptionSpec("zero", OptionKind.Choice, "What a zero does.") { Choices = ["keep", "drop"] }),
        Formats =
        [
            new FormatDescription
            {
                Name = "csv",
                Summary = "Lines.",
                Extensions = [".csv"],
                ReadOptions = new OptionSchema(new OptionSpec("header", OptionKind.Boolean, "Whether there is a header.") { Default = "true" }),
            },
            new FormatDescription { Name = "parquet", Summary = "Columns.", Extensions = [".parquet"] },
        ],
    };

    /// <summary>A shop of two tables.</summary>
    public static MemoryConnector Shop()
    {
        var memory = new MemoryConnector();
        memory.Tables.Add(new MemoryTable
        {
            Name = new TableName("shop", "orders"),
            Columns = "id BIGINT NOT NULL, status STRING, price DECIMAL(10, 2), qty INT, note STRING, PRIMARY KEY (id)",
            Rows = [[1L, "open", (Int128)250, 2, null], [2L, "draft", (Int128)999, 1, "späť"], [3L, "open", (Int128)100, 30, "x"]],
        });
        memory.Tables.Add(new MemoryTable { Name = new TableName("shop", "items"), Columns = "order_id BIGINT, name STRING", Rows = [[1L, "pen"]] });
        return memory;
    }

    public bool Recognizes(string address) => address.StartsWith("memory:", StringComparison.Ordinal);

    public IConnection Open(ConnectionSpec spec)
    {
        Opened.Add(spec);
        return new MemoryConnection(this);
    }
}

/// <summary>A table in memory.</summary>
internal sealed record MemoryTable
{
    public required TableName Name { get; init; }

    /// <summary>The schema in Flink's words.</summary>
    public required string Columns { get; init; }

    /// <summary>Boxed values in the representation of the expression language.</summary>
    public IReadOnlyList<object?[]> Rows { get; init; } = [];

    public ImmutableDictionary<string, string> Unreadable { get; init; } = ImmutableDictionary<string, string>.Empty;

    public TableDescription Describe() => new()
    {
        Name = Name,
        Schema = SchemaParser.TryParse(Columns, out ImmutableArray<Problem> problems) ?? throw new SluiceException(problems),
        Identity = Name.ToString(),
        EstimatedRows = Rows.Count,
        UnreadableColumns = Unreadable,
    };
}

internal sealed class MemoryConnection(MemoryConnector memory) : IConnection, ICatalog
{
    public ICatalog Catalog => this;

    public ISource OpenSource(SourceSpec spec)
    {
        memory.Sources.Add(spec);
        return new MemorySource(memory);
    }

    public ISink OpenSink(SinkSpec spec) => new MemorySink(memory);

    public ValueTask<ServerReport> CheckAsync(CancellationToken cancellationToken)
    {
        Fail();
        return ValueTask.FromResult(new ServerReport("memory 1.0", [new("tables", $"{memory.Tables.Count}")], []));
    }

    public ValueTask<IReadOnlyList<TableName>> ListAsync(CancellationToken cancellationToken)
    {
        Fail();
        return ValueTask.FromResult<IReadOnlyList<TableName>>(
            [.. memory.Tables.Select(t => t.Name).OrderBy(n => n.Schema, StringComparer.Ordinal).ThenBy(n => n.Name, StringComparer.Ordinal)]);
    }

    public ValueTask<TableDescription?> DescribeAsync(TableName table, CancellationToken cancellationToken)
    {
        Fail();
        return ValueTask.FromResult(memory.Tables.FirstOrDefault(t => t.Name == (table.Schema is null ? table with { Schema = "shop" } : table))?.Describe());
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Fail()
    {
        if (memory.SourceFailure is { } failure)
            throw failure;
    }
}
