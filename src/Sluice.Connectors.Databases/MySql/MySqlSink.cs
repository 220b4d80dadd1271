using System.Collections.Immutable;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>Plans the writing of tables. Only reads.</summary>
internal sealed class MySqlSink(MySqlSessions sessions, MySqlCatalog catalog, SinkSpec spec) : ISink
{
    private const int RowBytes = 65_000;
    private readonly SinkScripts _scripts = SinkScripts.From(spec.Options);
    private WriteServer? _server;
    private TableName? _first;

    /// <inheritdoc/>
    public async ValueTask<SinkTable> PlanAsync(SinkRequest request, CancellationToken cancellationToken)
    {
        if (request.Write == WriteMode.OverwritePartitions)
        {
            throw new SluiceException(MySqlErrors.Unsupported, "write: overwrite_partitions is not supported for MySQL", $"table {request.Name}",
                "use write: append, insert_ignore, upsert, replace or truncate");
        }

        var name = new TableName(request.Name.Schema ?? spec.Schema ?? catalog.DefaultSchema(), request.Name.Name);
        WriteServer server = _server ??= await WriteServer.AskAsync(sessions, cancellationToken).ConfigureAwait(false);
        if (server.IsReadOnly)
            throw new SluiceException(MySqlErrors.ReadOnly, "the server is read-only", sessions.Address.Display, "write to the primary, or switch read_only off");
        MySqlTable? existing = await catalog.FindAsync(name, ImmutableDictionary<string, LogicalType>.Empty, cancellationToken).ConfigureAwait(false);
        if (existing is null && request.Create == CreateMode.MustExist)
        {
            throw new SluiceException(MySqlErrors.UnknownTable, $"there is no table '{name}'", sessions.Address.Display,
                "create it, or set create: if_missing");
        }

        bool isCreated = existing is null || request.Create == CreateMode.Recreate;
        ImmutableArray<MySqlColumn> targets = isCreated ? Declare(name, request, server) : MySqlDrift.Match(existing!, request.Schema);
        if (targets.FirstOrDefault(t => !t.CanInsert) is { } closed)
        {
            throw new SluiceException(MySqlErrors.MissingRight, $"the user may not insert into column '{closed.Name}' of table '{name}'", sessions.Address.Display,
                "grant the right to the user, or use another user");
        }

        bool isSchemaMissing = isCreated && !await HasSchemaAsync(name.Schema!, cancellationToken).ConfigureAwait(false);
        ImmutableArray<string> Create(TableName table, MySqlTable? old) => MySqlDdl.Create(table, request, targets, server.Version, isSchemaMissing, old);
        string? progress = request.IsResumable ? await ProgressDdlAsync(name.Schema!, cancellationToken).ConfigureAwait(false) : null;
        MySqlTarget target = Target(name, request, targets, server) with { ProgressDdl = progress };
        target = request.Write switch
        {
            WriteMode.Replace => await ReplaceAsync(target, request, existing, t => Create(t, null), cancellationToken).ConfigureAwait(false),
            WriteMode.Upsert or WriteMode.InsertIgnore => Merge(target, request, isCreated ? null : existing),
            WriteMode.Truncate when !isCreated => await TruncateAsync(target, cancellationToken).ConfigureAwait(false),
            _ => target,
        };
        if (isCreated && request.Write != WriteMode.Replace)
            target = target with { IsCreated = true, Ddl = Create(name, existing) };
        _first ??= name;
        return target with
        {
            Ddl = [.. progress is null ? [] : new[] { progress }, .. target.Ddl],
            Notes = [.. TargetNotes.Of(request, existing, target, isCreated, server), .. _first == name ? _scripts.Notes : []],
        };
    }

