namespace Sluice.Types;

/// <summary>A column: its name, logical type and, where the logical type does not say all, a tag.</summary>
/// <param name="Name">The name; case-sensitive, any characters.</param>
/// <param name="Type">The logical type, nullability included.</param>
public sealed record Column(string Name, LogicalType Type)
{
    /// <summary>
    /// What the value is beyond its logical type, from the one namespace of <see cref="Tags"/> (<c>json</c>, <c>uuid</c>, <c>postgres.inet</c>);
    /// null for a plain value. A tagged column restores itself in a system that knows the tag and is its logical type elsewhere.
    /// </summary>
    public string? Tag { get; init; }

    /// <summary>The declared type in the system the column came from, for people and for re-creating it there; for example <c>numeric(15,2)</c>.</summary>
    public string? NativeType { get; init; }

    /// <summary>The comment the source keeps on the column.</summary>
    public string? Comment { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Tag is null ? $"{Name} {Type}" : $"{Name} {Type} [{Tag}]";
}
