using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using Apache.Arrow;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>
/// Writes the values of one column as fields of LOAD DATA or as literals of INSERT. Bound to a batch's column while it is written.
/// </summary>
internal abstract unsafe class FieldEncoder
{
    private MemoryHandle _validityHandle;
    private MemoryHandle _valuesHandle;
    private MemoryHandle _heapHandle;
    private byte* _validity;

    /// <summary>How LOAD DATA turns the field into the value, with <c>?</c> for the field; null when the field is the value.</summary>
    public virtual string? Conversion => null;

    /// <summary>The first value of the column's buffer 1 (values, bits or offsets), the array's offset not applied.</summary>
    protected byte* Values { get; private set; }

    /// <summary>The bytes of a text or binary column.</summary>
    protected byte* Heap { get; private set; }

    /// <summary>The array's offset: row 0 is at this place of the buffers.</summary>
    protected int Offset { get; private set; }

    /// <summary>Borrows a column until <see cref="Unbind"/>.</summary>
    public void Bind(ArrayData data)
    {
        Offset = data.Offset;
        _validityHandle = data.GetNullCount() == 0 ? default : data.Buffers[0].Memory.Pin();
        _validity = (byte*)_validityHandle.Pointer;
        _valuesHandle = data.Buffers[1].Memory.Pin();
        Values = (byte*)_valuesHandle.Pointer;
        _heapHandle = data.Buffers.Length > 2 ? data.Buffers[2].Memory.Pin() : default;
        Heap = (byte*)_heapHandle.Pointer;
    }

    /// <summary>Gives the column back.</summary>
    public void Unbind()
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

    /// <summary>Appends the value of a row, which is not NULL.</summary>
    /// <returns>Null, or why the target cannot hold the value; what was written is then taken back by the caller.</returns>
    public abstract string? Write(RowBuffer buffer, int row, bool isLiteral);

    /// <summary>The bytes of a text or binary value.</summary>
    protected ReadOnlySpan<byte> BytesAt(int row)
    {
        int* offsets = (int*)Values + Offset;
        return new ReadOnlySpan<byte>(Heap + offsets[row], offsets[row + 1] - offsets[row]);
    }
}

/// <summary>Writes one value as text of at most 64 bytes. Implemented by structs, so that each column's code is compiled for its type.</summary>
internal interface IFieldWriter<T>
    where T : unmanaged
{
    /// <summary>Whether the literal stands in quotes.</summary>
    bool IsQuoted { get; }

    /// <summary>Writes the text and returns its length; −1 when the value has no form there.</summary>
    int Write(Span<byte> target, T value);
}

/// <summary>A column of fixed-width values.</summary>
internal sealed unsafe class FixedEncoder<T, TWriter>(TWriter writer) : FieldEncoder
    where T : unmanaged
    where TWriter : struct, IFieldWriter<T>
{
    private readonly TWriter _writer = writer;

    public override string? Write(RowBuffer buffer, int row, bool isLiteral)
    {
        T value = ((T*)Values)[row + Offset];
        bool isQuoted = isLiteral && _writer.IsQuoted;
        Span<byte> target = buffer.Reserve(66);
        target[0] = (byte)'\'';
        int length = _writer.Write(target[(isQuoted ? 1 : 0)..], value);
        if (length < 0)
            return string.Create(CultureInfo.InvariantCulture, $"MySQL has no {value}");
        if (isQuoted)
            target[++length] = (byte)'\'';
        buffer.Advance(isQuoted ? length + 1 : length);
        return null;
    }
}

/// <summary>A BOOLEAN column as 0 and 1.</summary>
internal sealed unsafe class BooleanEncoder(bool isBit) : FieldEncoder
{
    public override string? Conversion => isBit ? "CAST(? AS UNSIGNED)" : null;

    public override string? Write(RowBuffer buffer, int row, bool isLiteral)
    {
        int bit = row + Offset;
        buffer.WriteByte((byte)('0' + ((Values[bit >> 3] >> (bit & 7)) & 1)));
        return null;
    }
}

/// <summary>Bytes in hexadecimal digits: no character set can touch them.</summary>
internal sealed class HexEncoder(long longest, long exact) : FieldEncoder
{
    public override string? Conversion => "UNHEX(?)";

