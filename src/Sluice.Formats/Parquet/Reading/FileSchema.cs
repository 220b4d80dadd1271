using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Formats.Parquet;

/// <summary>The schema of a file: its columns as stored, and as declared in our metadata where that still matches what is stored.</summary>
internal sealed class FileSchema
{
    private readonly ImmutableArray<FileColumn> _stored;
    private readonly string _path;

    private FileSchema(string path, ImmutableArray<FileColumn> stored, ImmutableArray<Column?> columns, ImmutableArray<string> primaryKey)
    {
        _path = path;
        _stored = stored;
        Columns = columns;
        PrimaryKey = primaryKey;
    }

    /// <summary>The columns; null where we cannot carry the type.</summary>
    public ImmutableArray<Column?> Columns { get; }

    /// <summary>The declared primary key.</summary>
    public ImmutableArray<string> PrimaryKey { get; }

    /// <summary>The schema of an open file.</summary>
    public static FileSchema Of(ParquetFile file) => file.Guarded(() =>
    {
        ImmutableArray<FileColumn> stored = FileColumn.Of(file);
        TableSchema? declared = file.Metadata.KeyValueMetadata.TryGetValue(SchemaMetadata.Key, out string? text) ? SchemaMetadata.TryRead(text) : null;
        ImmutableArray<Column?> columns = [.. stored.Select(column => Declared(column, declared) ?? column.Plain)];
        bool isWhole = declared is not null && declared.PrimaryKey.All(name => columns.Any(c => c?.Name == name));
        return new FileSchema(file.Path, stored, columns, isWhole ? declared!.PrimaryKey : []);
    });

    /// <summary>All columns but those to be skipped.</summary>
    /// <exception cref="SluiceException">One has a type that we cannot carry, or two have one name.</exception>
    public TableSchema ToTableSchema(IReadOnlyList<string> skipped)
    {
        var columns = ImmutableArray.CreateBuilder<Column>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < Columns.Length; i++)
        {
            string name = _stored[i].Name;
            if (skipped.Contains(name))
                continue;
            if (!names.Add(name))
                throw ParquetErrors.NotReadable(_path, $"two columns are called '{name}', so none of them can be asked for");
            columns.Add(Columns[i] ?? throw ParquetErrors.TypeNotRead(_path, name, _stored[i].StoredName));
        }

        bool hasKey = PrimaryKey.All(names.Contains);
        return new TableSchema(columns.ToImmutable()) { PrimaryKey = hasKey ? PrimaryKey : [] };
    }

    /// <summary>The stored column of a wanted one.</summary>
    /// <exception cref="SluiceException">The file has none of that name, or of another type.</exception>
    public FileColumn Find(Column wanted)
    {
        for (int i = 0; i < _stored.Length; i++)
        {
            if (!string.Equals(_stored[i].Name, wanted.Name, StringComparison.Ordinal))
                continue;
            if (Columns[i] is not { } column)
                throw ParquetErrors.TypeNotRead(_path, wanted.Name, _stored[i].StoredName);
            if (!IsSameLayout(column.Type, wanted.Type) && !(_stored[i].Plain is { } plain && IsSameLayout(plain.Type, wanted.Type)))
                throw ParquetErrors.OtherType(_path, wanted, column.Type);
            return _stored[i];
        }

        throw ParquetErrors.NoColumn(_path, wanted.Name, _stored.Select(c => c.Name));
    }

    /// <summary>The stored column of one that may be missing or of another type; then null.</summary>
    public FileColumn? TryFind(Column wanted)
    {
        try
        {
            return Find(wanted);
        }
        catch (SluiceException)
        {
            return null;
        }
    }

    private static Column? Declared(FileColumn stored, TableSchema? declared)
    {
        if (declared is null || stored.Plain is null)
            return null;
        int index = declared.IndexOf(stored.Name);
        if (index < 0)
            return null;
        Column column = declared.Columns[index];

        // A tool may have rewritten the column and kept our metadata: it counts only while it describes what is stored.
        return Stores(column.Type, stored.Plain.Type) || (column.Tag == stored.Plain.Tag && column.Type.IsCharacter && stored.Plain.Type.IsCharacter)
            ? column
            : null;
    }

    /// <summary>Whether a column declared as one type is stored as a column that reads as the other without our metadata.</summary>
    private static bool Stores(LogicalType declared, LogicalType plain)
    {
        if (declared.IsNullable != plain.IsNullable)
            return false;
        if (declared.IsNested)
        {
            return declared.Kind == plain.Kind && declared.Fields.Length == plain.Fields.Length
                && declared.Fields.Zip(plain.Fields).All(pair =>
                    Stores(declared.Kind == TypeKind.Map && pair.First.Name == "key" ? pair.First.Type.NotNull() : pair.First.Type, pair.Second.Type));
        }

        return declared.Kind switch
        {
            TypeKind.Char or TypeKind.VarChar => plain.IsCharacter,
            TypeKind.Binary or TypeKind.VarBinary => plain.IsBinary,
            TypeKind.IntervalMonths => plain.Kind == TypeKind.Int,
            TypeKind.IntervalMillis => plain.Kind == TypeKind.BigInt,
            TypeKind.Time or TypeKind.Timestamp or TypeKind.TimestampLtz => plain.Kind == declared.Kind && (declared.Precision <= 6) == (plain.Precision <= 6),
            _ => declared.EqualsIgnoringNullability(plain),
        };
    }

    /// <summary>Whether values of one type are values of the other as they are; lengths are the declaration's business.</summary>
    private static bool IsSameLayout(LogicalType stored, LogicalType wanted) =>
        (!stored.IsNullable || wanted.IsNullable) && (stored.Kind, wanted.Kind) switch
        {
            (TypeKind.Char or TypeKind.VarChar, TypeKind.Char or TypeKind.VarChar) => stored.Length <= wanted.Length,
            (TypeKind.Binary or TypeKind.VarBinary, TypeKind.Binary or TypeKind.VarBinary) => stored.Length <= wanted.Length,
            _ => stored.WithNullability(wanted.IsNullable).Equals(wanted),
        };
}
