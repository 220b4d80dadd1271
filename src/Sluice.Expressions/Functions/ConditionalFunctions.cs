namespace Sluice.Expressions;

/// <summary>The conditional functions: one entry each.</summary>
internal static class ConditionalFunctions
{
    /// <summary>The table.</summary>
    public static IEnumerable<Function> All => [];
}
