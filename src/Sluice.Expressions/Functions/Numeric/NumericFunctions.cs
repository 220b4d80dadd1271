namespace Sluice.Expressions;

/// <summary>The numeric functions: one entry each.</summary>
internal static class NumericFunctions
{
    /// <summary>The table.</summary>
    public static IEnumerable<Function> All => [];
}
