using System.Collections.Immutable;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sinks;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>Writes the statements that create a target. What the plan shows is what is executed.</summary>
internal static class PostgresDdl
{
    public static ImmutableArray<string> Create(
        TableName name, SinkRequest request, ImmutableArray<PostgresColumn> columns, bool isSchemaMissing, PostgresTable? existing)
    {
        ImmutableArray<string>.Builder statements = ImmutableArray.CreateBuilder<string>();
        string quoted = PostgresDialect.Quote(name);
        if (isSchemaMissing)
            statements.Add($"CREATE SCHEMA IF NOT EXISTS {PostgresDialect.Quote(name.Schema!)}");
        if (existing is not null)
            statements.Add($"DROP {existing.Description.Kind.Replace("partitioned ", "", StringComparison.Ordinal).ToUpperInvariant()} {quoted}");
        List<string> parts =
        [
            .. request.Schema.Columns.Select((c, i) =>
                $"{PostgresDialect.Quote(c.Name)} {columns[i].NativeType}{(c.Type.IsNullable ? "" : " NOT NULL")}"),
        ];
        if (!request.Schema.PrimaryKey.IsEmpty)
            parts.Add($"PRIMARY KEY ({string.Join(", ", request.Schema.PrimaryKey.Select(PostgresDialect.Quote))})");
        statements.Add($"CREATE TABLE {quoted} (\n  {string.Join(",\n  ", parts)}\n)");
        if (request.Source?.Comment is { Length: > 0 } comment)
            statements.Add($"COMMENT ON TABLE {quoted} IS {PostgresDialect.Literal(comment)}");
        foreach (Types.Column column in request.Schema.Columns.Where(c => c.Comment is { Length: > 0 }))
            statements.Add($"COMMENT ON COLUMN {quoted}.{PostgresDialect.Quote(column.Name)} IS {PostgresDialect.Literal(column.Comment!)}");
        return statements.ToImmutable();
    }
}
