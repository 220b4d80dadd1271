namespace Sluice.Expressions.Functions.Json;

/// <summary>
/// A path of the JSON functions, with the meaning of Jayway's JsonPath, which Flink uses: without <c>lax</c> before it a step that leads
/// nowhere is an error. Immutable.
/// </summary>
internal sealed class JsonPath
{
    private readonly IReadOnlyList<JsonPathToken> _tokens;
    private readonly bool[] _upstreamDefinite;

    private JsonPath(bool isLax, IReadOnlyList<JsonPathToken> tokens)
    {
        IsLax = isLax;
        _tokens = tokens;
        _upstreamDefinite = new bool[tokens.Count + 1];
        _upstreamDefinite[0] = true;
        for (int i = 0; i < tokens.Count; i++)
            _upstreamDefinite[i + 1] = _upstreamDefinite[i] && tokens[i].IsDefinite;
    }

    /// <summary>Whether <c>lax</c> stands before it: what leads nowhere is nothing, no error.</summary>
    internal bool IsLax { get; }

    private bool IsDefinite => _upstreamDefinite[^1];

    /// <summary>Reads a path with its mode.</summary>
    /// <exception cref="JsonPathException">It is no path, or uses what is not built.</exception>
    internal static JsonPath Parse(string text)
    {
        string trimmed = text.TrimStart(' ', '\t', '\n', '\v', '\f', '\r');
        bool isLax = StartsWithWord(trimmed, "lax");
        string path = isLax ? trimmed[3..] : StartsWithWord(trimmed, "strict") ? trimmed[6..] : text;
        return new JsonPath(isLax, new JsonPathParser(path).Parse());
    }

    /// <summary>A path without mode, as a filter has it: steps relative to <c>@</c> or <c>$</c>.</summary>
    internal static JsonPath Of(IReadOnlyList<JsonPathToken> tokens) => new(isLax: true, tokens);

    /// <summary>What the path leads to: null when that is JSON's null or, if lax, nothing.</summary>
    /// <exception cref="JsonPathException">It leads nowhere and is not lax.</exception>
    internal object? Read(object? document)
    {
        var results = new List<object?>();
        try
        {
            Walk(0, document, document, results);
        }
        catch (JsonPathException e) when (IsLax && !e.IsUnsupported)
        {
            results.Clear();
        }

        if (!IsDefinite)
            return results;
        if (results.Count > 0)
            return results[^1];
        return IsLax ? null : throw new JsonPathException("the path leads to nothing");
    }

    /// <summary>As <see cref="Read"/>; false when the path leads nowhere.</summary>
    internal bool TryRead(object? document, out object? value)
    {
        var results = new List<object?>();
        Walk(0, document, document, results);
        value = !IsDefinite ? results : results.Count > 0 ? results[^1] : null;
        return results.Count > 0 || !IsDefinite;
    }

    private static bool StartsWithWord(string text, string word) =>
        text.StartsWith(word, StringComparison.OrdinalIgnoreCase) && text.Length > word.Length + 1 && text[word.Length] is ' ' or '\t' or '\n' or '\r';

    private void Walk(int at, object? model, object? root, List<object?> results)
    {
        if (at == _tokens.Count)
        {
            results.Add(model);
            return;
        }

        switch (_tokens[at])
        {
            case JsonPathToken.Property property:
                WalkProperty(property, at, model, root, results);
                break;
            case JsonPathToken.Index index when IsArray(model, at):
                foreach (int position in index.Positions)
                    WalkItem((List<object?>)model!, position, at, root, results);
                break;
            case JsonPathToken.Slice slice when IsArray(model, at):
                WalkSlice(slice, (List<object?>)model!, at, root, results);
                break;
            case JsonPathToken.Wildcard:
                WalkAll(model, at, root, results);
                break;
            case JsonPathToken.Scan:
                Scan(at + 1, model, root, results);
                break;
            case JsonPathToken.Filter filter:
                WalkFilter(filter, at, model, root, results);
                break;
            case JsonPathToken.Length:
                Walk(at + 1, LengthOf(model), root, results);
                break;
        }
    }

    private static JsonNumber? LengthOf(object? model)
    {
        int? length = model switch { List<object?> items => items.Count, JsonObject members => members.Members.Count, _ => null };
        return length is { } count ? JsonNumber.Read(count.ToString(System.Globalization.CultureInfo.InvariantCulture)) : null;
    }

