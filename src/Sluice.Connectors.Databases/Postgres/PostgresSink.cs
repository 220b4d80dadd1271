using System.Collections.Immutable;
using System.Globalization;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>Plans the writing of tables. Only reads.</summary>
internal sealed class PostgresSink(PostgresSessions sessions, PostgresCatalog catalog, SinkSpec spec) : ISink
{
    /// <inheritdoc/>
    public async ValueTask<SinkTable> PlanAsync(SinkRequest request, CancellationToken cancellationToken)
    {
        if (request.Write != WriteMode.Append)
        {
            throw new SluiceException(PostgresErrors.Unsupported,
                $"write: {ModeName(request.Write)} is not supported for PostgreSQL by this version", $"table {request.Name}", "use write: append");
        }

        string schema = request.Name.Schema ?? await DefaultSchemaAsync(cancellationToken).ConfigureAwait(false);
        var name = new TableName(schema, request.Name.Name);
        PostgresTable? existing = await catalog.FindAsync(name, ImmutableDictionary<string, LogicalType>.Empty, cancellationToken)
            .ConfigureAwait(false);
        if (existing is null && request.Create == CreateMode.MustExist)
        {
            throw new SluiceException(PostgresErrors.UnknownTable, $"there is no table '{name}'", sessions.Address.Display,
                "create it, or set create: if_missing");
        }

        bool isCreated = existing is null || request.Create == CreateMode.Recreate;
        ImmutableArray<PostgresColumn> targets = isCreated
            ? await DeclareAsync(name, request.Schema, cancellationToken).ConfigureAwait(false)
            : PostgresDrift.Match(existing!, request.Schema);
        (bool isSchemaMissing, string? refusal) = await AskRightsAsync(name, existing, isCreated, cancellationToken).ConfigureAwait(false);
        if (refusal is not null)
            throw new SluiceException(PostgresErrors.MissingRight, refusal, sessions.Address.Display, "grant the right to the user, or use another user");
        string? progress = request.IsResumable ? await ProgressPlan.DdlAsync(sessions, schema, cancellationToken).ConfigureAwait(false) : null;
        bool isBinary = request.Schema.Columns.Select((c, i) => ColumnEncoders.Binary(c.Type, targets[i])).All(e => e is not null);
        return new PostgresTarget
        {
            Name = name,
            Schema = request.Schema,
            Write = request.Write,
            Targets = targets,
            IsBinary = isBinary,
            IsCreated = isCreated,
            Columns = [.. request.Schema.Columns.Select((c, i) => new SinkColumn(targets[i].Name, targets[i].NativeType,
                ColumnEncoders.Binary(c.Type, targets[i]) is null ? "as text" : null))],
            ProgressDdl = progress,
            Ddl = [.. progress is null ? [] : new[] { progress }, .. isCreated ? PostgresDdl.Create(name, request, targets, isSchemaMissing, existing) : []],
            Protocol = CommitProtocol.PositionInSink,
            CanResume = true,
            Method = isBinary ? "COPY binary" : "COPY text",
            MaxWriters = Math.Max(1, request.Parallelism),
            Notes = Notes(request, existing, targets, isCreated),
        };
    }

