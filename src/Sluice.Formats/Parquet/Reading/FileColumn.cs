using System.Collections.Immutable;
using Apache.Arrow;
using ParquetSharp;
using ParquetSharp.Arrow;
using Sluice.Types;
using Column = Sluice.Types.Column;
using LogicalType = Sluice.Types.LogicalType;

namespace Sluice.Formats.Parquet;

/// <summary>A column of a file: what the library gives for it and what it is for us.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Field">The Arrow field that the library gives.</param>
/// <param name="Plain">What it is without our metadata; null when we cannot carry it.</param>
/// <param name="Leaves">Indices of its leaves among the file's.</param>
/// <param name="IsInt96">Whether it is one leaf of the deprecated type INT96.</param>
internal sealed record FileColumn(string Name, Field Field, Column? Plain, ImmutableArray<int> Leaves, bool IsInt96)
{
    /// <summary>The type's name for a message.</summary>
    public required string StoredName { get; init; }

    /// <summary>The columns of a file in order.</summary>
    public static ImmutableArray<FileColumn> Of(ParquetFile file)
    {
        SchemaManifest manifest = file.Reader.SchemaManifest;
        SchemaDescriptor descriptor = file.Metadata.Schema;
        var columns = ImmutableArray.CreateBuilder<FileColumn>();
        foreach (SchemaField field in manifest.SchemaFields)
        {
            var leaves = ImmutableArray.CreateBuilder<int>();
            Collect(field, leaves);
            columns.Add(Of(field.Field, leaves.ToImmutable(), descriptor));
        }

        return columns.ToImmutable();
    }

    private static FileColumn Of(Field field, ImmutableArray<int> leaves, SchemaDescriptor descriptor)
    {
        ColumnDescriptor? leaf = leaves.Length == 1 && !field.DataType.IsNested() ? descriptor.Column(leaves[0]) : null;
        bool isInt96 = leaf?.PhysicalType == ParquetSharp.PhysicalType.Int96;
        bool hasNestedInt96 = leaf is null && leaves.Any(i => descriptor.Column(i).PhysicalType == ParquetSharp.PhysicalType.Int96);

        // Months, days and milliseconds in twelve bytes: the library gives the bytes, which would be a value without its meaning (invariant 4).
        bool hasInterval = leaves.Any(i => descriptor.Column(i).LogicalType is IntervalLogicalType);
        Column? plain = hasNestedInt96 || hasInterval ? null : PlainOf(field, leaf);
        return new FileColumn(field.Name, field, plain, leaves, isInt96) { StoredName = hasInterval ? "INTERVAL" : field.DataType.Name };
    }

    private static Column? PlainOf(Field field, ColumnDescriptor? leaf)
    {
        if (LogicalTypes.Of(field) is not { } type)
            return null;
        return leaf?.LogicalType switch
        {
            UuidLogicalType => new Column(field.Name, LogicalType.Char(36).WithNullability(field.IsNullable)) { Tag = Tags.Uuid },
            JsonLogicalType => new Column(field.Name, LogicalType.String.WithNullability(field.IsNullable)) { Tag = Tags.Json },
            EnumLogicalType => new Column(field.Name, LogicalType.String.WithNullability(field.IsNullable)) { Tag = Tags.Enum },
            _ => new Column(field.Name, type),
        };
    }

    private static void Collect(SchemaField field, ImmutableArray<int>.Builder leaves)
    {
        if (field.ColumnIndex >= 0)
            leaves.Add(field.ColumnIndex);
        foreach (SchemaField child in field.Children)
            Collect(child, leaves);
    }
}
