namespace Sluice.Expressions;

/// <summary>The json functions: one entry each.</summary>
internal static class JsonFunctions
{
    /// <summary>The table.</summary>
    public static IEnumerable<Function> All => [];
}