    public override string? Write(RowBuffer buffer, int row, bool isLiteral)
    {
        ReadOnlySpan<byte> value = BytesAt(row);
        if (value.Length > longest)
            return string.Create(CultureInfo.InvariantCulture, $"the value has {value.Length} bytes and the target takes {longest}");
        if (exact > 0 && value.Length != exact)
            return string.Create(CultureInfo.InvariantCulture, $"the value has {value.Length} bytes and the target would fill it with zeros to {exact}");
        if (isLiteral)
            buffer.Write("X'"u8);
        Convert.TryToHexStringLower(value, buffer.Reserve(checked(value.Length * 2)), out int written);
        buffer.Advance(written);
        if (isLiteral)
            buffer.WriteByte((byte)'\'');
        return null;
    }
}

/// <summary>BINARY as the number that BIT(n) is.</summary>
internal sealed class BitEncoder : FieldEncoder
{
    public override string? Conversion => "CAST(? AS UNSIGNED)";

    public override string? Write(RowBuffer buffer, int row, bool isLiteral)
    {
        ulong bits = 0;
        ReadOnlySpan<byte> value = BytesAt(row);
        if (value.Length > 8)
            return "the value has more than 64 bits";
        foreach (byte part in value)
            bits = (bits << 8) | part;
        Utf8Formatter.TryFormat(bits, buffer.Reserve(20), out int written);
        buffer.Advance(written);
        return null;
    }
}

/// <summary>Text, escaped the same way for both.</summary>
internal class TextEncoder(TextLimit limit) : FieldEncoder
{
    private static readonly SearchValues<byte> s_special = SearchValues.Create("\0\t\n\r\\'"u8);

    public override string? Write(RowBuffer buffer, int row, bool isLiteral)
    {
        ReadOnlySpan<byte> value = BytesAt(row);
        if ((limit.Refuse(value) ?? Refuse(value)) is { } refusal)
            return refusal;
        if (isLiteral)
            buffer.WriteByte((byte)'\'');
        while (value.IndexOfAny(s_special) is >= 0 and var at)
        {
            buffer.Write(value[..at]);
            buffer.WriteByte((byte)'\\');
            buffer.WriteByte(value[at] switch { 0 => (byte)'0', (byte)'\t' => (byte)'t', (byte)'\n' => (byte)'n', (byte)'\r' => (byte)'r', byte other => other });
            value = value[(at + 1)..];
        }

        buffer.Write(value);
        if (isLiteral)
            buffer.WriteByte((byte)'\'');
        return null;
    }

    /// <summary>Why the target would not keep the text as it is.</summary>
    protected virtual string? Refuse(ReadOnlySpan<byte> value) => null;
}

/// <summary>Text into an ENUM: the server takes names in any case, and numbers for their places.</summary>
internal sealed class EnumEncoder(IReadOnlyList<string> labels) : TextEncoder(TextLimit.None)
{
    private readonly byte[][] _labels = [.. labels.Select(System.Text.Encoding.UTF8.GetBytes)];

    protected override string? Refuse(ReadOnlySpan<byte> value)
    {
        foreach (byte[] label in _labels)
        {
            if (value.SequenceEqual(label))
                return null;
        }

        return "the text is none of the target's names";
    }
}

/// <summary>Text into a UUID: the server writes it in lower case.</summary>
internal sealed class UuidEncoder() : TextEncoder(TextLimit.None)
{
    protected override string? Refuse(ReadOnlySpan<byte> value) =>
        Utf8Parser.TryParse(value, out Guid _, out int used, 'D') && used == value.Length && !value.ContainsAnyInRange((byte)'A', (byte)'F')
            ? null
            : "the text is not a uuid in lower case";
}

/// <summary>The longest text a target keeps.</summary>
/// <param name="Characters">In code points.</param>
/// <param name="Bytes">In bytes of UTF-8.</param>
/// <param name="LosesBlanks">The target is a CHAR, which loses trailing blanks.</param>
internal readonly record struct TextLimit(long Characters, long Bytes, bool LosesBlanks = false)
{
    /// <summary>No limit.</summary>
    public static TextLimit None => new(long.MaxValue, long.MaxValue);

    /// <summary>Why a text is not kept as it is; null when it is.</summary>
    public string? Refuse(ReadOnlySpan<byte> utf8)
    {
        if (LosesBlanks && utf8.Length > 0 && utf8[^1] == ' ')
            return "the text ends with blanks, which a CHAR does not keep";
        if (utf8.Length <= Characters && utf8.Length <= Bytes)
            return null;
        if (utf8.Length > Bytes)
            return string.Create(CultureInfo.InvariantCulture, $"the text has {utf8.Length} bytes and the target takes {Bytes}");
        int count = 0;
        foreach (byte unit in utf8)
            count += (unit & 0xC0) != 0x80 ? 1 : 0;
        return count <= Characters ? null : string.Create(CultureInfo.InvariantCulture, $"the text has {count} characters and the target takes {Characters}");
    }
}
