using System.Collections.Immutable;
using Sluice.Connectors.Catalog;
using Sluice.Types;

namespace Sluice.Connectors.Sinks;

/// <summary>The planned writing of one table. A connector derives it to carry what its run needs. Immutable.</summary>
public abstract record SinkTable
{
    /// <summary>The target's full name.</summary>
    public required TableName Name { get; init; }

    /// <summary>The rows that will come.</summary>
    public required TableSchema Schema { get; init; }

    /// <summary>How to write.</summary>
    public required WriteMode Write { get; init; }

    /// <summary>For each column of <see cref="Schema"/>: the target's type, and how the value gets there when that needs saying.</summary>
    public required ImmutableArray<SinkColumn> Columns { get; init; }

    /// <summary>The statements or paths that will be created, in order, for the plan; what is executed is exactly this.</summary>
    public ImmutableArray<string> Ddl { get; init; } = [];

    /// <summary>How writes are committed.</summary>
    public required CommitProtocol Protocol { get; init; }

    /// <summary>
    /// Whether a run that keeps its progress can write it: <see cref="ISinkWriter.CommitAsync"/> with <see cref="CommitProtocol.PositionInSink"/>,
    /// <see cref="ISinkRun.SnapshotAsync"/> with <see cref="CommitProtocol.TwoPhase"/>.
    /// </summary>
    public bool CanResume { get; init; }

    /// <summary>Whether rows become visible in <see cref="ISinkRun.FinishAsync"/>, which puts them in the place of others, and not before.</summary>
    public bool IsVisibleAtFinish { get; init; }

    /// <summary>How rows travel, for the plan: <c>COPY binary</c>, <c>parquet, zstd</c>.</summary>
    public required string Method { get; init; }

    /// <summary>The most writers at once.</summary>
    public required int MaxWriters { get; init; }

    /// <summary>Where the target is on this machine's disk; null when it is elsewhere.</summary>
    public LocalPlace? Local { get; init; }

    /// <summary>Warnings and remarks for the plan.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}

/// <summary>A target on this machine's disk.</summary>
/// <param name="Path">The full path of the file or folder.</param>
/// <param name="Scheme">What an address puts before the path: <c>sqlite:</c>; empty for nothing.</param>
/// <param name="HoldsTables">Whether it holds tables by name; FALSE when it is the table itself.</param>
public sealed record LocalPlace(string Path, string Scheme = "", bool HoldsTables = false);

/// <summary>A column of a target.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="NativeType">Its type there.</param>
/// <param name="How">How the value gets there when that needs saying: <c>as text</c>; else null.</param>
public sealed record SinkColumn(string Name, string NativeType, string? How = null);

/// <summary>The ways a sink commits (design: three commit protocols).</summary>
public enum CommitProtocol
{
    /// <summary>Rows are visible as they are written; nothing can be taken back.</summary>
    None,

    /// <summary>Prepared durably, then made visible: files, multipart uploads.</summary>
    TwoPhase,

    /// <summary>An epoch's rows in staging, merged and recorded in one transaction.</summary>
    Staged,

    /// <summary>The position travels in the target's own transaction.</summary>
    PositionInSink,
}
