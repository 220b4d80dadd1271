using System.Collections.Immutable;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sinks;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>Writes the statements that create a target. What the plan shows is what is executed.</summary>
internal static class MySqlDdl
{
    public static ImmutableArray<string> Create(
        TableName name, SinkRequest request, ImmutableArray<MySqlColumn> columns, Handshake server, bool isSchemaMissing, MySqlTable? existing)
    {
        ImmutableArray<string>.Builder statements = ImmutableArray.CreateBuilder<string>();
        string quoted = MySqlDialect.Quote(name);
        if (isSchemaMissing)
            statements.Add($"CREATE DATABASE IF NOT EXISTS {MySqlDialect.Quote(name.Schema!)} CHARACTER SET utf8mb4");
        if (existing is not null)
            statements.Add($"DROP {(existing.IsView ? "VIEW" : "TABLE")} {quoted}");
        List<string> parts = [.. request.Schema.Columns.Select((c, i) => Line(c, columns[i]))];
        if (!request.Schema.PrimaryKey.IsEmpty)
            parts.Add($"PRIMARY KEY ({string.Join(", ", request.Schema.PrimaryKey.Select(MySqlDialect.Quote))})");
        string comment = request.Source?.Comment is { Length: > 0 } text ? $" COMMENT {MySqlDialect.Literal(text)}" : "";
        statements.Add($"CREATE TABLE {quoted} (\n  {string.Join(",\n  ", parts)}\n) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE {Collation(server)}{comment}");
        return statements.ToImmutable();
    }

    /// <summary>A statement as it is run by an attempt that finds what an earlier one may have done of it.</summary>
    public static string Again(string statement) => Guarded(Guarded(Guarded(statement, "CREATE TABLE ", "IF NOT EXISTS "), "DROP TABLE ", "IF EXISTS "), "DROP VIEW ", "IF EXISTS ");

    private static string Guarded(string statement, string begin, string guard) =>
        statement.StartsWith(begin, StringComparison.Ordinal) ? begin + guard + statement[begin.Length..] : statement;

    /// <summary>
    /// The collation of created text: by code point and without padding where the server has one, so that a key that was unique stays unique.
    /// </summary>
    public static string Collation(Handshake server)
    {
        if (server.IsMariaDb)
            return server.Version >= new Version(10, 2) ? "utf8mb4_nopad_bin" : "utf8mb4_bin";
        return server.Version >= new Version(8, 0, 17) ? "utf8mb4_0900_bin" : "utf8mb4_bin";
    }

    // NULL is always written: without it the first timestamp would not take one on older servers.
    private static string Line(Column column, MySqlColumn target) =>
        $"{MySqlDialect.Quote(column.Name)} {target.NativeType}{(column.Type.IsNullable ? " NULL" : " NOT NULL")}"
        + (column.Comment is { Length: > 0 } comment ? $" COMMENT {MySqlDialect.Literal(comment)}" : "");
}
