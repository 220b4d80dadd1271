namespace Sluice.Engine.Vectors;

/// <summary>Which rows of a batch are meant: all of them, or a list in ascending order.</summary>
/// <param name="length">Rows of the batch.</param>
/// <param name="rows">The list, of which the first <paramref name="count"/> count; null for all.</param>
/// <param name="count">How many rows are meant.</param>
internal readonly struct Selection(int length, int[]? rows, int count)
{
    /// <summary>Rows of the batch.</summary>
    public int Length { get; } = length;

    /// <summary>Rows meant.</summary>
    public int Count { get; } = count;

    /// <summary>Whether every row is meant: loops without indirection.</summary>
    public bool IsAll => rows is null;

    /// <summary>The list; only when <see cref="IsAll"/> is false.</summary>
    public ReadOnlySpan<int> Rows => rows.AsSpan(0, Count);

    /// <summary>The i-th row meant.</summary>
    public int this[int i] => rows is null ? i : rows[i];
}
