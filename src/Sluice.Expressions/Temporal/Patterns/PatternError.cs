namespace Sluice.Expressions;

/// <summary>Why a pattern cannot be used.</summary>
/// <param name="What">A lower-case clause.</param>
/// <param name="IsUnsupported">Java takes it; we do not.</param>
internal sealed record PatternError(string What, bool IsUnsupported = false);
