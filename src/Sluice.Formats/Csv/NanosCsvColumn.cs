using Sluice.Formats.Text;
using Sluice.Types;

namespace Sluice.Formats.Csv;

/// <summary>A column that is filled value by value, without a fast path.</summary>
internal abstract class PlainCsvColumn(int ordinal, int field, bool isLastField, ColumnBuilder builder)
    : CsvColumn(ordinal, field, isLastField, builder.Type)
{
    public sealed override unsafe void Parse(CsvChunk chunk)
    {
        CsvIndex index = chunk.Index;
        int* ends = index.Ends + (chunk.FirstRow * index.Width) + Field;
        for (int row = 0; row < chunk.Rows; row++, ends += index.Width)
        {
            int start = ends[0] + 1;
            int end = ends[1];
            if (IsLastField && end > start && chunk.Text[end - 1] == '\r')
                end--;
            bool isNull = FieldText.Of(chunk, start, end, out ReadOnlySpan<byte> text) == FieldKind.Null;
            if (isNull ? IsNullable : TryAppend(text))
            {
                if (isNull)
                    builder.AppendNull();
                continue;
            }

            chunk.Report(row, Ordinal, TextErrors.BadValue);
            builder.AppendNull();
        }
    }

    /// <summary>Appends a value; false, and nothing appended, when the text is not one.</summary>
    protected abstract bool TryAppend(ReadOnlySpan<byte> text);
}

/// <summary>TIMESTAMP and TIMESTAMP_LTZ of 7 to 9 digits.</summary>
internal sealed class NanosCsvColumn(int ordinal, int field, bool isLastField, NanosColumnBuilder builder, TimeZoneInfo? zone)
    : PlainCsvColumn(ordinal, field, isLastField, builder)
{
    private readonly NanosField _parser = new(builder.Type, zone);

    protected override unsafe bool TryAppend(ReadOnlySpan<byte> text)
    {
        text = FieldText.Trim(text);
        fixed (byte* pointer = text)
        {
            if (text.IsEmpty || !_parser.TryRead(pointer, text.Length, out Timestamp value))
                return false;
            builder.Append(value);
            return true;
        }
    }
}

/// <summary>BOOLEAN.</summary>
internal sealed class BooleanCsvColumn(int ordinal, int field, bool isLastField, BooleanColumnBuilder builder)
    : PlainCsvColumn(ordinal, field, isLastField, builder)
{
    protected override unsafe bool TryAppend(ReadOnlySpan<byte> text)
    {
        text = FieldText.Trim(text);
        fixed (byte* pointer = text)
        {
            if (text.IsEmpty || !default(BooleanField).TryRead(pointer, text.Length, out byte value))
                return false;
            builder.Append(value != 0);
            return true;
        }
    }
}

/// <summary>BINARY, VARBINARY and BYTES: base64 or hex.</summary>
internal sealed class BinaryCsvColumn(int ordinal, int field, bool isLastField, BytesColumnBuilder builder, bool isHex)
    : PlainCsvColumn(ordinal, field, isLastField, builder)
{
    protected override bool TryAppend(ReadOnlySpan<byte> text)
    {
        Span<byte> target = builder.GetSpan(text.Length);
        int length = BinaryText.Decode(text, target, isHex);
        bool isGood = length >= 0 && (builder.Type.Kind == TypeKind.Binary ? length == builder.Type.Length : length <= builder.Type.Length);
        if (isGood)
            builder.Commit(length);
        return isGood;
    }
}
