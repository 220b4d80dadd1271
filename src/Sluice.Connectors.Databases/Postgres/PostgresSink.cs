using System.Collections.Immutable;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>Plans the writing of tables. Only reads.</summary>
internal sealed class PostgresSink(PostgresSessions sessions, PostgresCatalog catalog, SinkSpec spec) : ISink
{
    private readonly SinkScripts _scripts = SinkScripts.From(spec.Options);
    private TableName? _first;

    /// <inheritdoc/>
    public async ValueTask<SinkTable> PlanAsync(SinkRequest request, CancellationToken cancellationToken)
    {
        if (request.Write == WriteMode.OverwritePartitions)
        {
            throw new SluiceException(PostgresErrors.Unsupported, "write: overwrite_partitions is not supported for PostgreSQL", $"table {request.Name}",
                "use write: append, insert_ignore, upsert, replace or truncate");
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
        ImmutableArray<PostgresColumn> columns = isCreated
            ? await TargetTypes.DeclareAsync(sessions, name, request.Schema, cancellationToken).ConfigureAwait(false)
            : PostgresDrift.Match(existing!, request.Schema);
        bool isSchemaMissing = await TargetRights.CheckAsync(sessions, name, existing, isCreated, request.Write, cancellationToken).ConfigureAwait(false);
        string? progress = request.IsResumable ? await ProgressPlan.DdlAsync(sessions, schema, cancellationToken).ConfigureAwait(false) : null;
        PostgresTarget target = Target(name, request, columns) with { ProgressDdl = progress };
        target = request.Write switch
        {
            WriteMode.Replace => await ReplaceAsync(target, request, existing, isSchemaMissing, cancellationToken).ConfigureAwait(false),
            WriteMode.Upsert or WriteMode.InsertIgnore => await MergeAsync(target, request, isCreated ? null : existing, cancellationToken).ConfigureAwait(false),
            WriteMode.Truncate when !isCreated => await TruncateAsync(target, existing!, cancellationToken).ConfigureAwait(false),
            _ => target,
        };
        if (isCreated && request.Write != WriteMode.Replace)
            target = target with { IsCreated = true, Ddl = PostgresDdl.Create(name, request, columns, isSchemaMissing, existing) };
        _first ??= name;
        return target with
        {
            Ddl = [.. progress is null ? [] : new[] { progress }, .. target.Ddl],
            Notes = [.. TargetNotes.Of(request, existing, target, isCreated), .. _first == name ? _scripts.Notes : []],
        };
    }

    /// <inheritdoc/>
    public async ValueTask<ISinkRun> OpenRunAsync(IReadOnlyList<SinkTable> tables, RunContext context, CancellationToken cancellationToken)
    {
        ImmutableArray<PostgresTarget> targets = [.. tables.Cast<PostgresTarget>().DistinctBy(t => t.Name)];
        string[] schemas = [.. targets.Select(t => t.Name.Schema!).Distinct(StringComparer.Ordinal)];
        string progressSchema = schemas.Length == 1 ? schemas[0] : await DefaultSchemaAsync(cancellationToken).ConfigureAwait(false);
        TimeSpan lockTimeout = spec.Options.Duration("lock_timeout") ?? TimeSpan.FromSeconds(60);
        return new PostgresSinkRun(sessions, targets, progressSchema, _scripts, lockTimeout, context);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask<string> DefaultSchemaAsync(CancellationToken cancellationToken) =>
        spec.Schema ?? await catalog.DefaultSchemaAsync(cancellationToken).ConfigureAwait(false);

    private static PostgresTarget Target(TableName name, SinkRequest request, ImmutableArray<PostgresColumn> columns)
    {
        bool isBinary = request.Schema.Columns.Select((c, i) => ColumnEncoders.Binary(c.Type, columns[i])).All(e => e is not null);
        return new PostgresTarget
        {
            Name = name,
            Schema = request.Schema,
            Write = request.Write,
            Targets = columns,
            IsBinary = isBinary,
            IsCreated = false,
            Columns = [.. request.Schema.Columns.Select((c, i) => new SinkColumn(columns[i].Name, columns[i].NativeType,
                ColumnEncoders.Binary(c.Type, columns[i]) is null ? "as text" : null))],
            Protocol = CommitProtocol.PositionInSink,
            CanResume = true,
            Method = isBinary ? "COPY binary" : "COPY text",
            MaxWriters = Math.Max(1, request.Parallelism),
        };
    }

    private async ValueTask<PostgresTarget> ReplaceAsync(
        PostgresTarget target, SinkRequest request, PostgresTable? existing, bool isSchemaMissing, CancellationToken cancellationToken)
    {
        if (existing is { IsRowSecurityActive: true })
        {
            throw new SluiceException(PostgresErrors.Unsupported,
                $"row security is active for this user on '{target.Name}': replace would drop rows that the user cannot see, and write rows that a policy forbids",
                $"table {target.Name}", "use write: upsert, or a user that the policies do not bind (BYPASSRLS)");
        }

        (PostgresReplacement replacement, ImmutableArray<string> ddl) = await ReplacePlan.MakeAsync(
            sessions, target.Name, request, existing, shadow => PostgresDdl.Create(shadow, request, target.Targets, isSchemaMissing, null),
            spec.Options.Text("replace") == "rows", cancellationToken).ConfigureAwait(false);
        return target with { Replacement = replacement, Ddl = ddl, IsVisibleAtFinish = true, Method = $"{target.Method} {replacement.Text}" };
    }

    private async ValueTask<PostgresTarget> MergeAsync(PostgresTarget target, SinkRequest request, PostgresTable? existing, CancellationToken cancellationToken)
    {
        if (existing is { Kind: not ('r' or 'p') })
        {
            throw new SluiceException(PostgresErrors.Unsupported, $"'{target.Name}' is a {existing.Description.Kind}, which write: {request.Write.Text()} cannot write",
                $"table {target.Name}", "use write: append, or name a table");
        }

        ImmutableArray<string> key = await TargetKeys.FindAsync(sessions, request, existing, cancellationToken).ConfigureAwait(false);
        var merge = PostgresMerge.Make(target.Name, target.Targets, key, request.Write == WriteMode.InsertIgnore);
        // Invariant 7: writers beside each other could take rows of one key in another order, or wait for each other.
        ImmutableArray<string> source = request.Source?.Schema.PrimaryKey ?? [];
        bool isUnique = !source.IsEmpty && source.All(key.Contains);
        return target with
        {
            Merge = merge,
            Method = $"{target.Method} into a temporary table, INSERT … {merge.ActionText}",
            MaxWriters = isUnique ? target.MaxWriters : 1,
        };
    }

    private async ValueTask<PostgresTarget> TruncateAsync(PostgresTarget target, PostgresTable existing, CancellationToken cancellationToken)
    {
        List<string?[]> keys = await sessions.UseAsync(
            s => s.QueryAsync(
                $"SELECT conname, conrelid::regclass FROM pg_catalog.pg_constraint WHERE contype = 'f' AND conparentid = 0 AND confrelid = {existing.Oid} AND conrelid <> confrelid ORDER BY 1",
                "looking at what depends on the table", cancellationToken), cancellationToken).ConfigureAwait(false);
        if (keys.Count > 0)
        {
            throw new SluiceException(PostgresErrors.CannotReplace, $"'{target.Name}' cannot be truncated: the foreign key {keys[0][0]} of table {keys[0][1]} refers to it",
                $"table {target.Name}", "use write: replace with replace: rows");
        }

        return target with { Ddl = [$"TRUNCATE TABLE {PostgresDialect.Quote(target.Name)}"] };
    }
}
