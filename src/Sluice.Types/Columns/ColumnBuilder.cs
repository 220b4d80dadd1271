using System.Runtime.CompilerServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Sluice.Types;

/// <summary>
/// Builds one column of a batch in the Arrow layout of its logical type (<see cref="ArrowLayout"/>). Append-only but for
/// <see cref="Truncate"/>, with which a reader takes back a row that turned out bad. Not thread-safe; disposed by whoever made it.
/// </summary>
public abstract class ColumnBuilder : IDisposable
{
    private readonly GrowingBuffer _validity;
    private bool _hasValidity;

    private protected ColumnBuilder(LogicalType type, BufferPool pool)
    {
        Type = type;
        Pool = pool;
        _validity = new GrowingBuffer(pool);
    }

    /// <summary>The logical type of the values.</summary>
    public LogicalType Type { get; }

    /// <summary>Values and NULLs appended.</summary>
    public int Count { get; private set; }

    /// <summary>NULLs appended.</summary>
    public int NullCount { get; private set; }

    /// <summary>Bytes that the values occupy, for bounding a batch.</summary>
    public abstract long ByteCount { get; }

    private protected BufferPool Pool { get; }

    /// <summary>The builder for a type. The caller disposes it.</summary>
    public static ColumnBuilder Create(LogicalType type, BufferPool pool) => type.Kind switch
    {
        TypeKind.Boolean => new BooleanColumnBuilder(type, pool),
        TypeKind.TinyInt => new FixedColumnBuilder<sbyte>(type, pool),
        TypeKind.SmallInt => new FixedColumnBuilder<short>(type, pool),
        TypeKind.Int or TypeKind.Date or TypeKind.IntervalMonths => new FixedColumnBuilder<int>(type, pool),
        TypeKind.BigInt or TypeKind.Time or TypeKind.IntervalMillis => new FixedColumnBuilder<long>(type, pool),
        TypeKind.Timestamp or TypeKind.TimestampLtz when type.Precision <= 6 => new FixedColumnBuilder<long>(type, pool),
        TypeKind.Timestamp or TypeKind.TimestampLtz => new NanosColumnBuilder(type, pool),
        TypeKind.Float => new FixedColumnBuilder<float>(type, pool),
        TypeKind.Double => new FixedColumnBuilder<double>(type, pool),
        TypeKind.Decimal => new FixedColumnBuilder<Int128>(type, pool),
        TypeKind.Char or TypeKind.VarChar or TypeKind.Binary or TypeKind.VarBinary => new BytesColumnBuilder(type, pool),
        TypeKind.Array or TypeKind.Map => new ListColumnBuilder(type, pool),
        TypeKind.Row => new RowColumnBuilder(type, pool),
        _ => throw new ArgumentException($"no column has the type {type}", nameof(type)),
    };

    /// <summary>Appends NULL.</summary>
    public void AppendNull()
    {
        AppendEmpty();
        if (!_hasValidity)
            StartValidity();
        SetBit(Count, false);
        Count++;
        NullCount++;
    }

    /// <summary>Makes a value that was appended NULL.</summary>
    /// <param name="row">Its index, below <see cref="Count"/>; a value that is not NULL yet.</param>
    public void MarkNull(int row)
    {
        if (!_hasValidity)
            StartValidity();
        SetBit(row, false);
        NullCount++;
    }

    /// <summary>
    /// Appends a boxed value in the representation of <c>docs/architecture.md#values</c>; null is NULL. For tests, small data and nested values; not for hot paths.
    /// </summary>
    public void AppendBoxed(object? value)
    {
        if (value is null)
            AppendNull();
        else
            AppendBoxedValue(value);
    }

    /// <summary>Takes back all rows after the first <paramref name="count"/>.</summary>
    public void Truncate(int count)
    {
        if (count >= Count)
            return;
        if (_hasValidity)
        {
            for (int i = count; i < Count; i++)
            {
                if ((_validity.Written[i >> 3] & (1 << (i & 7))) == 0)
                    NullCount--;
            }

            _validity.Truncate((count + 7) >> 3);
        }

        Count = count;
        TruncateValues(count);
    }

    /// <summary>Gives away what was appended as an Arrow array, which the caller disposes, and starts anew.</summary>
    public IArrowArray Build()
    {
        ArrayData data = BuildData();
        return ArrowArrayFactory.BuildArray(data);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _validity.Dispose();
        DisposeValues();
        GC.SuppressFinalize(this);
    }

    internal ArrayData BuildData()
    {
        ArrowBuffer validity = NullCount > 0 ? _validity.Detach() : ArrowBuffer.Empty;
        _validity.Truncate(0);
        (int count, int nulls) = (Count, NullCount);
        (Count, NullCount, _hasValidity) = (0, 0, false);
        return BuildValues(ArrowLayout.TypeOf(Type), count, nulls, validity);
    }

    /// <summary>Notes that one value which is not NULL was appended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected void CountValue()
    {
        if (_hasValidity)
            SetBit(Count, true);
        Count++;
    }

    /// <summary>Notes that <paramref name="count"/> values which are not NULL were appended.</summary>
    private protected void CountValues(int count)
    {
        if (!_hasValidity)
        {
            Count += count;
            return;
        }

        for (int i = 0; i < count; i++)
            SetBit(Count++, true);
    }

    private protected abstract void AppendEmpty();

    private protected abstract void AppendBoxedValue(object value);

    private protected abstract void TruncateValues(int count);

    private protected abstract ArrayData BuildValues(IArrowType type, int count, int nullCount, ArrowBuffer validity);

    private protected abstract void DisposeValues();

    private void StartValidity()
    {
        _hasValidity = true;
        int bytes = (Count + 7) >> 3;
        Span<byte> ones = _validity.GetSpan(bytes)[..bytes];
        ones.Fill(0xFF);
        _validity.Advance(bytes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SetBit(int index, bool value)
    {
        if (index >> 3 >= _validity.Length)
            _validity.Append((byte)0);
        ref byte cell = ref _validity.Written[index >> 3];
        byte mask = (byte)(1 << (index & 7));
        cell = value ? (byte)(cell | mask) : (byte)(cell & ~mask);
    }
}
