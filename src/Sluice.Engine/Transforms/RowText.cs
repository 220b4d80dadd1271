using Apache.Arrow;
using Sluice.Types;

namespace Sluice.Engine.Transforms;

/// <summary>Rows as text, for dirty rows: what a person reads and <c>replay</c> can read back.</summary>
internal static class RowText
{
    /// <summary>The values of a row by column; NULL is null.</summary>
    public static IReadOnlyList<KeyValuePair<string, string?>> Of(RecordBatch batch, TableSchema schema, int row) =>
    [
        .. schema.Columns.Select((column, i) =>
            KeyValuePair.Create(column.Name, Text(new ColumnView(batch.Column(i)).Boxed(column.Type, row), column.Type))),
    ];

    /// <summary>One boxed value as text; null for NULL.</summary>
    public static string? Text(object? value, LogicalType type) => value is null ? null : ValueDisplay.Text(value, type);
}
