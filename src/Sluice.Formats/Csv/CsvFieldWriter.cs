using System.Buffers;
using System.Runtime.Intrinsics;
using Apache.Arrow;
using Sluice.Formats.Text;
using Sluice.Types;

namespace Sluice.Formats.Csv;

/// <summary>Writes the values of one column. Bound to one array at a time, whose buffers it pins.</summary>
internal abstract unsafe class CsvFieldWriter(CsvOptions options, bool mayNeedQuotes) : IDisposable
{
    private readonly byte[] _null = options.Nulls[0];
    private readonly bool _quotesAll = options.Quoting == "all";
    private readonly List<MemoryHandle> _pins = [];
    private byte* _validity;

    /// <summary>How to write.</summary>
    protected CsvOptions Options { get; } = options;

    /// <summary>The array bound.</summary>
    protected IArrowArray Array { get; private set; } = null!;

    /// <summary>The array's first row in its buffers.</summary>
    protected int Offset { get; private set; }

    /// <summary>Borrows an array until the next call or <see cref="Release"/>.</summary>
    public void Bind(IArrowArray array)
    {
        Release();
        Array = array;
        ArrayData data = array.Data;
        Offset = data.Offset;
        _validity = data.GetNullCount() == 0 ? null : Pin(data.Buffers[0]);
        Bind(data);
    }

    /// <summary>Lets go of the array.</summary>
    public void Release()
    {
        foreach (MemoryHandle pin in _pins)
            pin.Dispose();
        _pins.Clear();
    }

    public virtual void Dispose() => Release();

    /// <summary>Writes a row's value; null when it does not fit before <paramref name="end"/>.</summary>
    public byte* Write(int row, byte* to, byte* end)
    {
        int at = row + Offset;
        if (_validity is not null && (_validity[at >> 3] & (1 << (at & 7))) == 0)
        {
            if (end - to < _null.Length)
                return null;
            _null.CopyTo(new Span<byte>(to, _null.Length));
            return to + _null.Length;
        }

        byte* written = WriteValue(at, to, end);
        if (written is null || QuotesItself)
            return written;
        if (written == to)
            return EmptyNeedsQuotes ? WriteQuoted(default, to, end) : to;
        return mayNeedQuotes || _quotesAll ? Quote(to, written, end) : written;
    }

    /// <summary>What <see cref="WriteValue"/> writes is in quotes where it needs them.</summary>
    protected virtual bool QuotesItself => false;

    protected abstract void Bind(ArrayData data);

    /// <summary>Writes the value at an index of the buffers.</summary>
    protected abstract byte* WriteValue(int at, byte* to, byte* end);

    protected byte* Pin(ArrowBuffer buffer)
    {
        MemoryHandle pin = buffer.Memory.Pin();
        _pins.Add(pin);
        return (byte*)pin.Pointer;
    }

    /// <summary>Whether a value would be read back as something else without quotes.</summary>
    protected bool NeedsQuotes(ReadOnlySpan<byte> value) =>
        _quotesAll || value.IsEmpty || value.IndexOfAny(Options.DelimiterByte, (byte)'\n', (byte)'\r') >= 0
        || (Options.QuoteByte is { } quote && value.Contains(quote)) || value[0] is (byte)' ' or (byte)'\t' || value[^1] is (byte)' ' or (byte)'\t' || value.SequenceEqual(_null);

    /// <summary>Whether an empty text needs quotes: when it would be NULL without.</summary>
    protected bool EmptyNeedsQuotes => _quotesAll || _null.Length == 0;

    /// <summary>Writes a value in quotes, each quote in it twice; null when it does not fit.</summary>
    protected byte* WriteQuoted(ReadOnlySpan<byte> value, byte* to, byte* end)
    {
        if (end - to < (2L * value.Length) + 2)
            return null;
        byte quote = Options.QuoteByte!.Value;
        *to++ = quote;
        int found;
        while ((found = value.IndexOf(quote)) >= 0)
        {
            value[..(found + 1)].CopyTo(new Span<byte>(to, found + 1));
            to += found + 1;
            *to++ = quote;
            value = value[(found + 1)..];
        }

        value.CopyTo(new Span<byte>(to, value.Length));
        to += value.Length;
        *to++ = quote;
        return to;
    }

    private byte* Quote(byte* from, byte* written, byte* end)
    {
        var value = new ReadOnlySpan<byte>(from, (int)(written - from));
        return NeedsQuotes(value) ? WriteQuoted(value.ToArray(), from, end) : written;
    }
}

/// <summary>Writes values of fixed width.</summary>
internal sealed unsafe class FixedFieldWriter<T, TWriter>(CsvOptions options, bool mayNeedQuotes, TWriter writer) : CsvFieldWriter(options, mayNeedQuotes)
    where T : unmanaged
    where TWriter : struct, ICsvValueWriter<T>
{
    private readonly TWriter _writer = writer;
    private T* _values;

    protected override void Bind(ArrayData data) => _values = (T*)Pin(data.Buffers[1]);

    protected override byte* WriteValue(int at, byte* to, byte* end) => end - to < Utf8Writing.Room ? null : _writer.Write(_values[at], to);
}

