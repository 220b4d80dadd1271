using System.Reflection;
using Sluice.Connectors.Databases.Sqlite;
using Sluice.Connectors.Files.Files;
using Sluice.Connectors.Options;
using Sluice.Connectors.Streams.Console;
using Sluice.Connectors.Streams.Generator;
using Sluice.Engine;
using Sluice.Expressions;
using Sluice.Formats.Csv;
using Sluice.Jobs;
using Sluice.Plans;
using Sluice.Stores;
using Sluice.Types;

namespace Sluice.Cli;

/// <summary>
/// All error codes: the static fields of every <c>…Errors</c> class. Reflection, because this runs only for <c>sluice errors</c> and for
/// <c>docs/errors.md</c>, and a list by hand would lack the newest code.
/// </summary>
internal static class ErrorCodes
{
    private static readonly Type[] s_oneOfEachAssembly =
    [
        typeof(ErrorCode), typeof(EvalErrors), typeof(OptionErrors), typeof(PlanErrors), typeof(JobErrors), typeof(EngineErrors), typeof(CsvErrors),
        typeof(FileErrors), typeof(SqliteErrors), typeof(FilesErrors), typeof(GeneratorErrors), typeof(ConsoleErrors), typeof(CliErrors),
    ];

    /// <summary>All codes, by name.</summary>
    public static IReadOnlyList<ErrorCode> All =>
    [
        .. s_oneOfEachAssembly.SelectMany(type => type.Assembly.GetTypes())
            .Where(type => type.Name.EndsWith("Errors", StringComparison.Ordinal))
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(declared => declared.FieldType == typeof(ErrorCode))
            .Select(declared => (ErrorCode)declared.GetValue(null)!)
            .DistinctBy(code => code.Name)
            .OrderBy(code => code.Name, StringComparer.Ordinal),
    ];
}
