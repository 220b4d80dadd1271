using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Sqlite;

/// <summary>The planned writing of one SQLite table.</summary>
internal sealed record SqliteTarget : SinkTable
{
    public required string InsertSql { get; init; }
}

/// <summary>A database file as a sink: all tables of a run in one transaction, which is why there is one writer.</summary>
internal sealed class SqliteSink(SqliteDatabase database) : ISink
{
    public ValueTask<SinkTable> PlanAsync(SinkRequest request, CancellationToken cancellationToken)
    {
        var name = new TableName(null, request.Name.Name);
        if (request.Write != WriteMode.Append)
            throw new SluiceException(SqliteErrors.UnsupportedWrite, $"write: {request.Write.Text()} is not supported for SQLite by this version", $"table {name}", "use write: append");
        TableDescription? existing = File.Exists(database.File) ? Existing(name) : null;
        ImmutableArray<string> ddl = Ddl(request, name, existing);
        bool isNew = existing is null || request.Create == CreateMode.Recreate;
        if (!isNew)
            CompareWith(existing!, request.Schema);
        string columns = string.Join(", ", request.Schema.Columns.Select(c => SqliteDialect.Quote(c.Name)));
        string marks = string.Join(", ", request.Schema.Columns.Select(_ => "?"));
        return ValueTask.FromResult<SinkTable>(new SqliteTarget
        {
            Name = name,
            Schema = request.Schema,
            Write = request.Write,
            Columns = [.. request.Schema.Columns.Select(c => new SinkColumn(c.Name, TargetType(c, isNew ? null : existing)))],
            Ddl = ddl,
            Protocol = CommitProtocol.PositionInSink,
            Local = new LocalPlace(database.File, "sqlite:", HoldsTables: true),
            Method = "prepared INSERT in one transaction",
            MaxWriters = 1,
            InsertSql = $"INSERT INTO {SqliteDialect.Quote(name.Name)} ({columns}) VALUES ({marks})",
        });
    }

    public ValueTask<ISinkRun> OpenRunAsync(IReadOnlyList<SinkTable> tables, RunContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ISinkRun>(new SqliteSinkRun(database, [.. tables.Cast<SqliteTarget>()]));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string TargetType(Column column, TableDescription? existing) =>
        existing?.Schema.Columns[existing.Schema.IndexOf(column.Name)].NativeType ?? SqliteTypeMap.DeclaredOf(column)!;

    private static ImmutableArray<string> Ddl(SinkRequest request, TableName name, TableDescription? existing)
    {
        if (request.Create == CreateMode.MustExist && existing is null)
            throw new SluiceException(SqliteErrors.NoSuchTarget, $"there is no table '{name}'", null, "create it, or set create: if_missing");
        if (existing is not null && request.Create != CreateMode.Recreate)
            return [];
        string create = CreateTable(request, name);
        return existing is null ? [create] : [$"DROP TABLE {SqliteDialect.Quote(name.Name)}", create];
    }

    private static string CreateTable(SinkRequest request, TableName name)
    {
        List<string> parts = [.. request.Schema.Columns.Select(ColumnDdl)];
        if (request.Schema.PrimaryKey.Length > 0)
            parts.Add($"PRIMARY KEY ({string.Join(", ", request.Schema.PrimaryKey.Select(SqliteDialect.Quote))})");
        return $"CREATE TABLE {SqliteDialect.Quote(name.Name)} (\n  {string.Join(",\n  ", parts)}\n)";
    }

    private static string ColumnDdl(Column column)
    {
        string? declared = SqliteTypeMap.DeclaredOf(column);
        if (declared is null)
        {
            throw new SluiceException(
                SqliteErrors.UnsupportedType, $"{column.Type.Nullable()} has no form in SQLite", $"column {column.Name}", "CAST it in select, or drop it with null");
        }

        return $"{SqliteDialect.Quote(column.Name)} {declared}{(column.Type.IsNullable ? "" : " NOT NULL")}";
    }

    /// <summary>Invariant 4: a target that cannot take every column, or needs one that does not come, is refused by name.</summary>
    private static void CompareWith(TableDescription existing, TableSchema incoming)
    {
        var problems = new List<Problem>();
        foreach (Column column in incoming.Columns.Where(c => existing.Schema.IndexOf(c.Name) < 0))
        {
            string? near = NearestName.Find(column.Name, existing.Schema.Columns.Select(c => c.Name));
            problems.Add(new Problem(SqliteErrors.TargetMismatch, $"table '{existing.Name}' has no column '{column.Name}'")
            {
                Fix = near is null ? "add the column, or drop it with null in select" : $"did you mean '{near}'? Rename it in select, or add the column",
            });
        }

        foreach (Column column in existing.Schema.Columns.Where(c => !c.Type.IsNullable && incoming.IndexOf(c.Name) < 0 && !existing.Schema.PrimaryKey.Contains(c.Name)))
            problems.Add(new Problem(SqliteErrors.TargetMismatch, $"column '{column.Name}' of table '{existing.Name}' must not be NULL and gets no value") { Fix = "give it a value in select" });
        if (problems.Count > 0)
            throw new SluiceException(problems);
    }

    private TableDescription? Existing(TableName name)
    {
        using SqliteConnection connection = database.OpenRead();
        return SqliteCatalog.Describe(connection, name);
    }
}
