using System.Collections.Immutable;
using System.Globalization;
using Sluice.Connectors.Catalog;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>The columns of a table to create. Types named by a tag are looked up on the server; those it lacks become text.</summary>
internal static class TargetTypes
{
    /// <summary>The columns, in the order of the schema.</summary>
    /// <exception cref="SluiceException">A column has no form in PostgreSQL.</exception>
    public static async ValueTask<ImmutableArray<PostgresColumn>> DeclareAsync(
        PostgresSessions sessions, TableName table, TableSchema schema, CancellationToken cancellationToken)
    {
        var declared = new List<string>();
        var problems = new List<Problem>();
        foreach (Column column in schema.Columns)
        {
            declared.Add(PostgresSinkTypes.Declare(column)?.Type ?? "text");
            if (PostgresSinkTypes.Declare(column) is null)
            {
                problems.Add(new Problem(PostgresErrors.UnsupportedType, $"column '{column.Name}' of type {column.Type.Nullable()} has no form in PostgreSQL")
                {
                    Where = $"table {table}",
                    Fix = "CAST it in `select`, or leave it out with null",
                });
            }
        }

        if (problems.Count > 0)
            throw new SluiceException(problems);
        string names = string.Join(", ", declared.Select(PostgresDialect.Literal));
        List<string?[]> types = await sessions.UseAsync(
            s => s.QueryAsync(CatalogQueries.Types(names), "looking up types", cancellationToken), cancellationToken).ConfigureAwait(false);
        return [.. schema.Columns.Select((c, i) => Resolve(c, declared[i], types[i]))];
    }

    private static PostgresColumn Resolve(Column column, string type, string?[] row)
    {
        bool isKnown = row[0] is not null && (column.Tag != Tags.Enum || row[3] == "e");
        if (!isKnown)
            return Text(column);
        return new PostgresColumn
        {
            Name = column.Name,
            NativeType = type,
            TypeOid = uint.Parse(row[0]!, CultureInfo.InvariantCulture),
            TypeModifier = -1,
            TypeName = row[1]!,
            TypeSchema = row[2]!,
            TypeKind = row[3]![0],
            ElementOid = uint.Parse(row[4]!, CultureInfo.InvariantCulture),
            ElementKind = row[5]![0],
            IsArray = row[6] == "t",
        };
    }

    private static PostgresColumn Text(Column column) => new()
    {
        Name = column.Name,
        NativeType = "text",
        TypeOid = PostgresTypeMap.TextOid,
        TypeModifier = -1,
        TypeName = "text",
        TypeSchema = "pg_catalog",
        TypeKind = 'b',
    };
}