    /// <inheritdoc/>
    public ValueTask<ISinkRun> OpenRunAsync(IReadOnlyList<SinkTable> tables, RunContext context, CancellationToken cancellationToken)
    {
        ImmutableArray<MySqlTarget> targets = [.. tables.Cast<MySqlTarget>().DistinctBy(t => t.Name)];
        string[] schemas = [.. targets.Select(t => t.Name.Schema!).Distinct(StringComparer.Ordinal)];
        string progressSchema = schemas.Length == 1 ? schemas[0] : spec.Schema ?? sessions.Address.Database ?? schemas.Order(StringComparer.Ordinal).First();
        return ValueTask.FromResult<ISinkRun>(new MySqlSinkRun(
            sessions, targets, progressSchema, _scripts, spec.Options.Duration("lock_timeout") ?? TimeSpan.FromSeconds(60), context));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private MySqlTarget Target(TableName name, SinkRequest request, ImmutableArray<MySqlColumn> targets, WriteServer server)
    {
        bool isLoaded = server.IsLoadAllowed && spec.Options.Text("load") != "insert";
        return new MySqlTarget
        {
            Name = name,
            Schema = request.Schema,
            Write = request.Write,
            Targets = targets,
            IsLoaded = isLoaded,
            IsCreated = false,
            MaxPacket = server.MaxPacket,
            Columns = [.. request.Schema.Columns.Select((c, i) => new SinkColumn(targets[i].Name, targets[i].NativeType, How(c, targets[i])))],
            Protocol = CommitProtocol.PositionInSink,
            CanResume = true,
            Method = isLoaded ? "LOAD DATA LOCAL INFILE, from a stream" : "INSERT of many rows",
            MaxWriters = Math.Max(1, request.Parallelism),
        };
    }

    private async ValueTask<MySqlTarget> ReplaceAsync(
        MySqlTarget target, SinkRequest request, MySqlTable? existing, Func<TableName, ImmutableArray<string>> create, CancellationToken cancellationToken)
    {
        (MySqlReplacement replacement, ImmutableArray<string> ddl) = await ReplacePlan.MakeAsync(
            sessions, target.Name, request, existing, create, spec.Options.Text("replace") == "rows", cancellationToken).ConfigureAwait(false);
        return target with { Replacement = replacement, Ddl = ddl, IsVisibleAtFinish = true, Method = $"{target.Method} {replacement.Text}" };
    }

    private static MySqlTarget Merge(MySqlTarget target, SinkRequest request, MySqlTable? existing)
    {
        MergeKey key = TargetKeys.Find(request, existing);
        var merge = MySqlMerge.Make(target.Name, target.Targets, key, request.Write == WriteMode.InsertIgnore);
        // Invariant 7: writers beside each other could take rows of one key in another order, or wait for each other.
        ImmutableArray<string> source = request.Source?.Schema.PrimaryKey ?? [];
        bool isUnique = key.IsOnly && !source.IsEmpty && source.All(key.Keys[0].Contains);
        return target with
        {
            Merge = merge,
            Method = $"{target.Method} into a temporary table, {merge.ActionText}",
            MaxWriters = isUnique ? target.MaxWriters : 1,
        };
    }

    private async ValueTask<MySqlTarget> TruncateAsync(MySqlTarget target, CancellationToken cancellationToken)
    {
        List<string?[]> keys = await sessions.UseAsync(s => ReplacePlan.ReferrersAsync(s, target.Name, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (keys.Count > 0)
        {
            throw new SluiceException(MySqlErrors.CannotReplace, $"'{target.Name}' cannot be truncated: the foreign key {keys[0][0]} of table {keys[0][1]} refers to it",
                $"table {target.Name}", "use write: replace with replace: rows");
        }

        return target with { Ddl = [$"TRUNCATE TABLE {MySqlDialect.Quote(target.Name)}"] };
    }

    private static string? How(Column column, MySqlColumn target) => column.Type.Kind switch
    {
        TypeKind.TimestampLtz when target.TypeName == "datetime" => "as UTC",
        TypeKind.Boolean when target.TypeName != "bit" => "as 0 and 1",
        _ => null,
    };

    private static ImmutableArray<MySqlColumn> Declare(TableName table, SinkRequest request, WriteServer server)
    {
        ImmutableArray<MySqlColumn>.Builder declared = ImmutableArray.CreateBuilder<MySqlColumn>();
        var problems = new List<Problem>();
        int rowBytes = RowBytes;
        foreach (Column column in request.Schema.Columns)
        {
            string? type = MySqlSinkTypes.Declare(column, server.Version, request.Schema.PrimaryKey.Contains(column.Name), ref rowBytes);
            if (MySqlNative.Parse(type) is { } target)
            {
                declared.Add(target with { Name = column.Name, IsNotNull = !column.Type.IsNullable });
                continue;
            }

            problems.Add(new Problem(MySqlErrors.UnsupportedType, $"column '{column.Name}' of type {column.Type.Nullable()} has no form in MySQL")
            {
                Where = $"table {table}",
                Fix = "CAST it in `select`, or leave it out with null",
            });
        }

        return problems.Count > 0 ? throw new SluiceException(problems) : declared.ToImmutable();
    }

    /// <summary>The statement that creates the progress table; null when it is there.</summary>
    private async ValueTask<string?> ProgressDdlAsync(string schema, CancellationToken cancellationToken)
    {
        List<string?[]> rows = await sessions.QueryAsync(
            $"SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = {MySqlDialect.Literal(schema)} AND TABLE_NAME = '{MySqlProgress.TableName}'",
            "looking for the progress table", cancellationToken).ConfigureAwait(false);
        return rows.Count > 0 ? null : MySqlProgress.CreateSql(schema);
    }

    private async ValueTask<bool> HasSchemaAsync(string schema, CancellationToken cancellationToken)
    {
        List<string?[]> rows = await sessions.QueryAsync(
            $"SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = {MySqlDialect.Literal(schema)}", "looking for the database", cancellationToken)
            .ConfigureAwait(false);
        return rows.Exists(r => r[0] == schema);
    }
}
