using Sluice.Types;

namespace Sluice.Conformance;

/// <summary>A value that a sink can be planned for and must refuse when it comes: its row is dirty.</summary>
/// <param name="Type">The column's type.</param>
/// <param name="Good">A value that the sink takes.</param>
/// <param name="Bad">The value that it refuses; null for NULL.</param>
public sealed record KitBadValue(LogicalType Type, object Good, object? Bad)
{
    /// <summary>The column's tag.</summary>
    public string? Tag { get; init; }

    /// <summary>Rows of an id and the good value, but for the bad rows.</summary>
    public KitTable Rows(int count, IReadOnlyCollection<int> bad) => new(
        new TableSchema([new Column("id", LogicalType.BigInt.NotNull()), new Column("value", Type) { Tag = Tag }]),
        [.. Enumerable.Range(0, count).Select(i => new object?[] { (long)i, bad.Contains(i) ? Bad : Good })]);
}
