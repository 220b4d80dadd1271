using System.Globalization;
using Apache.Arrow;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sources;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>Describes a row that was not written.</summary>
internal static class RefusedRow
{
    /// <summary>The row as a dirty row.</summary>
    public static DirtyRow Describe(PostgresTarget target, Rows rows, int row, RefusalOf refusal)
    {
        RecordBatch batch = rows.Batch;
        TableSchema schema = target.Schema;
        var values = new List<KeyValuePair<string, string?>>(schema.Columns.Length);
        for (int i = 0; i < schema.Columns.Length; i++)
        {
            LogicalType type = schema.Columns[i].Type;
            values.Add(new(schema.Columns[i].Name, ValueDisplay.Text(new ColumnView(batch.Column(i)).Boxed(type, row), type)));
        }

        return new DirtyRow
        {
            Table = target.Name.ToString(),
            Stage = "write",
            Code = refusal.Code,
            Reason = refusal.Reason,
            Column = refusal.Column,
            Value = refusal.Column is null ? null : values.Find(v => v.Key == refusal.Column).Value,
            Position = rows.Locator?.Locate(row) ?? KeyOf(values, schema),
            Row = values,
        };
    }

    private static string? KeyOf(List<KeyValuePair<string, string?>> values, TableSchema schema) => schema.PrimaryKey.IsEmpty
        ? null
        : string.Join(", ", schema.PrimaryKey.Select(k => string.Create(CultureInfo.InvariantCulture, $"{k}={values.Find(v => v.Key == k).Value}")));
}
