using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>Why a row was not written.</summary>
/// <param name="Code">The code.</param>
/// <param name="Reason">The reason, with the server's SQLSTATE where it is the server's.</param>
/// <param name="Column">The column at fault; null when the row as a whole is.</param>
internal sealed partial record RefusalOf(ErrorCode Code, string Reason, string? Column)
{
    /// <summary>The server's refusal of one row.</summary>
    public static RefusalOf Server(ServerMessage error) => new(
        PostgresErrors.RowRefused,
        $"{error.SqlState}: {error.Text}" + (error.Detail is null ? "" : $" ({error.Detail})"),
        error.Column ?? (ContextPattern().Match(error.Context ?? "") is { Success: true } match && match.Groups[2].Success ? match.Groups[2].Value : null));

    /// <summary>The row's number in the COPY, from 1; null when the server does not say.</summary>
    public static int? Line(ServerMessage error) =>
        ContextPattern().Match(error.Context ?? "") is { Success: true } match
            && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int line)
                ? line
                : null;

    [GeneratedRegex(@"^COPY .*?, line (\d+)(?:, column ([^:\n]+))?(?::|$)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex ContextPattern();
}
