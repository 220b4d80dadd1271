using Sluice.Connectors.Databases.Sqlite;
using Sluice.Connectors.Options;
using Sluice.Connectors.Streams.Generator;
using Sluice.Engine;
using Sluice.Expressions;
using Sluice.Jobs;
using Sluice.Plans;
using Sluice.Types;

namespace Sluice.Cli;

/// <summary>The only list of all error codes, an area a line; a test holds it to what is declared.</summary>
internal static class ErrorCodes
{
    public static IReadOnlyList<ErrorCode> All =>
    [
        .. JobErrors.All,
        .. OptionErrors.All,
        .. PlanErrors.All,
        .. ExpressionErrors.All,
        .. EvalErrors.All,
        .. ZoneErrors.All,
        .. EngineErrors.All,
        .. SqliteErrors.All,
        .. GeneratorErrors.All,
        .. CliErrors.All,
    ];
}
