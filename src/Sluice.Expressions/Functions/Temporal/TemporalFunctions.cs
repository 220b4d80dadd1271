namespace Sluice.Expressions;

/// <summary>The temporal functions: one entry each.</summary>
internal static class TemporalFunctions
{
    /// <summary>The table.</summary>
    public static IEnumerable<Function> All => [];
}
