namespace Sluice.Expressions.Functions.Patterns;

/// <summary>Leaves the regular-expression parser; never leaves <see cref="JavaRegex.TryCompile"/>.</summary>
internal sealed class RegexSyntaxException(string message, bool isUnsupported) : Exception(message)
{
    /// <summary>The pattern is (or may be) right, but uses what is not built here.</summary>
    internal bool IsUnsupported { get; } = isUnsupported;
}
