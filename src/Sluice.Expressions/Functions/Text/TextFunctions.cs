namespace Sluice.Expressions;

/// <summary>The text functions: one entry each.</summary>
internal static class TextFunctions
{
    /// <summary>The table.</summary>
    public static IEnumerable<Function> All => [];
}
