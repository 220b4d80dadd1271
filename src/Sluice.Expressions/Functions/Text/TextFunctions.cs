using Sluice.Expressions.Functions.Patterns;
using Sluice.Expressions.Functions.Text;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>The text functions: one entry each.</summary>
internal static class TextFunctions
{
    /// <summary>The table.</summary>
    public static IEnumerable<Function> All =>
    [
        .. CaseFunctions.All, .. PieceFunctions.All, .. SearchFunctions.All, .. RewriteFunctions.All, .. JoinFunctions.All, .. EncodingFunctions.All,
        .. DigestFunctions.All, .. ClassFunctions.All, .. MatchFunctions.All, .. RegexFunctions.All,
    ];

    /// <summary>Text of any type as STRING; a bare NULL too, as Flink's newer functions take it.</summary>
    internal static ArgumentRule TextOrNull { get; } = ArgumentRule.Text with { CastTo = LogicalType.String, AllowsNull = true };

    /// <summary>The type of a piece of a text: CHAR(n) and VARCHAR(n) give VARCHAR(n).</summary>
    internal static LogicalType Varying(LogicalType text) => LogicalType.VarChar(text.Length);
}
