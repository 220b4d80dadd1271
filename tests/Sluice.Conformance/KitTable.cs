using System.Collections.Immutable;
using Apache.Arrow;
using Sluice.Types;
using Column = Sluice.Types.Column;

namespace Sluice.Conformance;

/// <summary>Rows of a schema as boxed values, to and from batches; rows compare as multisets of exact text.</summary>
/// <param name="Schema">The columns.</param>
/// <param name="Rows">The rows.</param>
public sealed record KitTable(TableSchema Schema, IReadOnlyList<object?[]> Rows)
{
    /// <summary>A table of an id and one column of a type with the given values and a NULL.</summary>
    public static KitTable OfType(LogicalType type, IEnumerable<object> values)
    {
        var schema = new TableSchema([new Column("id", LogicalType.BigInt.NotNull()), new Column("value", type)]);
        return new KitTable(schema, [.. values.Cast<object?>().Append(null).Select((v, i) => new object?[] { (long)i, v })]);
    }

    /// <summary>A table of <paramref name="rows"/> rows: a counting id and a text.</summary>
    public static KitTable Plain(int rows, int firstId = 0)
    {
        var schema = new TableSchema([new Column("id", LogicalType.BigInt.NotNull()), new Column("name", LogicalType.String)]);
        return new KitTable(schema, [.. Enumerable.Range(firstId, rows).Select(i => new object?[] { (long)i, i % 7 == 3 ? null : $"name {i}" })]);
    }

    /// <summary>The rows as batches of at most <paramref name="batchRows"/> rows, which the caller disposes; one empty batch never comes.</summary>
    public IEnumerable<RecordBatch> Batches(BufferPool pool, int batchRows)
    {
        using var builder = new BatchBuilder(Schema, pool);
        foreach (object?[] row in Rows)
        {
            for (int i = 0; i < row.Length; i++)
                builder.Columns[i].AppendBoxed(row[i]);
            builder.CloseRow();
            if (builder.RowCount == batchRows)
                yield return builder.Build();
        }

        if (builder.RowCount > 0)
            yield return builder.Build();
    }

    /// <summary>The rows of a batch as boxed values.</summary>
    public static IEnumerable<object?[]> RowsOf(RecordBatch batch, TableSchema schema)
    {
        for (int row = 0; row < batch.Length; row++)
            yield return [.. schema.Columns.Select((c, i) => new ColumnView(batch.Column(i)).Boxed(c.Type, row))];
    }

    /// <summary>The rows as sorted text, the same for the same multiset: numbers with all digits, text quoted, floats by their bits.</summary>
    public ImmutableArray<string> Fingerprint() => [.. Rows.Select(r => string.Join(" | ", r.Select((v, i) => Text(v, Schema.Columns[i].Type)))).Order(StringComparer.Ordinal)];

    private static string Text(object? value, LogicalType type) => value switch
    {
        null => "NULL",
        string s => $"'{s}'",
        double d => BitConverter.DoubleToInt64Bits(d).ToString("x16", null),
        float f => BitConverter.DoubleToInt64Bits(f).ToString("x16", null),
        Int128 d => ValueDisplay.Decimal(d, type.Scale).TrimEnd('0').TrimEnd('.'),
        Timestamp t => $"{t.Seconds}.{t.Nanos:000000000}",
        long micros when type.Kind == TypeKind.Time => (type.Precision > 6 ? micros : micros * 1000).ToString(null, null),
        object?[] values => "[" + string.Join(", ", values.Select((v, i) => Text(v, type.Kind == TypeKind.Array ? type.Element : type.Fields[i].Type))) + "]",
        KeyValuePair<object, object?>[] pairs =>
            "{" + string.Join(", ", pairs.Select(p => $"{Text(p.Key, type.Key)}={Text(p.Value, type.Value)}").Order(StringComparer.Ordinal)) + "}",
        _ => ValueDisplay.Text(value, type)!,
    };
}
