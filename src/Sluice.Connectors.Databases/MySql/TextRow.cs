using System.Buffers.Binary;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>The lengths in front of values (protocol: length-encoded integer).</summary>
internal static class TextRow
{
    /// <summary>The byte that says NULL in place of a length.</summary>
    public const byte Null = 0xFB;

    /// <summary>Reads a length; null for NULL.</summary>
    /// <param name="bytes">Starts with it.</param>
    /// <param name="used">Bytes it takes.</param>
    public static long? ReadLength(ReadOnlySpan<byte> bytes, out int used)
    {
        byte first = bytes[0];
        switch (first)
        {
            case Null:
                used = 1;
                return null;
            case 0xFC:
                used = 3;
                return BinaryPrimitives.ReadUInt16LittleEndian(bytes[1..]);
            case 0xFD:
                used = 4;
                return bytes[1] | (bytes[2] << 8) | (bytes[3] << 16);
            case 0xFE:
                used = 9;
                return BinaryPrimitives.ReadInt64LittleEndian(bytes[1..]);
            default:
                used = 1;
                return first;
        }
    }
}
