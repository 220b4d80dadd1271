namespace Sluice.Expressions.Functions.Json;

/// <summary>An object of a JSON document: names in the order of their first appearance, the last value of a repeated name.</summary>
internal sealed class JsonObject
{
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly List<KeyValuePair<string, object?>> _members = [];

    /// <summary>The members in order.</summary>
    internal IReadOnlyList<KeyValuePair<string, object?>> Members => _members;

    /// <summary>Sets a member.</summary>
    internal void Set(string name, object? value)
    {
        if (_index.TryGetValue(name, out int index))
        {
            _members[index] = new(name, value);
            return;
        }

        _index.Add(name, _members.Count);
        _members.Add(new(name, value));
    }

    /// <summary>The value of a member; false when there is none.</summary>
    internal bool TryGet(string name, out object? value)
    {
        bool found = _index.TryGetValue(name, out int index);
        value = found ? _members[index].Value : null;
        return found;
    }
}
