using System.Collections;
using System.Runtime.InteropServices;
using System.Text;
using Apache.Arrow;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sources;
using Sluice.Formats.Json;
using Sluice.Types;
using Column = Sluice.Types.Column;

namespace Sluice.Formats.Parquet;

/// <summary>
/// Finds the rows of a batch that the file cannot carry, before anything of the batch is encoded: NULL where the file says REQUIRED,
/// a DECIMAL with more digits than declared, a TIMESTAMP(7..9) outside int64 nanoseconds (1677 to 2262), which the encoders rely on; and text in a column of JSON that is none,
/// for which other readers refuse the whole file.
/// </summary>
internal sealed class RowCheck(TableSchema schema, string table, IDirtyRows dirtyRows)
{
    /// <summary>The least and greatest seconds whose every nanosecond fits int64 nanoseconds.</summary>
    private const long LeastSafeSecond = -9_223_372_036;
    private const long GreatestSafeSecond = 9_223_372_035;

    private static readonly Int128[] s_bounds = Bounds();

    /// <summary>Reports the bad rows of a batch.</summary>
    /// <returns>A bit per row, set where the row is bad; null when all are good, which costs no allocation.</returns>
    public BitArray? FindBadRows(RecordBatch batch, IRowLocator? locator)
    {
        BitArray? bad = null;
        for (int i = 0; i < schema.Columns.Length; i++)
        {
            var view = new ColumnView(batch.Column(i));
            if (!IsClean(schema.Columns[i].Type, view) || (IsJson(schema.Columns[i]) && !AreJson(view)))
                ReportColumn(batch, i, locator, bad ??= new BitArray(batch.Length));
        }

        return bad;
    }

    /// <summary>Whether a whole column passes; false only means that its rows must be looked at one by one.</summary>
    private static bool IsClean(LogicalType type, ColumnView column)
    {
        if (!type.IsNullable && column.HasNulls)
            return false;
        return type.Kind switch
        {
            TypeKind.Decimal => type.Precision <= 18 ? AreWithinNarrow(type, column) : AreWithin(type, column),
            TypeKind.Timestamp or TypeKind.TimestampLtz when type.Precision > 6 => AreSafeSeconds(column.Field(0).Values<long>()),
            TypeKind.Row => AreFieldsClean(type, column),
            TypeKind.Array or TypeKind.Map => false,
            _ => true,
        };
    }

    private static bool IsJson(Column column) => column.Tag == Tags.Json && column.Type.IsCharacter;

    private static bool AreJson(ColumnView column)
    {
        for (int row = 0; row < column.Length; row++)
        {
            if (!column.IsNull(row) && !JsonText.IsValid(column.Bytes(row)))
                return false;
        }

        return true;
    }

    private static bool AreFieldsClean(LogicalType type, ColumnView column)
    {
        for (int i = 0; i < type.Fields.Length; i++)
        {
            if (!IsClean(type.Fields[i].Type, column.Field(i)))
                return false;
        }

        return true;
    }

    private static bool AreWithinNarrow(LogicalType type, ColumnView column)
    {
        // Within ±bound exactly when the high half extends the low half's sign and the low half is in range; no branch per value.
        ReadOnlySpan<long> halves = MemoryMarshal.Cast<Int128, long>(column.Values<Int128>());
        long bound = (long)s_bounds[type.Precision];
        long outside = 0;
        for (int i = 0; i + 1 < halves.Length; i += 2)
        {
            long low = halves[i];
            outside |= (low >> 63) ^ halves[i + 1];
            outside |= ((bound - low) | (bound + low)) >> 63;
        }

        return outside == 0;
    }

    private static bool AreWithin(LogicalType type, ColumnView column)
    {
        Int128 bound = s_bounds[type.Precision];
        foreach (Int128 value in column.Values<Int128>())
        {
            if (value > bound || value < -bound)
                return false;
        }

        return true;
    }

    private static bool AreSafeSeconds(ReadOnlySpan<long> seconds)
    {
        foreach (long second in seconds)
        {
            if (second is < LeastSafeSecond or > GreatestSafeSecond)
                return false;
        }

        return true;
    }

    private static Int128[] Bounds()
    {
        var bounds = new Int128[LogicalType.MaxDecimalPrecision + 1];
        for (int i = 1; i < bounds.Length; i++)
            bounds[i] = (bounds[i - 1] * 10) + 9;
        return bounds;
    }

