namespace Sluice.Connectors.Catalog;

/// <summary>A table's name: literal and case-sensitive, whatever characters it holds.</summary>
/// <param name="Schema">The schema, database or folder it is in; null where the system has none.</param>
/// <param name="Name">Its name there.</param>
public readonly record struct TableName(string? Schema, string Name)
{
    /// <summary>The name as printed: <c>schema.name</c>.</summary>
    public override string ToString() => Schema is null ? Name : $"{Schema}.{Name}";

    /// <summary>Splits a literal name at the first dot; without a dot the schema is null, which means the connection's default.</summary>
    public static TableName Parse(string text)
    {
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? new TableName(null, text) : new TableName(text[..dot], text[(dot + 1)..]);
    }
}
