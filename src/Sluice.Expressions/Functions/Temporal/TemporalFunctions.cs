namespace Sluice.Expressions;

/// <summary>The temporal functions: one entry each. <c>FLOOR</c> and <c>CEIL</c> with a unit are bound by <see cref="TemporalRounding"/>.</summary>
internal static class TemporalFunctions
{
    private static readonly ArgumentRule s_count = new("an integer", type => type.IsInteger);

    /// <summary>The table.</summary>
    public static IEnumerable<Function> All =>
    [
        .. ExtractFunctions.All,
        .. FormatFunctions.All,
        .. ParseFunctions.All,
        .. NowFunctions.All,
        OverlapsFunction.Entry,
        new("TIMESTAMPADD", "TIMESTAMPADD(unit, count, value)", "A date or time moved by so many units.",
            [s_count, ArgumentRule.DateTime], TimestampAdd.Bind),
        new("TIMESTAMPDIFF", "TIMESTAMPDIFF(unit, start, end)", "The whole units from one date or time to another.",
            [ArgumentRule.DateTime, ArgumentRule.DateTime], TimestampDifference.Bind),
    ];
}
