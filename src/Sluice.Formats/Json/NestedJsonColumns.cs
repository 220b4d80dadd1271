using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.Types;

namespace Sluice.Formats.Json;

/// <summary>ARRAY from JSON arrays.</summary>
internal sealed class ArrayJsonColumn(ListColumnBuilder builder, JsonReadOptions options, JsonFault fault) : JsonColumn(builder, fault)
{
    private readonly JsonColumn _element = Create(builder.Elements, null, options, fault);

    protected override bool ReadValue(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return Refuse(ref reader);
        int index = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!_element.Read(ref reader))
                return Fault.In(string.Create(CultureInfo.InvariantCulture, $"[{index}]"));
            index++;
        }

        builder.CloseList();
        return true;
    }
}

/// <summary>MAP from JSON objects; keys that are not text are read from the text of the name.</summary>
internal sealed class MapJsonColumn : JsonColumn
{
    private readonly ListColumnBuilder _builder;
    private readonly RowColumnBuilder _pairs;
    private readonly JsonColumn _value;
    private readonly ScalarJsonColumn? _key;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public MapJsonColumn(ListColumnBuilder builder, JsonReadOptions options, JsonFault fault)
        : base(builder, fault)
    {
        _builder = builder;
        _pairs = (RowColumnBuilder)builder.Elements;
        _value = Create(_pairs.Fields[1], null, options, fault);
        _key = builder.Type.Key.IsCharacter ? null : new ScalarJsonColumn(_pairs.Fields[0], options, fault);
    }

    protected override bool ReadValue(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return Refuse(ref reader);
        _names.Clear();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            if (!_names.Add(name))
                return Fault.Fail(JsonErrors.DuplicateKey, $"the key '{name}' is there twice", null);
            if (!AppendKey(name))
                return Fault.Fail(Text.TextErrors.BadValue, $"the key '{name}' is not a value of type {_builder.Type.Key}", name);
            if (!reader.Read() || !_value.Read(ref reader))
                return Fault.In("." + name);
            _pairs.CloseRow();
        }

        _builder.CloseList();
        return true;
    }

    private bool AppendKey(string name)
    {
        if (_key is not null)
            return _key.Append(Encoding.UTF8.GetBytes(name), isString: true);
        ((BytesColumnBuilder)_pairs.Fields[0]).Append(name.AsSpan());
        return true;
    }
}

/// <summary>ROW from JSON objects; a field without a key is NULL.</summary>
internal sealed class RowJsonColumn : JsonColumn
{
    private readonly RowColumnBuilder _builder;
    private readonly JsonFields _fields;

    public RowJsonColumn(RowColumnBuilder builder, JsonReadOptions options, JsonFault fault)
        : base(builder, fault)
    {
        _builder = builder;
        _fields = new JsonFields(
            [.. builder.Type.Fields.Select(f => f.Name)], [.. builder.Fields.Select(f => (JsonColumn?)Create(f, null, options, fault))], options.IgnoresUnknownKeys, fault);
    }

    protected override bool ReadValue(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return Refuse(ref reader);
        if (!_fields.Read(ref reader))
            return false;
        _builder.CloseRow();
        return true;
    }
}
