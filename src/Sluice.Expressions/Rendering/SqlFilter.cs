namespace Sluice.Expressions;

/// <summary>A conjunct as SQL.</summary>
/// <param name="Fidelity">How faithful.</param>
/// <param name="Text">The text; null when there is none.</param>
/// <param name="Reason">Why it is not exact; null when it is.</param>
public sealed record SqlFilter(SqlFidelity Fidelity, string? Text, string? Reason)
{
    /// <summary>No text, with the reason.</summary>
    public static SqlFilter None(string reason) => new(SqlFidelity.None, null, reason);

    /// <summary>An exact text.</summary>
    public static SqlFilter Exact(string text) => new(SqlFidelity.Exact, text, null);

    /// <summary>A text that keeps at least the right rows, with the reason why it may keep more.</summary>
    public static SqlFilter Partial(string text, string reason) => new(SqlFidelity.Partial, text, reason);
}
