namespace Sluice.Expressions.Functions.Patterns;

/// <summary>
/// Remembers the last thing made from a text, for patterns that come from a column and rarely change. Safe for several threads: at worst
/// one makes it again.
/// </summary>
internal sealed class LastUsed<T>(Func<string, T> make)
    where T : class
{
    private Entry? _last;

    /// <summary>The thing made from <paramref name="key"/>.</summary>
    internal T Get(string key)
    {
        Entry? last = _last;
        if (last is null || last.Key != key)
            _last = last = new Entry(key, make(key));
        return last.Value;
    }

    private sealed record Entry(string Key, T Value);
}
