using System.Text.Json;
using Sluice.Formats.Json;
using Sluice.Types;

namespace Sluice.Formats.Csv;

/// <summary>ARRAY, MAP and ROW: JSON text.</summary>
internal sealed class NestedCsvColumn : PlainCsvColumn
{
    private readonly ColumnBuilder _builder;
    private readonly JsonFault _fault = new();
    private readonly JsonColumn _json;

    public NestedCsvColumn(int ordinal, int field, bool isLastField, ColumnBuilder builder, JsonReadOptions options)
        : base(ordinal, field, isLastField, builder)
    {
        _builder = builder;
        _json = JsonColumn.Create(builder, null, options, _fault);
    }

    protected override unsafe bool TryAppend(ReadOnlySpan<byte> text)
    {
        int count = _builder.Count;
        bool isGood = false;
        fixed (byte* start = text)
        {
            _fault.Text = start;
            var reader = new Utf8JsonReader(text);
            try
            {
                isGood = reader.Read() && _json.Read(ref reader) && !reader.Read();
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                isGood = false;
            }
        }

        if (!isGood)
            DropPartOf(count);
        return isGood;
    }

    /// <summary>Takes back what a failed read left: a whole value, or elements without their list.</summary>
    private void DropPartOf(int count)
    {
        if (_builder.Count == count)
            _builder.AppendNull();
        _builder.Truncate(count);
    }
}
