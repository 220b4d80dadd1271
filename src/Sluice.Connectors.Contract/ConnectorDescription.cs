using System.Collections.Immutable;
using Sluice.Connectors.Options;

namespace Sluice.Connectors;

/// <summary>What is known of a connector without opening it.</summary>
public sealed record ConnectorDescription
{
    /// <summary>The name used in job files and errors: <c>postgres</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence for <c>sluice connectors</c>.</summary>
    public required string Summary { get; init; }

    /// <summary>Examples of addresses, the plainest first.</summary>
    public required ImmutableArray<string> Addresses { get; init; }

    /// <summary>What it can do. The planner derives the delivery promise from these and nothing else.</summary>
    public required ConnectorCapabilities Capabilities { get; init; }

    /// <summary>Options of the connection: time-outs, TLS.</summary>
    public OptionSchema ConnectionOptions { get; init; } = OptionSchema.Empty;

    /// <summary>Options in <c>source:</c> beyond those every source has.</summary>
    public OptionSchema SourceOptions { get; init; } = OptionSchema.Empty;

    /// <summary>Options in <c>sink:</c> beyond those every sink has.</summary>
    public OptionSchema SinkOptions { get; init; } = OptionSchema.Empty;

    /// <summary>The formats that <c>format:</c> may name, for a connector that moves files or messages; empty for others.</summary>
    public ImmutableArray<FormatDescription> Formats { get; init; } = [];

    /// <summary>The type map: one row per native type, for docs and <c>sluice connectors NAME</c>.</summary>
    public ImmutableArray<TypeMapRow> TypeMap { get; init; } = [];
}

/// <summary>One row of a connector's published type map.</summary>
/// <param name="Native">The system's type, as its users write it.</param>
/// <param name="Logical">Our logical type and tag.</param>
/// <param name="Written">The type a created target column gets for it.</param>
/// <param name="Notes">What can be lost, which policy decides, or empty.</param>
public sealed record TypeMapRow(string Native, string Logical, string Written, string Notes = "");

/// <summary>What a connector can do.</summary>
[Flags]
public enum ConnectorCapabilities
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Can be read, and the read ends.</summary>
    BoundedSource = 1,

    /// <summary>Can be read without an end.</summary>
    UnboundedSource = 2,

    /// <summary>The same rows can be read again from a position.</summary>
    Replayable = 4,

    /// <summary>Can be written.</summary>
    Sink = 8,

    /// <summary>Writes of one table become visible together or not at all.</summary>
    AtomicCommit = 16,

    /// <summary>A row can replace the row of the same key.</summary>
    KeyedUpsert = 32,

    /// <summary>One table can be read by several readers.</summary>
    ParallelRead = 64,

    /// <summary>One table can be written by several writers.</summary>
    ParallelWrite = 128,

    /// <summary>All readers of a run can see one state of the source.</summary>
    ConsistentSnapshot = 256,

    /// <summary>Rows can be written into partitions by value.</summary>
    Partitioned = 512,

    /// <summary>Has schemas and tables that can be listed.</summary>
    Catalog = 1024,
}
