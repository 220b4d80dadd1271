using Sluice.Formats.Text;
using Sluice.Types;

namespace Sluice.Formats.Csv;

/// <summary>A column of values of fixed width.</summary>
internal sealed unsafe class FixedCsvColumn<T, TField>(
    int ordinal, int field, bool isLastField, FixedColumnBuilder<T> builder, TField parser, CsvOptions options)
    : CsvColumn(ordinal, field, isLastField, builder.Type)
    where T : unmanaged
    where TField : struct, ICsvField<T>
{
    private readonly TField _parser = parser;
    private readonly List<int> _nulls = [];

    /// <summary>A NULL token that could be read as a value must be looked for first.</summary>
    private readonly bool _nullsFirst = options.Nulls.Any(n => n.Length > 0);

    public override void Parse(CsvChunk chunk)
    {
        CsvIndex index = chunk.Index;
        int stride = index.Width;
        int* ends = index.Ends + (chunk.FirstRow * stride) + Field;
        byte* text = chunk.Text;
        int rows = chunk.Rows;
        TField parser = _parser;
        fixed (T* values = builder.GetSpan(rows))
        {
            for (int row = 0; row < rows; row++, ends += stride)
            {
                int start = ends[0] + 1;
                int end = ends[1];
                if (IsLastField && end > start && text[end - 1] == '\r')
                    end--;
                if (_nullsFirst || end == start || !parser.TryRead(text + start, end - start, out values[row]))
                    values[row] = ReadSlow(chunk, row, start, end);
            }
        }

        builder.Commit(rows);
        foreach (int row in _nulls)
            builder.MarkNull(builder.Count - rows + row);
        _nulls.Clear();
    }

    private T ReadSlow(CsvChunk chunk, int row, int start, int end)
    {
        FieldKind? kind = FieldText.TryRead(chunk, start, end, _parser, out T value);
        if (kind == FieldKind.Value)
            return value;
        if (kind is null || !IsNullable)
            chunk.Report(row, Ordinal, TextErrors.BadValue);
        else
            _nulls.Add(row);
        return default;
    }
}
