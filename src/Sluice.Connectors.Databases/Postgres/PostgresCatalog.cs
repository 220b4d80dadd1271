using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Sluice.Connectors.Catalog;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>The schemas, tables, columns and keys of a database. Only reads, takes no lock but what a SELECT on system tables takes.</summary>
internal sealed class PostgresCatalog(PostgresSessions sessions) : ICatalog
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<TableName, PostgresTable> _described = new();
    private string? _defaultSchema;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<TableName>> ListAsync(CancellationToken cancellationToken)
    {
        List<string?[]> rows = await sessions.UseAsync(
            s => s.QueryAsync(CatalogQueries.Tables, "listing tables", cancellationToken), cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(r => new TableName(r[0], r[1]!))];
    }

    /// <inheritdoc/>
    public async ValueTask<TableDescription?> DescribeAsync(TableName table, CancellationToken cancellationToken) =>
        (await FindAsync(table, ImmutableDictionary<string, LogicalType>.Empty, cancellationToken).ConfigureAwait(false))?.Description;

    /// <summary>Describes a table with what reading and writing need; null when there is none of that name.</summary>
    /// <param name="name">The name; a null schema means the default one.</param>
    /// <param name="types">Types that the job asks for in place of the type map's.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public ValueTask<PostgresTable?> FindAsync(
        TableName name, ImmutableDictionary<string, LogicalType> types, CancellationToken cancellationToken) =>
        sessions.UseAsync(s => FindAsync(s, name, types, cancellationToken), cancellationToken);

    /// <summary>The same for a table that is being planned: one that was described already with the type map's types is not asked for again.</summary>
    public ValueTask<PostgresTable?> FindPlannedAsync(
        TableName name, ImmutableDictionary<string, LogicalType> types, CancellationToken cancellationToken) =>
        types.IsEmpty && Described(name) is { } known ? ValueTask.FromResult<PostgresTable?>(known) : FindAsync(name, types, cancellationToken);

    /// <summary>A table as it was described last; null when it was not.</summary>
    public PostgresTable? Described(TableName name) => _described.GetValueOrDefault(name);

    /// <summary>The schema that an unqualified name is in.</summary>
    public ValueTask<string> DefaultSchemaAsync(CancellationToken cancellationToken) => _defaultSchema is not null
        ? ValueTask.FromResult(_defaultSchema)
        : sessions.UseAsync(s => DefaultSchemaAsync(s, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<ServerReport> CheckAsync(CancellationToken cancellationToken)
    {
        string?[] row = (await sessions.UseAsync(
            s => s.QueryAsync(CatalogQueries.Server, "asking the server about itself", cancellationToken), cancellationToken)
            .ConfigureAwait(false))[0];
        bool isPooled = await IsPooledAsync(cancellationToken).ConfigureAwait(false);
        return PostgresReport.Make(sessions.Address, row, isPooled);
    }

    /// <summary>
    /// A pooler in transaction mode answers two statements from two server processes, or gives another process id than the protocol did.
    /// </summary>
    private ValueTask<bool> IsPooledAsync(CancellationToken cancellationToken) => sessions.UseAsync(
        async s =>
        {
            List<string?[]> rows = await s.QueryAsync("SELECT pg_catalog.pg_backend_pid()", "asking for the session", cancellationToken)
                .ConfigureAwait(false);
            return !string.Equals(rows[0][0], s.ProcessId.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        },
        cancellationToken);

    private async ValueTask<string> DefaultSchemaAsync(PostgresSession session, CancellationToken cancellationToken)
    {
        if (_defaultSchema is not null)
            return _defaultSchema;
        List<string?[]> rows = await session.QueryAsync("SELECT pg_catalog.current_schema()", "asking for the default schema", cancellationToken)
            .ConfigureAwait(false);
        return _defaultSchema = rows[0][0] ?? "public";
    }

    private async ValueTask<PostgresTable?> FindAsync(
        PostgresSession session, TableName name, ImmutableDictionary<string, LogicalType> types, CancellationToken cancellationToken)
    {
        string schema = name.Schema is null ? "pg_catalog.current_schema()" : PostgresDialect.Literal(name.Schema);
        List<string?[]> found = await session.QueryAsync(
            CatalogQueries.Table(schema, PostgresDialect.Literal(name.Name)), $"describing table {name}", cancellationToken).ConfigureAwait(false);
        if (found.Count == 0)
            return null;
        string?[] row = found[0];
        string oid = row[2]!;
        List<string?[]> columns = await session.QueryAsync(CatalogQueries.Columns(oid), $"describing table {name}", cancellationToken)
            .ConfigureAwait(false);
        List<string?[]> keys = await session.QueryAsync(CatalogQueries.Keys(oid), $"describing table {name}", cancellationToken)
            .ConfigureAwait(false);
        List<string?[]> parts = await session.QueryAsync(CatalogQueries.Parts(oid), $"describing table {name}", cancellationToken)
            .ConfigureAwait(false);
        PostgresTable table = Build(new TableName(row[0], name.Name), row, [.. columns.Select(ReadColumn)], keys, parts, types);
        return _described[table.Description.Name] = table;
    }

    private PostgresTable Build(
        TableName name, string?[] row, ImmutableArray<PostgresColumn> columns, List<string?[]> keys, List<string?[]> parts,
        ImmutableDictionary<string, LogicalType> types)
    {
        ImmutableArray<ImmutableArray<string>> unique = [.. keys.Where(k => k[0] == "f").Select(k => ReadNames(k[1]))];
        string?[]? primary = keys.Find(k => k[0] == "t");
        long rows = Number(row[3]);
        ImmutableArray<PostgresPart> pieces =
            [.. parts.Select(p => new PostgresPart(new TableName(p[0], p[1]!), p[2]![0], Number(p[3]), p[4] == "t"))];
        char kind = row[1]![0];
        bool isSecured = row[6] == "t";
        var description = new TableDescription
        {
            Name = name,
            Identity = $"{row[7]}/{row[2]}",
            Schema = new TableSchema([.. columns.Select(c => ToColumn(name, c, types))])
            {
                PrimaryKey = primary is null ? [] : ReadNames(primary[1]),
            },
            UniqueKeys = unique,
            EstimatedRows = rows >= 0 && kind is not 'v' and not 'f' ? rows : null,
            EstimatedBytes = row[4] is null ? (pieces.Length > 0 && kind == 'p' ? pieces.Sum(p => p.Bytes) : null) : Number(row[4]),
            Kind = kind switch { 'p' => "partitioned table", 'v' => "view", 'm' => "materialized view", 'f' => "foreign table", _ => "table" },
            Comment = row[5],
            UnreadableColumns = columns.Where(c => !c.CanSelect).ToImmutableDictionary(c => c.Name, _ => "the user has no SELECT right on it"),
            Unreadable = columns.Length > 0 && columns.All(c => !c.CanSelect) ? MayNotRead(name) : null,
            Notes = Notes(columns, isSecured),
        };
        return new PostgresTable
        {
            Description = description,
            Oid = uint.Parse(row[2]!, CultureInfo.InvariantCulture),
            Kind = kind,
            Columns = columns,
            Parts = pieces,
            IsRowSecurityActive = isSecured,
            IsUtf8 = string.Equals(row[8], "UTF8", StringComparison.Ordinal),
        };
    }

    private Problem MayNotRead(TableName table)
    {
        string user = sessions.Address.User ?? Environment.UserName;
        return new Problem(PostgresErrors.MissingRight, $"user '{user}' may not read table '{table}'")
        {
            Where = sessions.Address.Display,
            Fix = $"grant it: GRANT SELECT ON {PostgresDialect.Quote(table)} TO {PostgresDialect.Quote(user)}",
        };
    }

    private static Column ToColumn(TableName table, PostgresColumn column, ImmutableDictionary<string, LogicalType> types)
    {
        PostgresMapping mapping = MappingOf(table, column, types);
        return new Column(column.Name, mapping.Type.WithNullability(!column.IsNotNull))
        {
            Tag = mapping.Tag,
            NativeType = column.NativeType,
            Comment = column.Comment,
        };
    }

    /// <summary>What a column is in this job.</summary>
    /// <exception cref="SluiceException">The job asks for a type that the column cannot have.</exception>
    public static PostgresMapping MappingOf(TableName table, PostgresColumn column, ImmutableDictionary<string, LogicalType> types)
    {
        if (!types.TryGetValue(column.Name, out LogicalType? wanted))
            return PostgresTypeMap.Map(column);
        return PostgresTypeMap.Override(column, wanted) ?? throw new SluiceException(
            PostgresErrors.UnsupportedType,
            $"column '{column.Name}' of type {column.NativeType} cannot be read as {wanted}",
            $"table {table}",
            $"read it as {PostgresTypeMap.Map(column).Type} or STRING, and CAST it in `select`");
    }

    private static ImmutableArray<string> Notes(ImmutableArray<PostgresColumn> columns, bool isSecured)
    {
        ImmutableArray<string>.Builder notes = ImmutableArray.CreateBuilder<string>();
        foreach (PostgresColumn column in columns)
        {
            if (PostgresTypeMap.Map(column).Form == ReadForm.Text)
                notes.Add($"column '{column.Name}' of type {column.NativeType} travels as the server's own text");
        }

        if (isSecured)
            notes.Add("row security is active: rows that its policies hide from this user are not read");
        return notes.ToImmutable();
    }

    private static PostgresColumn ReadColumn(string?[] row) => new()
    {
        Name = row[0]!,
        NativeType = row[1]!,
        TypeOid = uint.Parse(row[2]!, CultureInfo.InvariantCulture),
        TypeModifier = int.Parse(row[3]!, CultureInfo.InvariantCulture),
        TypeName = row[4]!,
        TypeSchema = row[5]!,
        TypeKind = row[6]![0],
        ElementOid = uint.Parse(row[7]!, CultureInfo.InvariantCulture),
        ElementKind = row[8]![0],
        IsArray = row[9] == "t",
        Dimensions = int.Parse(row[10]!, CultureInfo.InvariantCulture),
        IsNotNull = row[11] == "t",
        IsGenerated = row[12] == "t",
        IsIdentity = row[13] == "t",
        HasDefault = row[14] == "t",
        IsDeterministic = row[15] == "t",
        IsOrderedByCodePoint = row[16] == "t",
        CanSelect = row[17] == "t",
        Comment = row[18],
        EnumLabels = row[19] is null ? [] : ReadNames(row[19]),
        Collation = row[20]!,
    };

    private static ImmutableArray<string> ReadNames(string? json)
    {
        using JsonDocument document = JsonDocument.Parse(json ?? "[]");
        return [.. document.RootElement.EnumerateArray().Select(e => e.GetString()!)];
    }

    private static long Number(string? text) => long.Parse(text ?? "0", CultureInfo.InvariantCulture);
}
