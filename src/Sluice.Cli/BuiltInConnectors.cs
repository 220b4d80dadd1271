using System.Collections.Immutable;
using Sluice.Connectors;
using Sluice.Connectors.Databases.Sqlite;
using Sluice.Connectors.Streams.Console;
using Sluice.Connectors.Streams.Generator;

namespace Sluice.Cli;

/// <summary>The only list of connectors. The order decides who takes a path without a scheme: the first that recognizes it.</summary>
internal static class BuiltInConnectors
{
    public static ImmutableArray<IConnector> All { get; } =
    [
        new SqliteConnector(),
        new GeneratorConnector(),
        new ConsoleConnector(),
    ];
}
