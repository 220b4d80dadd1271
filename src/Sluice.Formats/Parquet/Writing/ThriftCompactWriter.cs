using System.Text;
using Sluice.Types;

namespace Sluice.Formats.Parquet;

/// <summary>
/// Writes Thrift's compact protocol, as far as Parquet's metadata needs it. Fields of a struct must be written in ascending order.
/// Source: thrift-compact-protocol.md of Apache Thrift.
/// </summary>
internal sealed class ThriftCompactWriter(GrowingBuffer output)
{
    private const byte TypeTrue = 1;
    private const byte TypeFalse = 2;
    private const byte TypeByte = 3;
    private const byte TypeI16 = 4;
    private const byte TypeI32 = 5;
    private const byte TypeI64 = 6;
    private const byte TypeBinary = 8;
    private const byte TypeList = 9;
    private const byte TypeStruct = 12;

    private readonly Stack<int> _outer = new();
    private int _lastField;

    /// <summary>Starts the outermost struct, or an element of a list of structs.</summary>
    public void BeginStruct()
    {
        _outer.Push(_lastField);
        _lastField = 0;
    }

    /// <summary>Starts a struct that is field <paramref name="id"/>.</summary>
    public void BeginStruct(int id)
    {
        Field(id, TypeStruct);
        BeginStruct();
    }

    /// <summary>Ends the innermost struct.</summary>
    public void EndStruct()
    {
        output.Append((byte)0);
        _lastField = _outer.Pop();
    }

    /// <summary>An empty struct, the value of a union without content.</summary>
    public void Empty(int id)
    {
        BeginStruct(id);
        EndStruct();
    }

    public void Bool(int id, bool value) => Field(id, value ? TypeTrue : TypeFalse);

    public void Byte(int id, sbyte value)
    {
        Field(id, TypeByte);
        output.Append((byte)value);
    }

    public void I16(int id, short value)
    {
        Field(id, TypeI16);
        VarInt(ZigZag(value));
    }

    public void I32(int id, int value)
    {
        Field(id, TypeI32);
        VarInt(ZigZag(value));
    }

    public void I64(int id, long value)
    {
        Field(id, TypeI64);
        VarInt(ZigZag(value));
    }

    public void Binary(int id, ReadOnlySpan<byte> value)
    {
        Field(id, TypeBinary);
        VarInt((ulong)value.Length);
        output.Append(value);
    }

    public void String(int id, string value) => Binary(id, Encoding.UTF8.GetBytes(value));

    public void ListOfI32(int id, ReadOnlySpan<int> values)
    {
        BeginList(id, TypeI32, values.Length);
        foreach (int value in values)
            VarInt(ZigZag(value));
    }

    public void ListOfString(int id, IReadOnlyList<string> values)
    {
        BeginList(id, TypeBinary, values.Count);
        foreach (string value in values)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(value);
            VarInt((ulong)bytes.Length);
            output.Append(bytes);
        }
    }

    /// <summary>Starts a list of <paramref name="count"/> structs, each to be written between <see cref="BeginStruct()"/> and <see cref="EndStruct"/>.</summary>
    public void BeginListOfStruct(int id, int count) => BeginList(id, TypeStruct, count);

    /// <summary>Structs that are already encoded.</summary>
    public void Raw(ReadOnlySpan<byte> bytes) => output.Append(bytes);

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    private void BeginList(int id, byte elementType, int count)
    {
        Field(id, TypeList);
        if (count < 15)
        {
            output.Append((byte)((count << 4) | elementType));
            return;
        }

        output.Append((byte)(0xF0 | elementType));
        VarInt((ulong)count);
    }

    private void Field(int id, byte type)
    {
        int delta = id - _lastField;
        System.Diagnostics.Debug.Assert(delta is > 0 and <= 15, "Parquet's structs have no larger gaps.");
        output.Append((byte)((delta << 4) | type));
        _lastField = id;
    }

    private void VarInt(ulong value)
    {
        Span<byte> room = output.GetSpan(10);
        int length = 0;
        while (value >= 0x80)
        {
            room[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        room[length++] = (byte)value;
        output.Advance(length);
    }
}