    private void ReportColumn(RecordBatch batch, int index, IRowLocator? locator, BitArray bad)
    {
        Column column = schema.Columns[index];
        var view = new ColumnView(batch.Column(index));
        for (int row = 0; row < view.Length; row++)
        {
            // A row bad in two columns is one dirty row.
            if (bad[row] || (FirstFault(column.Type, view, row) ?? JsonFault(column, view, row)) is not { } fault)
                continue;
            bad[row] = true;
            dirtyRows.Report(new DirtyRow
            {
                Table = table,
                Stage = "write",
                Code = fault.Code,
                Reason = fault.Reason(column.Name),
                Position = locator?.Locate(row),
                Column = column.Name,
                Value = fault.Value,
                Row = [.. schema.Columns.Select((c, i) => KeyValuePair.Create(c.Name, Text(batch, i, row)))],
            });
        }
    }

    private string? Text(RecordBatch batch, int index, int row)
    {
        LogicalType type = schema.Columns[index].Type;
        return ValueDisplay.Text(new ColumnView(batch.Column(index)).Boxed(type, row), type);
    }

    private static ValueFault? JsonFault(Column column, ColumnView view, int row) =>
        !IsJson(column) || view.IsNull(row) || JsonText.IsValid(view.Bytes(row)) ? null : ValueFault.NoJson(Encoding.UTF8.GetString(view.Bytes(row)));

    /// <summary>The first fault of one value, nested ones included; null when there is none.</summary>
    private static ValueFault? FirstFault(LogicalType type, ColumnView column, int row)
    {
        if (column.IsNull(row))
            return type.IsNullable ? null : ValueFault.Null;
        switch (type.Kind)
        {
            case TypeKind.Decimal:
                Int128 value = column.Values<Int128>()[row];
                Int128 bound = s_bounds[type.Precision];
                return value > bound || value < -bound ? ValueFault.Decimal(value, type) : null;
            case TypeKind.Timestamp or TypeKind.TimestampLtz when type.Precision > 6:
                var timestamp = new Timestamp(column.Field(0).Values<long>()[row], column.Field(1).Values<int>()[row]);
                return FitsNanos(timestamp) ? null : ValueFault.Timestamp(timestamp, type);
            case TypeKind.Row:
                for (int i = 0; i < type.Fields.Length; i++)
                {
                    if (FirstFault(type.Fields[i].Type, column.Field(i), row) is { } fault)
                        return fault;
                }

                return null;
            case TypeKind.Array or TypeKind.Map:
                return FirstElementFault(type, column, row);
            default:
                return null;
        }
    }

    private static ValueFault? FirstElementFault(LogicalType type, ColumnView column, int row)
    {
        ColumnView elements = column.Child(0);
        for (int i = column.Offsets[row]; i < column.Offsets[row + 1]; i++)
        {
            ValueFault? fault = type.Kind == TypeKind.Array
                ? FirstFault(type.Element, elements, i)
                : FirstFault(type.Key.NotNull(), elements.Field(0), i) ?? FirstFault(type.Value, elements.Field(1), i);
            if (fault is not null)
                return fault;
        }

        return null;
    }

    private static bool FitsNanos(Timestamp value)
    {
        Int128 nanos = ((Int128)value.Seconds * 1_000_000_000) + value.Nanos;
        return nanos >= long.MinValue && nanos <= long.MaxValue;
    }

    private sealed record ValueFault(ErrorCode Code, string What, string? Value)
    {
        public static ValueFault Null { get; } = new(ParquetErrors.NullInRequired, "is NULL, which its type does not allow", null);

        public string Reason(string column) => $"column '{column}' {What}";

        public static ValueFault NoJson(string text) => new(JsonErrors.Malformed, $"is '{(text.Length <= 200 ? text : text[..200])}', which is not valid JSON", text);

        public static ValueFault Decimal(Int128 unscaled, LogicalType type)
        {
            string text = ValueDisplay.Decimal(unscaled, type.Scale);
            return new ValueFault(ParquetErrors.ValueOutOfRange, $"is {text}, which has more digits than {type.Nullable()}", text);
        }

        public static ValueFault Timestamp(Timestamp value, LogicalType type)
        {
            string text = ValueDisplay.Text(value, type)!;
            return new ValueFault(
                ParquetErrors.ValueOutOfRange, $"is {text}: Parquet holds {type.Nullable()} in nanoseconds, from 1677 to 2262 only", text);
        }
    }
}
