using Apache.Arrow;
using Sluice.Types;

namespace Sluice.Formats.Csv;

/// <summary>Writes ARRAY, MAP and ROW as JSON text.</summary>
internal sealed unsafe class NestedFieldWriter(CsvOptions options, LogicalType type) : CsvFieldWriter(options, mayNeedQuotes: true)
{
    protected override void Bind(ArrayData data)
    {
    }

    protected override byte* WriteValue(int at, byte* to, byte* end) => throw new NotSupportedException($"{type}");
}
