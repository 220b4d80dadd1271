using System.Text;
using System.Text.Json;
using Sluice.Formats.Csv;
using Sluice.Types;

namespace Sluice.Formats.JsonLines;

/// <summary>
/// Guesses the type of one key from its values: numbers as <see cref="CsvColumnGuess"/> does, strings as STRING unless all of them are ISO dates or date-times, objects
/// as ROW, arrays as ARRAY. What does not agree is STRING, which holds every JSON value as its text.
/// </summary>
internal sealed class JsonTypeGuess
{
    private readonly CsvColumnGuess _numbers = new();
    private readonly CsvColumnGuess _strings = new();
    private readonly List<string> _names = [];
    private readonly Dictionary<string, JsonTypeGuess> _fields = new(StringComparer.Ordinal);
    private JsonTypeGuess? _elements;
    private JsonValueKind _kind = JsonValueKind.Null;
    private bool _isMixed;

    /// <summary>The keys of the objects, in the order in which they were first seen.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The guess of a key.</summary>
    public JsonTypeGuess Field(string name) => _fields[name];

    /// <summary>Takes a value.</summary>
    public void Add(JsonElement value)
    {
        JsonValueKind kind = value.ValueKind == JsonValueKind.False ? JsonValueKind.True : value.ValueKind;
        if (kind == JsonValueKind.Null)
            return;
        _isMixed |= _kind != JsonValueKind.Null && _kind != kind;
        _kind = kind;
        switch (kind)
        {
            case JsonValueKind.Number:
                _numbers.Add(Encoding.UTF8.GetBytes(value.GetRawText()));
                break;
            case JsonValueKind.String:
                _strings.Add(Encoding.UTF8.GetBytes(value.GetString()!));
                break;
            case JsonValueKind.Array:
                _elements ??= new JsonTypeGuess();
                foreach (JsonElement element in value.EnumerateArray())
                    _elements.Add(element);
                break;
            case JsonValueKind.Object:
                AddFields(value);
                break;
        }
    }

    /// <summary>The type.</summary>
    public LogicalType Type => _isMixed ? LogicalType.String : _kind switch
    {
        JsonValueKind.True => LogicalType.Boolean,
        JsonValueKind.Number => _numbers.Type,
        JsonValueKind.String => _strings.Type is { IsDateTime: true } time ? time : LogicalType.String,
        JsonValueKind.Array => LogicalType.Array(_elements!.Type),
        JsonValueKind.Object when _names.Count > 0 => LogicalType.Row(_names.Select(n => new RowField(n, _fields[n].Type))),
        JsonValueKind.Object => LogicalType.Map(LogicalType.String.NotNull(), LogicalType.String),
        _ => LogicalType.String,
    };

    private void AddFields(JsonElement value)
    {
        foreach (JsonProperty property in value.EnumerateObject())
        {
            if (!_fields.TryGetValue(property.Name, out JsonTypeGuess? field))
            {
                _fields[property.Name] = field = new JsonTypeGuess();
                _names.Add(property.Name);
            }

            field.Add(property.Value);
        }
    }
}
