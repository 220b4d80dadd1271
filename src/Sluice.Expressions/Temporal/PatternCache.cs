namespace Sluice.Expressions;

/// <summary>The pattern used last by one call: patterns are nearly always the same from row to row.</summary>
/// <param name="compile">Compiles a pattern.</param>
internal sealed class PatternCache<T>(Func<string, PatternCache<T>.Entry> compile)
{
    private Entry? _last;

    /// <summary>The pattern compiled, or the reason why not.</summary>
    public Entry Get(string pattern)
    {
        // Written and read as one reference: threads may compile twice but never see half of it.
        Entry? last = _last;
        if (last is not null && string.Equals(last.Pattern, pattern, StringComparison.Ordinal))
            return last;
        last = compile(pattern);
        _last = last;
        return last;
    }

    /// <summary>A compiled pattern.</summary>
    /// <param name="Pattern">As written.</param>
    /// <param name="Value">Compiled; null when it is none.</param>
    /// <param name="Error">Why it cannot be used; null when it can.</param>
    internal sealed record Entry(string Pattern, T? Value, PatternError? Error);
}
