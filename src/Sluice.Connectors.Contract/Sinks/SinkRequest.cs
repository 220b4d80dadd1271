using System.Collections.Immutable;
using Sluice.Connectors.Catalog;
using Sluice.Types;

namespace Sluice.Connectors.Sinks;

/// <summary>What the planner asks of a sink for one target table.</summary>
public sealed record SinkRequest
{
    /// <summary>The target's name; a null schema means the sink's default.</summary>
    public required TableName Name { get; init; }

    /// <summary>The rows that will come; its primary key is the key of the target to create, empty for none.</summary>
    public required TableSchema Schema { get; init; }

    /// <summary>How to write.</summary>
    public WriteMode Write { get; init; } = WriteMode.Append;

    /// <summary>The key columns that the job names; empty when it names none, and the target's own key decides.</summary>
    public ImmutableArray<string> Key { get; init; } = [];

    /// <summary>Whether to create the target.</summary>
    public CreateMode Create { get; init; } = CreateMode.IfMissing;

    /// <summary>
    /// Names of the columns of <see cref="Schema"/> whose values partition the target (folders <c>k=v</c>); they come last in the schema.
    /// </summary>
    public ImmutableArray<string> PartitionColumns { get; init; } = [];

    /// <summary>The source table's description when rows are copied from one, for comments and native types; null otherwise.</summary>
    public TableDescription? Source { get; init; }

    /// <summary>The job keeps its progress: rows are committed while it runs, and a later attempt continues.</summary>
    public bool IsResumable { get; init; }

    /// <summary>The most writers at once.</summary>
    public int Parallelism { get; init; } = 1;
}

/// <summary>How rows are written.</summary>
public enum WriteMode
{
    /// <summary>Added to what is there.</summary>
    Append,

    /// <summary>Added unless the key is there.</summary>
    InsertIgnore,

    /// <summary>Added, or put in place of the row of the same key.</summary>
    Upsert,

    /// <summary>In place of all that is there, in one step.</summary>
    Replace,

    /// <summary>The target is emptied first; not atomic.</summary>
    Truncate,

    /// <summary>In place of what is in the partitions that get rows.</summary>
    OverwritePartitions,
}

/// <summary>Whether a target is created.</summary>
public enum CreateMode
{
    /// <summary>When it is not there.</summary>
    IfMissing,

    /// <summary>Never; it must be there.</summary>
    MustExist,

    /// <summary>Always; what is there goes.</summary>
    Recreate,
}