/// <summary>Writes texts.</summary>
internal sealed unsafe class TextFieldWriter(CsvOptions options) : CsvFieldWriter(options, mayNeedQuotes: false)
{
    private readonly bool _quotes = options.Quoting != "needed";
    private int* _offsets;
    private byte* _heap;

    protected override bool QuotesItself => true;

    protected override void Bind(ArrayData data)
    {
        _offsets = (int*)Pin(data.Buffers[1]);
        _heap = Pin(data.Buffers[2]);
    }

    protected override byte* WriteValue(int at, byte* to, byte* end)
    {
        int length = _offsets[at + 1] - _offsets[at];
        byte* from = _heap + _offsets[at];
        if (_quotes || Options.QuoteByte is not { } quote)
            return WriteSlow(new ReadOnlySpan<byte>(from, length), to, end);
        if (length == 0)
            return EmptyNeedsQuotes ? WriteQuoted(default, to, end) : to;
        // The copy is looked at, not the original: there is room to read beyond it.
        if (end - to < length + Vector256<byte>.Count)
            return null;
        Buffer.MemoryCopy(from, to, length, length);
        return to[0] <= ' ' || to[length - 1] <= ' ' || HasSpecial(to, length, quote) || IsNullToken(to, length)
            ? WriteSlow(new ReadOnlySpan<byte>(from, length), to, end)
            : to + length;
    }

    private bool IsNullToken(byte* text, int length) =>
        length == Options.Nulls[0].Length && new ReadOnlySpan<byte>(text, length).SequenceEqual(Options.Nulls[0]);

    private bool HasSpecial(byte* text, int length, byte quote)
    {
        Vector256<byte> delimiters = Vector256.Create(Options.DelimiterByte);
        Vector256<byte> quotes = Vector256.Create(quote);
        for (int i = 0; i < length; i += Vector256<byte>.Count)
        {
            Vector256<byte> block = Vector256.Load(text + i);
            Vector256<byte> found = Vector256.Equals(block, delimiters) | Vector256.Equals(block, quotes)
                | Vector256.Equals(block, Vector256.Create((byte)'\n')) | Vector256.Equals(block, Vector256.Create((byte)'\r'));
            uint mask = found.ExtractMostSignificantBits();
            if (length - i < Vector256<byte>.Count)
                mask &= (1u << (length - i)) - 1;
            if (mask != 0)
                return true;
        }

        return false;
    }

    private byte* WriteSlow(ReadOnlySpan<byte> value, byte* to, byte* end)
    {
        if (Options.QuoteByte is not null && (_quotes || NeedsQuotes(value)))
            return WriteQuoted(value, to, end);
        if (end - to < value.Length)
            return null;
        value.CopyTo(new Span<byte>(to, value.Length));
        return to + value.Length;
    }
}

/// <summary>Writes BOOLEAN as true and false.</summary>
internal sealed unsafe class BooleanFieldWriter(CsvOptions options, bool mayNeedQuotes) : CsvFieldWriter(options, mayNeedQuotes)
{
    private byte* _bits;

    protected override void Bind(ArrayData data) => _bits = Pin(data.Buffers[1]);

    protected override byte* WriteValue(int at, byte* to, byte* end)
    {
        ReadOnlySpan<byte> word = (_bits[at >> 3] & (1 << (at & 7))) != 0 ? "true"u8 : "false"u8;
        if (end - to < word.Length)
            return null;
        word.CopyTo(new Span<byte>(to, word.Length));
        return to + word.Length;
    }
}

/// <summary>Writes binary values as base64 or hex.</summary>
internal sealed unsafe class BinaryFieldWriter(CsvOptions options, bool mayNeedQuotes) : CsvFieldWriter(options, mayNeedQuotes)
{
    private int* _offsets;
    private byte* _heap;

    protected override void Bind(ArrayData data)
    {
        _offsets = (int*)Pin(data.Buffers[1]);
        _heap = Pin(data.Buffers[2]);
    }

    protected override byte* WriteValue(int at, byte* to, byte* end)
    {
        int length = _offsets[at + 1] - _offsets[at];
        int room = BinaryText.EncodedLength(length, Options.IsHex);
        return end - to < room ? null : to + BinaryText.Encode(new ReadOnlySpan<byte>(_heap + _offsets[at], length), new Span<byte>(to, room), Options.IsHex);
    }
}

/// <summary>Writes TIMESTAMP and TIMESTAMP_LTZ of 7 to 9 digits.</summary>
internal sealed unsafe class NanosFieldWriter(CsvOptions options, bool mayNeedQuotes, int digits, bool isInstant) : CsvFieldWriter(options, mayNeedQuotes)
{
    private long* _seconds;
    private int* _nanos;

    protected override void Bind(ArrayData data)
    {
        _seconds = (long*)Pin(data.Children[0].Buffers[1]) + data.Children[0].Offset;
        _nanos = (int*)Pin(data.Children[1].Buffers[1]) + data.Children[1].Offset;
    }

    protected override byte* WriteValue(int at, byte* to, byte* end)
    {
        if (end - to < Utf8Writing.Room)
            return null;
        to = Utf8Writing.WriteTimestamp(new Timestamp(_seconds[at], _nanos[at]), digits, (byte)' ', to);
        if (isInstant)
            *to++ = (byte)'Z';
        return to;
    }
}
