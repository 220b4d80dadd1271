using Apache.Arrow;
using Sluice.Formats.Json;
using Sluice.Types;

namespace Sluice.Formats.Csv;

/// <summary>Writes ARRAY, MAP and ROW as JSON text.</summary>
internal sealed unsafe class NestedFieldWriter : CsvFieldWriter
{
    private readonly LogicalType _type;
    private readonly GrowingBuffer _text;
    private readonly JsonOutput _json;

    public NestedFieldWriter(CsvOptions options, LogicalType type, BufferPool pool)
        : base(options, mayNeedQuotes: true)
    {
        _type = type;
        _text = new GrowingBuffer(pool);
        _json = new JsonOutput(_text, options.IsHex);
    }

    protected override void Bind(ArrayData data)
    {
    }

    protected override byte* WriteValue(int at, byte* to, byte* end)
    {
        _text.Truncate(0);
        _json.Write(_type, null, new ColumnView(Array), at - Offset);
        if (end - to < _text.Length)
            return null;
        _text.Written.CopyTo(new Span<byte>(to, _text.Length));
        return to + _text.Length;
    }

    public override void Dispose()
    {
        base.Dispose();
        _text.Dispose();
    }
}
