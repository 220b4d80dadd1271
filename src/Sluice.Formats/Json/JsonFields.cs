using System.Text;
using System.Text.Json;

namespace Sluice.Formats.Json;

/// <summary>Reads the keys of an object into columns, whatever order they come in; the order of the last object is tried first.</summary>
internal sealed class JsonFields
{
    private readonly string[] _names;
    private readonly byte[][] _utf8Names;
    private readonly JsonColumn?[] _columns;
    private readonly Dictionary<string, int> _byName;
    private readonly bool _ignoresUnknown;
    private readonly JsonFault _fault;
    private readonly bool[] _isSet;

    /// <summary>Fields by name; a null column is known but not read.</summary>
    public JsonFields(IReadOnlyList<string> names, IReadOnlyList<JsonColumn?> columns, bool ignoresUnknown, JsonFault fault)
    {
        (_names, _columns, _ignoresUnknown, _fault) = ([.. names], [.. columns], ignoresUnknown, fault);
        _utf8Names = [.. names.Select(Encoding.UTF8.GetBytes)];
        _byName = names.Select((n, i) => (n, i)).ToDictionary(p => p.n, p => p.i, StringComparer.Ordinal);
        _isSet = new bool[names.Count];
    }

    /// <summary>Reads the object whose first token the reader stands on. Every column gets one value or NULL.</summary>
    public bool Read(ref Utf8JsonReader reader)
    {
        Array.Clear(_isSet);
        int expected = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            int at = Find(ref reader, expected);
            if (at < 0)
            {
                if (!_ignoresUnknown)
                    return Unknown(reader.GetString()!);
                reader.Read();
                reader.Skip();
                continue;
            }

            expected = at + 1;
            if (_isSet[at])
                return _fault.Fail(JsonErrors.DuplicateKey, $"the key '{_names[at]}' is there twice", null);
            _isSet[at] = true;
            reader.Read();
            if (_columns[at] is not { } column)
                reader.Skip();
            else if (!column.Read(ref reader))
                return _fault.In("." + _names[at]);
        }

        return AppendMissing();
    }

    private bool AppendMissing()
    {
        for (int i = 0; i < _isSet.Length; i++)
        {
            if (!_isSet[i] && _columns[i] is { } column && !column.AppendNull())
                return _fault.In("." + _names[i]);
        }

        return true;
    }

    private bool Unknown(string name) => _fault.Fail(JsonErrors.UnknownKey, $"no column is called '{name}'", name);

    private int Find(ref Utf8JsonReader reader, int expected)
    {
        if (expected < _names.Length && reader.ValueTextEquals(_utf8Names[expected]))
            return expected;
        return _byName.GetValueOrDefault(reader.GetString()!, -1);
    }
}
