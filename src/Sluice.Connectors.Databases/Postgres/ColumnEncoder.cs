using System.Buffers;
using System.Buffers.Binary;
using Apache.Arrow;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>Writes the values of one column, as binary COPY fields or as text ones. Bound to a batch's column while it is written.</summary>
internal abstract unsafe class ColumnEncoder
{
    private MemoryHandle _validityHandle;
    private MemoryHandle _valuesHandle;
    private MemoryHandle _heapHandle;
    private byte* _validity;

    /// <summary>The first value of the column's buffer 1 (values, bits or offsets), the array's offset not applied.</summary>
    protected byte* Values { get; private set; }

    /// <summary>The bytes of a text or binary column.</summary>
    protected byte* Heap { get; private set; }

    /// <summary>The array's offset: row 0 is at this place of the buffers.</summary>
    protected int Offset { get; private set; }

    /// <summary>Borrows a column until <see cref="Unbind"/>.</summary>
    public virtual void Bind(ArrayData data)
    {
        Offset = data.Offset;
        _validityHandle = data.GetNullCount() == 0 ? default : data.Buffers[0].Memory.Pin();
        _validity = (byte*)_validityHandle.Pointer;
        _valuesHandle = data.Buffers.Length > 1 ? data.Buffers[1].Memory.Pin() : default;
        Values = (byte*)_valuesHandle.Pointer;
        _heapHandle = data.Buffers.Length > 2 ? data.Buffers[2].Memory.Pin() : default;
        Heap = (byte*)_heapHandle.Pointer;
    }

    /// <summary>Gives the column back.</summary>
    public virtual void Unbind()
    {
        _validityHandle.Dispose();
        _valuesHandle.Dispose();
        _heapHandle.Dispose();
    }

    /// <summary>Whether the value of a row is NULL.</summary>
    public bool IsNull(int row)
    {
        if (_validity is null)
            return false;
        int bit = row + Offset;
        return (_validity[bit >> 3] & (1 << (bit & 7))) == 0;
    }

    /// <summary>Appends the value of a row, which is not NULL: in binary form with its length, in text form escaped.</summary>
    /// <returns>Null, or why the target cannot hold the value; what was written is then taken back by the caller.</returns>
    public abstract string? Write(CopyRowBuffer buffer, int row);
}

/// <summary>Turns a value into its wire form. Implemented by structs, so that each column's code is compiled for its type.</summary>
internal unsafe interface IWireWriter<T>
    where T : unmanaged
{
    /// <summary>Writes at most 64 bytes and returns how many.</summary>
    int Write(byte* target, T value);
}

/// <summary>A column of fixed-width values in binary form.</summary>
internal sealed unsafe class FixedEncoder<T, TWriter>(TWriter writer) : ColumnEncoder
    where T : unmanaged
    where TWriter : struct, IWireWriter<T>
{
    private readonly TWriter _writer = writer;

    public override string? Write(CopyRowBuffer buffer, int row)
    {
        byte* field = buffer.Reserve(4 + 64);
        int bytes = _writer.Write(field + 4, ((T*)Values)[row + Offset]);
        *(int*)field = BinaryPrimitives.ReverseEndianness(bytes);
        buffer.Advance(4 + bytes);
        return null;
    }
}

/// <summary>A BOOLEAN column in binary form.</summary>
internal sealed unsafe class BooleanEncoder : ColumnEncoder
{
    public override string? Write(CopyRowBuffer buffer, int row)
    {
        int bit = row + Offset;
        byte* field = buffer.Reserve(5);
        *(int*)field = BinaryPrimitives.ReverseEndianness(1);
        field[4] = (byte)((Values[bit >> 3] >> (bit & 7)) & 1);
        buffer.Advance(5);
        return null;
    }
}

