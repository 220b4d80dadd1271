using System.Collections.Immutable;
using System.Globalization;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>Plans the writing of tables. Only reads.</summary>
internal sealed class MySqlSink(MySqlSessions sessions, MySqlCatalog catalog, SinkSpec spec) : ISink
{
    private const int RowBytes = 65_000;
    private WriteServer? _server;

    /// <summary>What a writer must know of the server.</summary>
    private sealed record WriteServer(Handshake Version, bool IsLoadAllowed, bool IsReadOnly, long MaxPacket);

    /// <inheritdoc/>
    public async ValueTask<SinkTable> PlanAsync(SinkRequest request, CancellationToken cancellationToken)
    {
        if (request.Write != WriteMode.Append)
        {
            throw new SluiceException(MySqlErrors.Unsupported,
                $"write: {ModeName(request.Write)} is not supported for MySQL by this version", $"table {request.Name}", "use write: append");
        }

        var name = new TableName(request.Name.Schema ?? spec.Schema ?? catalog.DefaultSchema(), request.Name.Name);
        WriteServer server = _server ??= await AskServerAsync(cancellationToken).ConfigureAwait(false);
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
        string? progress = request.IsResumable ? await ProgressDdlAsync(name.Schema!, cancellationToken).ConfigureAwait(false) : null;
        bool isLoaded = server.IsLoadAllowed && spec.Options.Text("load") != "insert";
        return new MySqlTarget
        {
            Name = name,
            Schema = request.Schema,
            Write = request.Write,
            Targets = targets,
            IsLoaded = isLoaded,
            IsCreated = isCreated,
            MaxPacket = server.MaxPacket,
            Columns = [.. request.Schema.Columns.Select((c, i) => new SinkColumn(targets[i].Name, targets[i].NativeType, How(c, targets[i])))],
            Ddl =
            [
                .. progress is null ? [] : new[] { progress },
                .. isCreated ? MySqlDdl.Create(name, request, targets, server.Version, isSchemaMissing, existing) : [],
            ],
            ProgressDdl = progress,
            Protocol = CommitProtocol.PositionInSink,
            CanResume = true,
            Method = isLoaded ? "LOAD DATA LOCAL INFILE, from a stream" : "INSERT of many rows",
            MaxWriters = Math.Max(1, request.Parallelism),
            Notes = Notes(request, existing, targets, isCreated, server),
        };
    }

    /// <inheritdoc/>
    public ValueTask<ISinkRun> OpenRunAsync(IReadOnlyList<SinkTable> tables, RunContext context, CancellationToken cancellationToken)
    {
        ImmutableArray<MySqlTarget> targets = [.. tables.Cast<MySqlTarget>()];
        string[] schemas = [.. targets.Select(t => t.Name.Schema!).Distinct(StringComparer.Ordinal)];
        string progressSchema = schemas.Length == 1 ? schemas[0] : spec.Schema ?? sessions.Address.Database ?? schemas.Order(StringComparer.Ordinal).First();
        return ValueTask.FromResult<ISinkRun>(new MySqlSinkRun(
            sessions, targets, progressSchema, spec.Options.Duration("lock_timeout") ?? TimeSpan.FromSeconds(60), context));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string ModeName(WriteMode mode) => mode switch
    {
        WriteMode.InsertIgnore => "insert_ignore",
        WriteMode.OverwritePartitions => "overwrite_partitions",
        _ => mode.ToString().ToLowerInvariant(),
    };

    private static string? How(Column column, MySqlColumn target) => column.Type.Kind switch
    {
        TypeKind.TimestampLtz when target.TypeName == "datetime" => "as UTC",
        TypeKind.Boolean when target.TypeName != "bit" => "as 0 and 1",
        _ => null,
    };

    private static ImmutableArray<string> Notes(
        SinkRequest request, MySqlTable? existing, ImmutableArray<MySqlColumn> targets, bool isCreated, WriteServer server)
    {
        ImmutableArray<string>.Builder notes = ImmutableArray.CreateBuilder<string>();
        if (!server.IsLoadAllowed)
            notes.Add("local_infile is off on the server: rows go by INSERT, which is slower; SET GLOBAL local_infile = 1 allows LOAD DATA");
        if (existing is not null && isCreated)
            notes.Add("what the table holds now goes when the run begins, also when the run then fails");
        if (isCreated && targets.Any(t => t.TypeName is "varchar" or "char" or "text" or "mediumtext" or "longtext"))
            notes.Add($"text of the created table compares by code point ({MySqlDdl.Collation(server.Version)})");
        for (int i = 0; i < targets.Length; i++)
        {
            Column column = request.Schema.Columns[i];
            if (!isCreated && targets[i].IsNotNull && column.Type.IsNullable)
                notes.Add($"column '{column.Name}' must not be NULL in the target: rows with NULL are dirty rows");
            if (isCreated && column.Type.IsCharacter && column.Type.Length > 16_383 && targets[i].TypeName == "varchar")
                notes.Add($"column '{column.Name}' is part of the key and becomes {targets[i].NativeType}: longer values are dirty rows");
            if (isCreated && column.Tag == Tags.Enum && targets[i].TypeName != "enum")
                notes.Add($"column '{column.Name}' becomes text: the names of {column.NativeType ?? "its type"} are not known here");
            if (column.Type.Kind == TypeKind.TimestampLtz && targets[i].TypeName == "timestamp")
                notes.Add($"column '{column.Name}' is a timestamp in the target: instants before 1970 and after 2038 are dirty rows");
        }

        if (!isCreated && request.Parallelism > 1 && (existing!.Description.UniqueKeys.Length > 0 || existing.Description.Schema.PrimaryKey.Length > 0))
            notes.Add("the target has unique keys: two writers with rows of the same key wait for each other up to lock_timeout, then the run fails");
        return notes.ToImmutable();
    }

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

    private ValueTask<WriteServer> AskServerAsync(CancellationToken cancellationToken) => sessions.UseAsync(
        async s =>
        {
            string?[] row = (await s.QueryAsync("SELECT @@local_infile, @@read_only, @@max_allowed_packet", "asking the server about itself", cancellationToken)
                .ConfigureAwait(false))[0];
            bool isReadOnly = row[1] is not ("0" or "OFF");
            if (isReadOnly)
            {
                List<string?[]> grants = await s.QueryAsync("SHOW GRANTS", "asking for rights", cancellationToken).ConfigureAwait(false);
                isReadOnly = !MySqlRights.CanWriteAnyway([.. grants.Select(g => g[0]!)]);
            }

            return new WriteServer(s.Server, row[0] is "1" or "ON", isReadOnly, long.Parse(row[2]!, CultureInfo.InvariantCulture));
        },
        cancellationToken);
}
