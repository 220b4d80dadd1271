using Apache.Arrow;
using Apache.Arrow.Types;

namespace Sluice.Types;

/// <summary>
/// Builds a TIMESTAMP or TIMESTAMP_LTZ column of 7 to 9 digits: a struct of <c>seconds</c> (int64) and <c>nanos</c> (int32), because
/// int64 nanoseconds end in 2262.
/// </summary>
public sealed class NanosColumnBuilder : ColumnBuilder
{
    private readonly FixedColumnBuilder<long> _seconds;
    private readonly FixedColumnBuilder<int> _nanos;

    internal NanosColumnBuilder(LogicalType type, BufferPool pool)
        : base(type, pool)
    {
        _seconds = new FixedColumnBuilder<long>(LogicalType.BigInt.NotNull(), pool);
        _nanos = new FixedColumnBuilder<int>(LogicalType.Int.NotNull(), pool);
    }

    /// <inheritdoc/>
    public override long ByteCount => _seconds.ByteCount + _nanos.ByteCount;

    /// <summary>Appends a value.</summary>
    public void Append(Timestamp value)
    {
        _seconds.Append(value.Seconds);
        _nanos.Append(value.Nanos);
        CountValue();
    }

    private protected override void AppendEmpty()
    {
        _seconds.Append(0);
        _nanos.Append(0);
    }

    private protected override void AppendBoxedValue(object value) => Append((Timestamp)value);

    private protected override void TruncateValues(int count)
    {
        _seconds.Truncate(count);
        _nanos.Truncate(count);
    }

    private protected override ArrayData BuildValues(IArrowType type, int count, int nullCount, ArrowBuffer validity) =>
        new(type, count, nullCount, 0, [validity], [_seconds.BuildData(), _nanos.BuildData()]);

    private protected override void DisposeValues()
    {
        _seconds.Dispose();
        _nanos.Dispose();
    }
}

/// <summary>
/// Builds an ARRAY or MAP column. Append the elements to <see cref="Elements"/> (for a MAP: rows of key and value), then
/// <see cref="CloseList"/>.
/// </summary>
public sealed class ListColumnBuilder : ColumnBuilder
{
    private readonly GrowingBuffer _offsets;

    internal ListColumnBuilder(LogicalType type, BufferPool pool)
        : base(type, pool)
    {
        _offsets = new GrowingBuffer(pool);
        Elements = Create(type.Kind == TypeKind.Map ? LogicalType.Row(type.Fields).NotNull() : type.Element, pool);
    }

    /// <summary>The builder of the elements of all lists.</summary>
    public ColumnBuilder Elements { get; }

    /// <inheritdoc/>
    public override long ByteCount => _offsets.Length + Elements.ByteCount;

    /// <summary>Ends the list that holds all elements appended since the last.</summary>
    public void CloseList()
    {
        AppendEmpty();
        CountValue();
    }

    private protected override void AppendEmpty()
    {
        if (_offsets.Length == 0)
            _offsets.Append(0);
        _offsets.Append(Elements.Count);
    }

    private protected override void AppendBoxedValue(object value)
    {
        if (Type.Kind == TypeKind.Map)
        {
            foreach (KeyValuePair<object, object?> pair in (IReadOnlyList<KeyValuePair<object, object?>>)value)
                Elements.AppendBoxed(new[] { pair.Key, pair.Value });
        }
        else
        {
            foreach (object? element in (object?[])value)
                Elements.AppendBoxed(element);
        }

        CloseList();
    }

    private protected override void TruncateValues(int count)
    {
        if (_offsets.Length == 0)
            return;
        _offsets.Truncate((count + 1) * sizeof(int));
        Elements.Truncate(_offsets.As<int>()[count]);
    }

    private protected override ArrayData BuildValues(IArrowType type, int count, int nullCount, ArrowBuffer validity)
    {
        if (_offsets.Length == 0)
            _offsets.Append(0);
        return new ArrayData(type, count, nullCount, 0, [validity, _offsets.Detach()], [Elements.BuildData()]);
    }

    private protected override void DisposeValues()
    {
        _offsets.Dispose();
        Elements.Dispose();
    }
}

/// <summary>Builds a ROW column. Append one value to each of <see cref="Fields"/>, then <see cref="CloseRow"/>.</summary>
public sealed class RowColumnBuilder : ColumnBuilder
{
    internal RowColumnBuilder(LogicalType type, BufferPool pool)
        : base(type, pool) => Fields = [.. type.Fields.Select(f => Create(f.Type, pool))];

    /// <summary>The builders of the fields, in order.</summary>
    public IReadOnlyList<ColumnBuilder> Fields { get; }

    /// <inheritdoc/>
    public override long ByteCount => Fields.Sum(f => f.ByteCount);

    /// <summary>Ends a row.</summary>
    public void CloseRow() => CountValue();

    private protected override void AppendEmpty()
    {
        foreach (ColumnBuilder field in Fields)
            field.AppendNull();
    }

    private protected override void AppendBoxedValue(object value)
    {
        var values = (object?[])value;
        for (int i = 0; i < values.Length; i++)
            Fields[i].AppendBoxed(values[i]);
        CloseRow();
    }

    private protected override void TruncateValues(int count)
    {
        foreach (ColumnBuilder field in Fields)
            field.Truncate(count);
    }

    private protected override ArrayData BuildValues(IArrowType type, int count, int nullCount, ArrowBuffer validity) =>
        new(type, count, nullCount, 0, [validity], [.. Fields.Select(f => f.BuildData())]);

    private protected override void DisposeValues()
    {
        foreach (ColumnBuilder field in Fields)
            field.Dispose();
    }
}
