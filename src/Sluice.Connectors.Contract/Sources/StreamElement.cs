using System.Collections.Immutable;
using Apache.Arrow;
using Sluice.Connectors.Catalog;
using Sluice.Types;

namespace Sluice.Connectors.Sources;

/// <summary>What a reader delivers, in order. Barriers are the engine's and never come from a reader.</summary>
public abstract class StreamElement : IDisposable
{
    /// <summary>Gives back what the element owns.</summary>
    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives back what the element owns; idempotent.</summary>
    protected virtual void Release()
    {
    }
}

/// <summary>Rows of one table and one schema version. Owns its batch.</summary>
/// <param name="table">The table.</param>
/// <param name="batch">The rows, in the layout of <see cref="ArrowLayout"/>.</param>
public sealed class Rows(TableName table, RecordBatch batch) : StreamElement
{
    /// <summary>The table.</summary>
    public TableName Table { get; } = table;

    /// <summary>Counts up with each <see cref="SchemaChange"/> of the table.</summary>
    public int SchemaVersion { get; init; }

    /// <summary>The rows.</summary>
    public RecordBatch Batch { get; } = batch;

    /// <summary>A kind per row; default (empty) means all <see cref="RowKind.Insert"/>.</summary>
    public ImmutableArray<RowKind> Kinds { get; init; }

    /// <summary>
    /// A validity-like bit per row for each column that is not always present (<em>unchanged</em> is a third state beside value and NULL);
    /// null means every value of every column is present.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>?>? Presence { get; init; }

    /// <summary>Says where a row stands in the source (<c>orders.csv:1234</c>), for dirty rows; null when only the key says it.</summary>
    public IRowLocator? Locator { get; init; }

    /// <summary>
    /// Bytes as they were in the source (file or wire), for rates and limits; 0 when not known.
    /// </summary>
    public long SourceBytes { get; init; }

    /// <inheritdoc/>
    protected override void Release() => Batch.Dispose();
}

/// <summary>Says where a row of a batch stands in its source.</summary>
public interface IRowLocator
{
    /// <summary>The place of row <paramref name="row"/> of the batch.</summary>
    string Locate(int row);
}

/// <summary>What happened to a row.</summary>
public enum RowKind : byte
{
    /// <summary>A new row.</summary>
    Insert,

    /// <summary>The old image of a changed row.</summary>
    UpdateBefore,

    /// <summary>The new image of a changed row.</summary>
    UpdateAfter,

    /// <summary>A removed row.</summary>
    Delete,
}

/// <summary>From here on the table has another schema.</summary>
/// <param name="table">The table as it is now.</param>
/// <param name="version">The new schema version.</param>
public sealed class SchemaChange(TableDescription table, int version) : StreamElement
{
    /// <summary>The table as it is now.</summary>
    public TableDescription Table { get; } = table;

    /// <summary>The new schema version.</summary>
    public int Version { get; } = version;
}

/// <summary>No row with an earlier event time is expected.</summary>
/// <param name="time">The event time.</param>
public sealed class Watermark(Timestamp time) : StreamElement
{
    /// <summary>The event time.</summary>
    public Timestamp Time { get; } = time;
}

/// <summary>Nothing to read now; the engine may do other work before it asks again.</summary>
public sealed class Idle : StreamElement
{
    /// <summary>The only instance.</summary>
    public static Idle Instance { get; } = new();
}

/// <summary>The split is read to its end.</summary>
public sealed class SplitDone : StreamElement
{
    /// <summary>The only instance.</summary>
    public static SplitDone Instance { get; } = new();
}
