using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Security.Cryptography;

namespace Sluice.Expressions.Functions.Text;

/// <summary>MD5, SHA1, SHA224 … SHA512 and SHA2: the digest of bytes (of a text: its UTF-8) as lower-case hexadecimal digits.</summary>
public static class Digests
{
    private static readonly uint[] s_roundConstants = MakeRoundConstants();

    /// <summary>MD5.</summary>
    public static string Md5(ReadOnlySpan<byte> bytes) => Hex(MD5.HashData(bytes));

    /// <summary>SHA1.</summary>
    public static string Sha1(ReadOnlySpan<byte> bytes) => Hex(SHA1.HashData(bytes));

    /// <summary>SHA224, which .NET does not have: SHA-256 with another start, cut to 28 bytes.</summary>
    public static string Sha224(ReadOnlySpan<byte> bytes)
    {
        uint[] state = [0xC1059ED8, 0x367CD507, 0x3070DD17, 0xF70E5939, 0xFFC00B31, 0x68581511, 0x64F98FA7, 0xBEFA4FA4];
        int whole = bytes.Length & ~63;
        for (int i = 0; i < whole; i += 64)
            Compress(state, bytes.Slice(i, 64));
        Span<byte> tail = stackalloc byte[128];
        tail.Clear();
        ReadOnlySpan<byte> rest = bytes[whole..];
        rest.CopyTo(tail);
        tail[rest.Length] = 0x80;
        int blocks = rest.Length < 56 ? 1 : 2;
        BinaryPrimitives.WriteInt64BigEndian(tail[((blocks * 64) - 8)..], (long)bytes.Length * 8);
        for (int i = 0; i < blocks; i++)
            Compress(state, tail.Slice(i * 64, 64));
        Span<byte> digest = stackalloc byte[28];
        for (int i = 0; i < 7; i++)
            BinaryPrimitives.WriteUInt32BigEndian(digest[(i * 4)..], state[i]);
        return Convert.ToHexStringLower(digest);
    }

    /// <summary>SHA256.</summary>
    public static string Sha256(ReadOnlySpan<byte> bytes) => Hex(SHA256.HashData(bytes));

    /// <summary>SHA384.</summary>
    public static string Sha384(ReadOnlySpan<byte> bytes) => Hex(SHA384.HashData(bytes));

    /// <summary>SHA512.</summary>
    public static string Sha512(ReadOnlySpan<byte> bytes) => Hex(SHA512.HashData(bytes));

    /// <summary>SHA2(bytes, bits): 224, 256, 384 or 512 bits (and 1, which Java takes for SHA-1); false for other lengths.</summary>
    public static bool TrySha2(ReadOnlySpan<byte> bytes, int bits, [NotNullWhen(true)] out string? digest)
    {
        digest = bits switch
        {
            1 => Sha1(bytes),
            224 => Sha224(bytes),
            256 => Sha256(bytes),
            384 => Sha384(bytes),
            512 => Sha512(bytes),
            _ => null,
        };
        return digest is not null;
    }

    private static string Hex(byte[] digest) => Convert.ToHexStringLower(digest);

    // The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static uint[] MakeRoundConstants()
    {
        var constants = new uint[64];
        for (int prime = 2, found = 0; found < 64; prime++)
        {
            if (Enumerable.Range(2, prime - 2).Any(d => prime % d == 0))
                continue;
            constants[found++] = CubeRootFraction(prime);
        }

        return constants;
    }

    // floor(cbrt(prime) * 2^32) by exact integers: a double has too few digits.
    private static uint CubeRootFraction(int prime)
    {
        BigInteger target = (BigInteger)prime << 96;
        BigInteger low = 0;
        BigInteger high = (BigInteger)prime << 32;
        while (high - low > 1)
        {
            BigInteger middle = (low + high) >> 1;
            if (middle * middle * middle <= target)
                low = middle;
            else
                high = middle;
        }

        return (uint)(low & 0xFFFFFFFF);
    }

    private static void Compress(uint[] state, ReadOnlySpan<byte> block)
    {
        Span<uint> w = stackalloc uint[64];
        for (int i = 0; i < 16; i++)
            w[i] = BinaryPrimitives.ReadUInt32BigEndian(block[(i * 4)..]);
        for (int i = 16; i < 64; i++)
        {
            uint s0 = BitOperations.RotateRight(w[i - 15], 7) ^ BitOperations.RotateRight(w[i - 15], 18) ^ (w[i - 15] >> 3);
            uint s1 = BitOperations.RotateRight(w[i - 2], 17) ^ BitOperations.RotateRight(w[i - 2], 19) ^ (w[i - 2] >> 10);
            w[i] = w[i - 16] + s0 + w[i - 7] + s1;
        }

        (uint a, uint b, uint c, uint d) = (state[0], state[1], state[2], state[3]);
        (uint e, uint f, uint g, uint h) = (state[4], state[5], state[6], state[7]);
        for (int i = 0; i < 64; i++)
        {
            uint s1 = BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25);
            uint t1 = h + s1 + ((e & f) ^ (~e & g)) + s_roundConstants[i] + w[i];
            uint s0 = BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22);
            uint t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e, d, c, b, a) = (g, f, e, d + t1, c, b, a, t1 + t2);
        }

        (state[0], state[1], state[2], state[3]) = (state[0] + a, state[1] + b, state[2] + c, state[3] + d);
        (state[4], state[5], state[6], state[7]) = (state[4] + e, state[5] + f, state[6] + g, state[7] + h);
    }
}