/// <summary>A text or binary column whose bytes are the wire form; <paramref name="prefix"/> is a version byte before them (jsonb), or -1.</summary>
/// <remarks>A text of more characters, or bytes, than the target keeps is refused: the server would cut blanks or bytes off without a word.</remarks>
internal sealed unsafe class BytesEncoder(int prefix, TextLimit limit) : ColumnEncoder
{
    public override string? Write(CopyRowBuffer buffer, int row)
    {
        int* offsets = (int*)Values + Offset;
        int start = offsets[row];
        int length = offsets[row + 1] - start;
        var value = new ReadOnlySpan<byte>(Heap + start, length);
        if (limit.Refuse(value) is { } refusal)
            return refusal;
        int extra = prefix >= 0 ? 1 : 0;
        byte* field = buffer.Reserve(4 + extra + length);
        *(int*)field = BinaryPrimitives.ReverseEndianness(length + extra);
        if (extra != 0)
            field[4] = (byte)prefix;
        value.CopyTo(new Span<byte>(field + 4 + extra, length));
        buffer.Advance(4 + extra + length);
        return null;
    }
}

/// <summary>A uuid in its text form, written as 16 bytes.</summary>
internal sealed unsafe class UuidEncoder : ColumnEncoder
{
    public override string? Write(CopyRowBuffer buffer, int row)
    {
        int* offsets = (int*)Values + Offset;
        var text = new ReadOnlySpan<byte>(Heap + offsets[row], offsets[row + 1] - offsets[row]);
        if (!System.Buffers.Text.Utf8Parser.TryParse(text, out Guid value, out int used, 'D') || used != text.Length)
            return "the text is not a uuid";
        byte* field = buffer.Reserve(20);
        *(int*)field = BinaryPrimitives.ReverseEndianness(16);
        value.TryWriteBytes(new Span<byte>(field + 4, 16), bigEndian: true, out _);
        buffer.Advance(20);
        return null;
    }
}

/// <summary>An array of one dimension in binary form.</summary>
internal sealed unsafe class ArrayEncoder(uint elementOid, ColumnEncoder element) : ColumnEncoder
{
    public override void Bind(ArrayData data)
    {
        base.Bind(data);
        element.Bind(data.Children[0]);
    }

    public override void Unbind()
    {
        element.Unbind();
        base.Unbind();
    }

    public override string? Write(CopyRowBuffer buffer, int row)
    {
        int* offsets = (int*)Values + Offset;
        (int from, int to) = (offsets[row], offsets[row + 1]);
        int head = buffer.Length;
        buffer.WriteInt32(0);
        buffer.WriteInt32(from == to ? 0 : 1);
        int flags = buffer.Length;
        buffer.WriteInt32(0);
        buffer.WriteInt32(unchecked((int)elementOid));
        if (from != to)
        {
            buffer.WriteInt32(to - from);
            buffer.WriteInt32(1);
        }

        for (int i = from; i < to; i++)
        {
            if (element.IsNull(i))
            {
                buffer.PatchInt32(flags, 1);
                buffer.WriteInt32(-1);
            }
            else if (element.Write(buffer, i) is { } refusal)
            {
                return refusal;
            }
        }

        buffer.PatchInt32(head, buffer.Length - head - 4);
        return null;
    }
}

/// <summary>The longest text a target keeps.</summary>
/// <param name="Characters">In code points, which is what PostgreSQL counts.</param>
/// <param name="Bytes">In bytes of UTF-8.</param>
internal readonly record struct TextLimit(int Characters, int Bytes)
{
    /// <summary>No limit.</summary>
    public static TextLimit None => new(int.MaxValue, int.MaxValue);

    /// <summary>Why a text is too long; null when it is not.</summary>
    public string? Refuse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length <= Characters && utf8.Length <= Bytes)
            return null;
        if (utf8.Length > Bytes)
            return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the text has {utf8.Length} bytes and the target takes {Bytes}");
        int count = CountCharacters(utf8);
        return count <= Characters
            ? null
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the text has {count} characters and the target takes {Characters}");
    }

    private static int CountCharacters(ReadOnlySpan<byte> utf8)
    {
        int count = 0;
        foreach (byte unit in utf8)
            count += (unit & 0xC0) != 0x80 ? 1 : 0;
        return count;
    }
}
