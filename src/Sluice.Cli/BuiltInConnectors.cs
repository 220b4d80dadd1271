using System.Collections.Immutable;
using Sluice.Connectors;
using Sluice.Connectors.Databases.MySql;
using Sluice.Connectors.Databases.Postgres;
using Sluice.Connectors.Databases.Sqlite;
using Sluice.Connectors.Files.Files;
using Sluice.Connectors.Streams.Console;
using Sluice.Connectors.Streams.Generator;
using Sluice.Formats.Csv;
using Sluice.Formats.JsonLines;
using Sluice.Formats.Parquet;

namespace Sluice.Cli;

/// <summary>The only list of connectors. The order decides who takes a path without a scheme: the first that recognizes it.</summary>
internal static class BuiltInConnectors
{
    public static ImmutableArray<IConnector> All { get; } =
    [
        new PostgresConnector(),
        new MySqlConnector(),
        new SqliteConnector(),
        new GeneratorConnector(),
        new ConsoleConnector(),
        // Takes every path that nobody above it took.
        new FilesConnector(new CsvFormat(), new JsonLinesFormat(), new ParquetFormat()),
    ];
}
