using Apache.Arrow;
using ParquetSharp;
using Sluice.Types;
using LogicalType = Sluice.Types.LogicalType;

namespace Sluice.Formats.Parquet;

/// <summary>
/// Reads a column of the deprecated INT96 timestamps exactly: nanoseconds of the day and Julian day. (As Arrow's nanoseconds years before 1677
/// and after 2262 would wrap without a word.)
/// </summary>
internal sealed class Int96Column(ColumnReader<Int96> reader, bool isNullable, LogicalType type, BufferPool pool) : IDisposable
{
    private const int JulianDayOfEpoch = 2_440_588;
    private const long DaySeconds = 86_400;
    private const int PieceRows = 1024;

    private readonly Int96[] _values = new Int96[PieceRows];
    private readonly short[] _levels = new short[PieceRows];

    /// <summary>The next rows as a column, which the caller disposes.</summary>
    public IArrowArray Read(int rows)
    {
        using var builder = (NanosColumnBuilder)ColumnBuilder.Create(type, pool);
        while (rows > 0)
        {
            int piece = Math.Min(rows, PieceRows);
            long read = reader.ReadBatch(piece, isNullable ? _levels.AsSpan(0, piece) : default, default, _values.AsSpan(0, piece), out long valueCount);
            if (read <= 0)
                throw new InvalidOperationException("a column ends before its row group does");
            Append(builder, (int)read, (int)valueCount);
            rows -= (int)read;
        }

        return builder.Build();
    }

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();

    private void Append(NanosColumnBuilder builder, int rows, int valueCount)
    {
        int at = 0;
        for (int i = 0; i < rows; i++)
        {
            if (isNullable && _levels[i] == 0)
                builder.AppendNull();
            else if (at < valueCount)
                builder.Append(TimestampOf(_values[at++]));
        }
    }

    private static Timestamp TimestampOf(Int96 value)
    {
        long nanosOfDay = (long)(((ulong)(uint)value.B << 32) | (uint)value.A);
        long seconds = Math.DivRem(nanosOfDay, 1_000_000_000, out long nanos);
        if (nanos < 0)
        {
            seconds--;
            nanos += 1_000_000_000;
        }

        return new Timestamp((((long)value.C - JulianDayOfEpoch) * DaySeconds) + seconds, (int)nanos);
    }
}
