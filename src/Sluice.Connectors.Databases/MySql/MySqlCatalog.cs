using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Sluice.Connectors.Catalog;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>The databases, tables, columns and keys of a server. Only reads, takes no lock but what a SELECT on information_schema takes.</summary>
internal sealed class MySqlCatalog(MySqlSessions sessions) : ICatalog
{
    private readonly ConcurrentDictionary<TableName, MySqlTable> _described = new();

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<TableName>> ListAsync(CancellationToken cancellationToken)
    {
        List<string?[]> rows = await sessions.QueryAsync(CatalogQueries.Tables, "listing tables", cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(r => new TableName(r[0], r[1]!)).OrderBy(t => t.Schema, StringComparer.Ordinal).ThenBy(t => t.Name, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async ValueTask<TableDescription?> DescribeAsync(TableName table, CancellationToken cancellationToken) =>
        (await FindAsync(table, ImmutableDictionary<string, LogicalType>.Empty, cancellationToken).ConfigureAwait(false))?.Description;

    /// <summary>Describes a table with what reading and writing need; null when there is none of that name.</summary>
    /// <param name="name">The name; a null schema means the address's database.</param>
    /// <param name="types">Types that the job asks for in place of the type map's.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public ValueTask<MySqlTable?> FindAsync(TableName name, ImmutableDictionary<string, LogicalType> types, CancellationToken cancellationToken) =>
        sessions.UseAsync(s => FindAsync(s, new TableName(name.Schema ?? DefaultSchema(), name.Name), types, cancellationToken), cancellationToken);

    /// <summary>A table as it was described last; null when it was not.</summary>
    public MySqlTable? Described(TableName name) => _described.GetValueOrDefault(name);

    /// <summary>The database that an unqualified name is in.</summary>
    /// <exception cref="SluiceException">The address names none.</exception>
    public string DefaultSchema() => sessions.Address.Database ?? throw new SluiceException(
        MySqlErrors.UnknownDatabase, "the address names no database and the table no schema", sessions.Address.Display,
        "write the database in the address, or the table as database.table");

    /// <inheritdoc/>
    public ValueTask<ServerReport> CheckAsync(CancellationToken cancellationToken) => sessions.UseAsync(
        async s =>
        {
            List<string?[]> server = await s.QueryAsync(CatalogQueries.Server, "asking the server about itself", cancellationToken).ConfigureAwait(false);
            List<string?[]> grants = await s.QueryAsync("SHOW GRANTS", "asking for rights", cancellationToken).ConfigureAwait(false);
            return MySqlReport.Make(sessions.Address, s, server[0], [.. grants.Select(g => g[0]!)]);
        },
        cancellationToken);

    /// <summary>What a column is in this job.</summary>
    /// <exception cref="SluiceException">The job asks for a type that the column cannot have, or its type is not known.</exception>
    public static MySqlMapping MappingOf(TableName table, MySqlColumn column, ImmutableDictionary<string, LogicalType> types)
    {
        if (MySqlTypeMap.Map(column) is not { } own)
        {
            throw new SluiceException(MySqlErrors.UnsupportedType, $"column '{column.Name}' has the type {column.NativeType}, which is not known",
                $"table {table}", "leave the column out with null in `select`");
        }

        if (!types.TryGetValue(column.Name, out LogicalType? wanted))
            return own;
        return MySqlTypeMap.Override(column, wanted) ?? throw new SluiceException(
            MySqlErrors.UnsupportedType,
            $"column '{column.Name}' of type {column.NativeType} cannot be read as {wanted}",
            $"table {table}",
            $"read it as {own.Type}, and CAST it in `select`");
    }

    private async ValueTask<MySqlTable?> FindAsync(
        MySqlSession session, TableName name, ImmutableDictionary<string, LogicalType> types, CancellationToken cancellationToken)
    {
        string doing = $"describing table {name}";
        (string schema, string table) = (MySqlDialect.Literal(name.Schema!), MySqlDialect.Literal(name.Name));
        List<string?[]> found = await session.QueryAsync(CatalogQueries.Table(schema, table), doing, cancellationToken).ConfigureAwait(false);
        if (found.Find(r => r[0] == name.Name && r[9] == name.Schema) is not { } row)
            return null;
        List<string?[]> columns = await session.QueryAsync(CatalogQueries.Columns(schema, table), doing, cancellationToken).ConfigureAwait(false);
        List<string?[]> indexes = await session.QueryAsync(CatalogQueries.Indexes(schema, table), doing, cancellationToken).ConfigureAwait(false);
        List<string?[]> checks = session.Server.IsMariaDb
            ? await session.QueryAsync(CatalogQueries.JsonChecks(schema, table), doing, cancellationToken).ConfigureAwait(false)
            : [];
        var json = checks.Select(c => c[0]!).ToHashSet(StringComparer.Ordinal);
        MySqlTable built = Build(name, row, [.. columns.Select(c => ReadColumn(c, json, session.Server.IsMariaDb))], indexes, types);
        return _described[built.Description.Name] = built;
    }

    private static MySqlTable Build(
        TableName name, string?[] row, ImmutableArray<MySqlColumn> columns, List<string?[]> indexes, ImmutableDictionary<string, LogicalType> types)
    {
        var keys = indexes.Where(i => i[1] == "0").GroupBy(i => i[0]!)
            .Where(g => g.All(i => i[2] is not null && i[3] is null))
            .Select(g => (Name: g.Key, Columns: g.Select(i => i[2]!).ToImmutableArray())).ToList();
        bool isView = row[1]!.Contains("VIEW", StringComparison.Ordinal);
        var description = new TableDescription
        {
            Name = name,
            Identity = $"{row[8]}/{name}/{row[6]}",
            Schema = new TableSchema([.. columns.Select(c => ToColumn(name, c, types))])
            {
                PrimaryKey = keys.Find(k => k.Name == "PRIMARY").Columns is { IsDefault: false } primary ? primary : [],
            },
            UniqueKeys = [.. keys.Where(k => k.Name != "PRIMARY").Select(k => k.Columns)],
            EstimatedRows = isView || row[3] is null ? null : Number(row[3]),
            EstimatedBytes = isView || row[4] is null ? null : Number(row[4]),
            Kind = isView ? "view" : "table",
            Comment = isView || row[5] is not { Length: > 0 } ? null : row[5],
            UnreadableColumns = columns.Where(c => !c.CanSelect || MySqlTypeMap.Map(c) is null).ToImmutableDictionary(
                c => c.Name, c => c.CanSelect ? $"its type {c.NativeType} is not known" : "the user has no SELECT right on it"),
            Notes = [.. columns.Where(c => MySqlTypeMap.Map(c) is { Tag: MySqlTypeMap.DecimalTag })
                .Select(c => $"column '{c.Name}' of type {c.NativeType} travels as the server's own text")],
        };
        return new MySqlTable
        {
            Description = description,
            Columns = columns,
            Engine = row[2],
            IsTransactional = string.Equals(row[7], "YES", StringComparison.OrdinalIgnoreCase),
            IsView = isView,
            IsVersioned = row[1]!.Contains("VERSIONED", StringComparison.Ordinal),
            UniqueIndexes = [.. indexes.Where(i => i[1] == "0").Select(i => i[0]!).Distinct(StringComparer.Ordinal)],
            Keys = [.. keys.OrderByDescending(k => k.Name == "PRIMARY").Select(k => new MySqlKey(k.Name, k.Columns))],
            IndexedFirst = [.. indexes.GroupBy(i => i[0]!).Select(g => g.First()).Where(i => i[2] is not null && i[3] is null).Select(i => i[2]!)],
        };
    }

    private static Column ToColumn(TableName table, MySqlColumn column, ImmutableDictionary<string, LogicalType> types)
    {
        MySqlMapping mapping = MySqlTypeMap.Map(column) is null ? new MySqlMapping(LogicalType.String) : MappingOf(table, column, types);
        return new Column(column.Name, mapping.Type.WithNullability(!column.IsNotNull))
        {
            Tag = mapping.Tag,
            NativeType = column.NativeType,
            Comment = column.Comment,
        };
    }

    private static MySqlColumn ReadColumn(string?[] row, HashSet<string> jsonChecks, bool isMariaDb)
    {
        string extra = row[9] ?? "";
        bool isNullable = row[7] == "YES";
        return new MySqlColumn
        {
            Name = row[0]!,
            NativeType = row[1]!,
            TypeName = row[2]!.ToLowerInvariant(),
            Length = Math.Min(Number(row[3]), int.MaxValue),
            Precision = (int)Number(row[4]),
            Scale = (int)Number(row[5]),
            Fraction = (int)Number(row[6]),
            IsNotNull = !isNullable,
            // MariaDB writes NULL for no default and the word for the default NULL; MySQL writes NULL for both.
            HasDefault = isNullable || row[8] is not null || extra.Contains("auto_increment", StringComparison.OrdinalIgnoreCase)
                || extra.Contains("DEFAULT_GENERATED", StringComparison.OrdinalIgnoreCase),
            IsGenerated = extra.Contains("VIRTUAL GENERATED", StringComparison.OrdinalIgnoreCase)
                || extra.Contains("STORED GENERATED", StringComparison.OrdinalIgnoreCase) || extra.Contains("PERSISTENT", StringComparison.OrdinalIgnoreCase),
            Charset = row[10],
            Collation = row[11],
            IsCheckedJson = isMariaDb && jsonChecks.Contains($"json_valid({MySqlDialect.Quote(row[0]!)})"),
            CanSelect = row[13] is null || row[13]!.Contains("select", StringComparison.OrdinalIgnoreCase),
            CanInsert = row[13] is null || row[13]!.Contains("insert", StringComparison.OrdinalIgnoreCase),
            Comment = row[12] is { Length: > 0 } comment ? comment : null,
        };
    }

    private static long Number(string? text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal value) ? (long)Math.Min(value, long.MaxValue) : 0;
}