    private void WalkProperty(JsonPathToken.Property property, int at, object? model, object? root, List<object?> results)
    {
        if (model is not JsonObject members)
        {
            if (!_upstreamDefinite[at] || IsLax)
                return;
            throw new JsonPathException($"the path expects an object with '{property.Names[0]}'");
        }

        if (property.Names.Count > 1 && property.IsLast)
        {
            var merged = new JsonObject();
            foreach (string name in property.Names)
            {
                if (members.TryGet(name, out object? value))
                    merged.Set(name, value);
            }

            results.Add(merged);
            return;
        }

        foreach (string name in property.Names)
        {
            if (members.TryGet(name, out object? value))
                Walk(at + 1, value, root, results);
            else if (at + 1 < _tokens.Count && _upstreamDefinite[at + 1] && !IsLax)
                throw new JsonPathException($"the path misses the property '{name}'");
        }
    }

    private bool IsArray(object? model, int at)
    {
        if (model is List<object?>)
            return true;
        return !_upstreamDefinite[at] || IsLax ? false : throw new JsonPathException("the path expects an array");
    }

    private void WalkItem(List<object?> items, int position, int at, object? root, List<object?> results)
    {
        if (position < 0)
            position += items.Count;
        if (position >= 0 && position < items.Count)
            Walk(at + 1, items[position], root, results);
    }

    private void WalkSlice(JsonPathToken.Slice slice, List<object?> items, int at, object? root, List<object?> results)
    {
        int from = slice.From ?? 0;
        if (slice.To is null && from < 0)
            from = Math.Max(0, items.Count + from);
        int to = slice.To ?? items.Count;
        if (slice.From is null && to < 0)
            to += items.Count;
        to = Math.Min(items.Count, to);
        for (int i = from; i < to; i++)
            WalkItem(items, i, at, root, results);
    }

    // Where a wildcard stands, a way that leads nowhere is left out, whatever the mode.
    private void WalkAll(object? model, int at, object? root, List<object?> results)
    {
        IEnumerable<object?> children = model switch
        {
            JsonObject members => members.Members.Select(member => member.Value),
            List<object?> items => items,
            _ => [],
        };
        foreach (object? child in children)
        {
            try
            {
                Walk(at + 1, child, root, results);
            }
            catch (JsonPathException e) when (!e.IsUnsupported)
            {
            }
        }
    }

    private void Scan(int at, object? model, object? root, List<object?> results)
    {
        JsonPathToken token = _tokens[at];
        if (model is List<object?> items)
        {
            if (MatchesScan(token, model, root))
            {
                if (at + 1 == _tokens.Count)
                {
                    Walk(at, model, root, results);
                }
                else
                {
                    foreach (object? item in items)
                        Walk(at + 1, item, root, results);
                }
            }

            foreach (object? item in items)
                Scan(at, item, root, results);
        }
        else if (model is JsonObject members)
        {
            if (MatchesScan(token, model, root))
                Walk(at, model, root, results);
            foreach ((_, object? child) in members.Members)
                Scan(at, child, root, results);
        }
    }

    private static bool MatchesScan(JsonPathToken token, object? model, object? root) => token switch
    {
        JsonPathToken.Property property => model is JsonObject members && (!property.IsDefinite || property.Names.All(name => members.TryGet(name, out _))),
        JsonPathToken.Index or JsonPathToken.Slice => model is List<object?>,
        JsonPathToken.Wildcard => true,
        JsonPathToken.Filter filter => filter.Condition.Accepts(model, root),
        _ => false,
    };

    private void WalkFilter(JsonPathToken.Filter filter, int at, object? model, object? root, List<object?> results)
    {
        if (model is JsonObject)
        {
            if (filter.Condition.Accepts(model, root))
                Walk(at + 1, model, root, results);
        }
        else if (model is List<object?> items)
        {
            foreach (object? item in items)
            {
                if (filter.Condition.Accepts(item, root))
                    Walk(at + 1, item, root, results);
            }
        }
        else if (_upstreamDefinite[at])
        {
            throw new JsonPathException("a filter cannot be applied to a single value");
        }
    }
}
