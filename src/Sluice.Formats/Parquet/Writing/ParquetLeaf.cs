using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Formats.Parquet;

/// <summary>A leaf of the file's schema: what one column chunk of each row group holds.</summary>
/// <param name="Path">Names from the table's column down, LIST and MAP groups included.</param>
/// <param name="Type">Its logical type; the leaf is REQUIRED where that is NOT NULL.</param>
/// <param name="Stored">How its values are stored.</param>
/// <param name="MaxDefinition">The definition level of a value.</param>
/// <param name="MaxRepetition">The repetition level of its innermost list; 0 outside lists.</param>
internal sealed record ParquetLeaf(ImmutableArray<string> Path, LogicalType Type, StoredType Stored, int MaxDefinition, int MaxRepetition)
{
    /// <summary>The leaves of a schema in the file's order.</summary>
    public static ImmutableArray<ParquetLeaf> Of(TableSchema schema)
    {
        var leaves = ImmutableArray.CreateBuilder<ParquetLeaf>();
        foreach (Column column in schema.Columns)
            Collect(leaves, column.Type, [column.Name], 0, 0, column.Name);
        return leaves.ToImmutable();
    }

    /// <summary>The leaves of one column, in order.</summary>
    public static int CountOf(LogicalType type) => type.IsNested ? type.Fields.Sum(f => CountOf(f.Type)) : 1;

    private static void Collect(
        ImmutableArray<ParquetLeaf>.Builder leaves, LogicalType type, ImmutableArray<string> path, int definition, int repetition, string column)
    {
        if (type.IsNullable)
            definition++;
        switch (type.Kind)
        {
            case TypeKind.Row when type.Fields.IsEmpty:
                throw ParquetErrors.TypeNotCarried(column, type, "a ROW without fields has no form in Parquet");
            case TypeKind.Row:
                foreach (RowField field in type.Fields)
                    Collect(leaves, field.Type, path.Add(field.Name), definition, repetition, column);
                break;
            case TypeKind.Array:
                Collect(leaves, type.Element, path.AddRange("list", "element"), definition + 1, repetition + 1, column);
                break;
            case TypeKind.Map:
                Collect(leaves, type.Key.NotNull(), path.AddRange("key_value", "key"), definition + 1, repetition + 1, column);
                Collect(leaves, type.Value, path.AddRange("key_value", "value"), definition + 1, repetition + 1, column);
                break;
            case TypeKind.Null:
                throw ParquetErrors.TypeNotCarried(column, type, "a column of type NULL has no form in Parquet");
            default:
                leaves.Add(new ParquetLeaf(path, type, StoredType.Of(type), definition, repetition));
                break;
        }
    }
}
