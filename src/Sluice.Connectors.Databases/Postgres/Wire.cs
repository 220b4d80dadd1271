using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>The few protocol messages that COPY needs (PostgreSQL documentation, Frontend/Backend Protocol 3.0, Message Formats).</summary>
internal static class Wire
{
    /// <summary>What a binary COPY begins with; then 4 bytes of flags and 4 of extension length.</summary>
    public static ReadOnlySpan<byte> Signature => [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00];

    /// <summary>A Query message.</summary>
    public static byte[] Query(string sql)
    {
        int bytes = Encoding.UTF8.GetByteCount(sql);
        byte[] message = new byte[bytes + 6];
        message[0] = (byte)'Q';
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), bytes + 5);
        Encoding.UTF8.GetBytes(sql, message.AsSpan(5));
        return message;
    }

    /// <summary>The count at the end of a CommandComplete's tag (<c>COPY 42</c>); null when it has none.</summary>
    public static long? CountOf(ReadOnlySpan<byte> tag)
    {
        if (!tag.IsEmpty && tag[^1] == 0)
            tag = tag[..^1];
        int space = tag.LastIndexOf((byte)' ');
        return space > 0 && Utf8Parser.TryParse(tag[(space + 1)..], out long count, out int used) && used == tag.Length - space - 1 ? count : null;
    }
}
