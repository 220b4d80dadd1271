namespace Sluice.Types;

/// <summary>A named field of a ROW.</summary>
/// <param name="Name">Its name; compared by code point.</param>
/// <param name="Type">Its type, nullability included.</param>
public readonly record struct RowField(string Name, LogicalType Type);
