namespace Sluice.Expressions;

/// <summary>The session functions: one entry each.</summary>
internal static class SessionFunctions
{
    /// <summary>The table.</summary>
    public static IEnumerable<Function> All => [];
}
