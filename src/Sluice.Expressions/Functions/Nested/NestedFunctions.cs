namespace Sluice.Expressions;

/// <summary>The nested functions: one entry each.</summary>
internal static class NestedFunctions
{
    /// <summary>The table.</summary>
    public static IEnumerable<Function> All => [];
}
