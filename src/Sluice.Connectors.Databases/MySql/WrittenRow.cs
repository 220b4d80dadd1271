using System.Globalization;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>A row that was not written, as a dirty row.</summary>
internal static class WrittenRow
{
    public static DirtyRow Describe(SinkTable target, Rows rows, int row, ErrorCode code, string reason, string? column)
    {
        TableSchema schema = target.Schema;
        var values = new List<KeyValuePair<string, string?>>(schema.Columns.Length);
        for (int i = 0; i < schema.Columns.Length; i++)
        {
            LogicalType type = schema.Columns[i].Type;
            values.Add(new(schema.Columns[i].Name, ValueDisplay.Text(new ColumnView(rows.Batch.Column(i)).Boxed(type, row), type)));
        }

        return new DirtyRow
        {
            Table = target.Name.ToString(),
            Stage = "write",
            Code = code,
            Reason = reason,
            Column = column,
            Value = column is null ? null : values.Find(v => v.Key == column).Value,
            Position = rows.Locator?.Locate(row) ?? KeyOf(values, schema),
            Row = values,
        };
    }

    private static string? KeyOf(List<KeyValuePair<string, string?>> values, TableSchema schema) => schema.PrimaryKey.IsEmpty
        ? null
        : string.Join(", ", schema.PrimaryKey.Select(k => string.Create(CultureInfo.InvariantCulture, $"{k}={values.Find(v => v.Key == k).Value}")));
}