    /// <inheritdoc/>
    public async ValueTask<ISinkRun> OpenRunAsync(IReadOnlyList<SinkTable> tables, RunContext context, CancellationToken cancellationToken)
    {
        ImmutableArray<PostgresTarget> targets = [.. tables.Cast<PostgresTarget>()];
        string[] schemas = [.. targets.Select(t => t.Name.Schema!).Distinct(StringComparer.Ordinal)];
        string progressSchema = schemas.Length == 1 ? schemas[0] : await DefaultSchemaAsync(cancellationToken).ConfigureAwait(false);
        TimeSpan lockTimeout = spec.Options.Duration("lock_timeout") ?? TimeSpan.FromSeconds(60);
        return new PostgresSinkRun(sessions, targets, progressSchema, lockTimeout, context);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask<string> DefaultSchemaAsync(CancellationToken cancellationToken) =>
        spec.Schema ?? await catalog.DefaultSchemaAsync(cancellationToken).ConfigureAwait(false);

    private static string ModeName(WriteMode mode) => mode switch
    {
        WriteMode.InsertIgnore => "insert_ignore",
        WriteMode.OverwritePartitions => "overwrite_partitions",
        _ => mode.ToString().ToLowerInvariant(),
    };

    private static ImmutableArray<string> Notes(
        SinkRequest request, PostgresTable? existing, ImmutableArray<PostgresColumn> targets, bool isCreated)
    {
        ImmutableArray<string>.Builder notes = ImmutableArray.CreateBuilder<string>();
        if (existing is not null && isCreated)
            notes.Add("what the table holds now goes when the run begins, also when the run then fails");
        for (int i = 0; i < targets.Length; i++)
        {
            Column column = request.Schema.Columns[i];
            if (!isCreated && targets[i].IsNotNull && column.Type.IsNullable)
                notes.Add($"column '{column.Name}' must not be NULL in the target: rows with NULL are dirty rows");
            if (isCreated && column.Tag == Tags.Enum && targets[i].TypeKind != 'e')
                notes.Add($"column '{column.Name}' becomes text: the target has no enum type {column.NativeType}");
        }

        if (!isCreated && request.Parallelism > 1 && (existing!.Description.UniqueKeys.Length > 0 || existing.Description.Schema.PrimaryKey.Length > 0))
            notes.Add("the target has unique keys: two writers with rows of the same key wait for each other up to lock_timeout, then the run fails");
        return notes.ToImmutable();
    }

    /// <summary>The columns of a table to create. Types named by a tag are looked up on the server; those it lacks become their plain type.</summary>
    private async ValueTask<ImmutableArray<PostgresColumn>> DeclareAsync(TableName table, TableSchema schema, CancellationToken cancellationToken)
    {
        var declared = new List<(string Type, bool IsAsked)>();
        var problems = new List<Problem>();
        foreach (Column column in schema.Columns)
        {
            declared.Add(PostgresSinkTypes.Declare(column) ?? ("text", false));
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
        string names = string.Join(", ", declared.Select(d => PostgresDialect.Literal(d.Type)));
        List<string?[]> types = await sessions.UseAsync(
            s => s.QueryAsync(CatalogQueries.Types(names), "looking up types", cancellationToken), cancellationToken).ConfigureAwait(false);
        return [.. schema.Columns.Select((c, i) => Resolve(c, declared[i].Type, types[i]))];
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

    private async ValueTask<(bool IsSchemaMissing, string? Refusal)> AskRightsAsync(
        TableName name, PostgresTable? existing, bool isCreated, CancellationToken cancellationToken)
    {
        string schema = PostgresDialect.Literal(name.Schema!);
        string sql = existing is not null && !isCreated
            ? string.Create(CultureInfo.InvariantCulture, $"SELECT 'f', pg_catalog.has_table_privilege({existing.Oid}::oid, 'INSERT'), 't', current_user")
            : $"""
              SELECT n.oid IS NULL, COALESCE(pg_catalog.has_schema_privilege(n.oid, 'CREATE'), true),
                     n.oid IS NOT NULL OR pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'), current_user
              FROM (SELECT 1) one LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = {schema}
              """;
        string?[] row = (await sessions.UseAsync(s => s.QueryAsync(sql, "asking for rights", cancellationToken), cancellationToken)
            .ConfigureAwait(false))[0];
        string? refusal = (row[1], row[2], isCreated) switch
        {
            ("f", _, false) => $"user '{row[3]}' may not insert into table '{name}'",
            ("f", _, true) => $"user '{row[3]}' may not create tables in schema '{name.Schema}'",
            (_, "f", _) => $"there is no schema '{name.Schema}' and user '{row[3]}' may not create it",
            _ => null,
        };
        return (row[0] == "t", refusal);
    }
}
