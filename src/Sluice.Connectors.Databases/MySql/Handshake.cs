using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>What both sides can (protocol: capability flags).</summary>
[Flags]
internal enum ClientFlags : uint
{
    LongPassword = 1,
    FoundRows = 2,
    LongFlag = 4,
    ConnectWithDatabase = 8,
    LocalFiles = 0x80,
    Protocol41 = 0x200,
    Tls = 0x800,
    Transactions = 0x2000,
    SecureConnection = 0x8000,
    PluginAuth = 0x8_0000,
    ConnectAttributes = 0x10_0000,
    LongAuthData = 0x20_0000,
}

/// <summary>The server's greeting (protocol: HandshakeV10).</summary>
internal sealed record Handshake
{
    public required string VersionText { get; init; }

    public required uint ThreadId { get; init; }

    public required ClientFlags Flags { get; init; }

    /// <summary>The challenge, 20 bytes.</summary>
    public required byte[] Nonce { get; init; }

    public required string Plugin { get; init; }

    public bool IsMariaDb => VersionText.Contains("MariaDB", StringComparison.OrdinalIgnoreCase);

    /// <summary>The version's numbers: <c>10.11.6</c> of <c>5.5.5-10.11.6-MariaDB-1</c>.</summary>
    public Version Version
    {
        get
        {
            string text = IsMariaDb && VersionText.StartsWith("5.5.5-", StringComparison.Ordinal) ? VersionText[6..] : VersionText;
            string numbers = new([.. text.TakeWhile(c => char.IsAsciiDigit(c) || c == '.')]);
            return Version.TryParse(numbers.TrimEnd('.'), out Version? version) ? version : new Version(0, 0);
        }
    }

    /// <summary>Reads the greeting; null when it is not one of this protocol.</summary>
    public static Handshake? Parse(ReadOnlySpan<byte> payload)
    {
        int zero = payload.Length > 0 && payload[0] == 10 ? payload.IndexOf((byte)0) : -1;
        if (zero < 0 || payload.Length < zero + 32)
            return null;
        string version = Encoding.ASCII.GetString(payload[1..zero]);
        ReadOnlySpan<byte> rest = payload[(zero + 1)..];
        uint thread = BinaryPrimitives.ReadUInt32LittleEndian(rest);
        uint flags = BinaryPrimitives.ReadUInt16LittleEndian(rest[13..]) | ((uint)BinaryPrimitives.ReadUInt16LittleEndian(rest[18..]) << 16);
        byte[] nonce = [.. rest[4..12], .. rest[31..].Length >= 12 ? rest[31..43] : []];
        ReadOnlySpan<byte> plugin = rest.Length > 44 ? rest[44..] : [];
        int end = plugin.IndexOf((byte)0);
        return new Handshake
        {
            VersionText = version,
            ThreadId = thread,
            Flags = (ClientFlags)flags,
            Nonce = nonce,
            Plugin = Encoding.ASCII.GetString(end < 0 ? plugin : plugin[..end]),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsMariaDb ? "MariaDB" : "MySQL")} {Version}");
}
