using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Sluice.Types;

namespace Sluice.Formats.Parquet;

/// <summary>
/// Parquet's RLE / bit-packing hybrid, for levels and dictionary indices. Source: Encodings.md of parquet-format, "RLE = 3".
/// </summary>
internal static class RunLengthBitPacking
{
    /// <summary>A run shorter than this is not worth its header among bit-packed groups.</summary>
    private const int LeastRun = 16;

    /// <summary>Values are packed in groups of this size.</summary>
    private const int GroupSize = 8;

    /// <summary>The width for values of 0 to <paramref name="largest"/>.</summary>
    public static int BitWidth(int largest) => 32 - BitOperations.LeadingZeroCount((uint)largest);

    /// <summary>Appends <paramref name="values"/>, each below 2^<paramref name="bitWidth"/>.</summary>
    public static void Write<T>(GrowingBuffer output, ReadOnlySpan<T> values, int bitWidth)
        where T : unmanaged, IBinaryInteger<T>
    {
        int packedFrom = 0;
        int at = 0;

        // A run that pays holds a whole group of 8 wherever it begins, so only whole groups are looked at.
        while (at + GroupSize <= values.Length)
        {
            if (!IsOneValue(values, at))
            {
                at += GroupSize;
                continue;
            }

            int next = values[(at + GroupSize)..].IndexOfAnyExcept(values[at]);
            int runEnd = next < 0 ? values.Length : at + GroupSize + next;
            if (runEnd - at < LeastRun)
            {
                at += GroupSize;
                continue;
            }

            if (at > packedFrom)
                WritePacked(output, values[packedFrom..at], bitWidth);
            WriteRun(output, uint.CreateTruncating(values[at]), runEnd - at, bitWidth);
            at = runEnd;
            packedFrom = at;
        }

        if (packedFrom < values.Length)
            WritePacked(output, values[packedFrom..], bitWidth);
    }

    /// <summary>Appends one run of <paramref name="count"/> times <paramref name="value"/>.</summary>
    public static void WriteRun(GrowingBuffer output, uint value, int count, int bitWidth)
    {
        WriteVarInt(output, (uint)count << 1);
        int bytes = (bitWidth + 7) / 8;
        Span<byte> room = output.GetSpan(4);
        MemoryMarshal.Write(room, value);
        output.Advance(bytes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsOneValue<T>(ReadOnlySpan<T> values, int at)
        where T : unmanaged, IBinaryInteger<T>
    {
        ref T first = ref Unsafe.AsRef(in values[at]);
        if (Unsafe.SizeOf<T>() == sizeof(byte))
            return Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<T, byte>(ref first)) == 0x0101010101010101UL * byte.CreateTruncating(first);
        return Vector256.LoadUnsafe(ref first) == Vector256.Create(first);
    }

    private static void WritePacked<T>(GrowingBuffer output, ReadOnlySpan<T> values, int bitWidth)
        where T : unmanaged, IBinaryInteger<T>
    {
        int groups = (values.Length + GroupSize - 1) / GroupSize;
        WriteVarInt(output, ((uint)groups << 1) | 1);
        int bytes = groups * bitWidth;
        Span<byte> room = output.GetSpan(bytes + 8);
        int whole = bitWidth <= 8 ? PackGroups(room, values, bitWidth) : 0;
        Pack(room[(whole / GroupSize * bitWidth)..], values[whole..], bitWidth, bytes - (whole / GroupSize * bitWidth));
        output.Advance(bytes);
    }

    /// <summary>Packs whole groups, each of at most 64 bits, without a branch per value; returns how many values.</summary>
    private static int PackGroups<T>(Span<byte> room, ReadOnlySpan<T> values, int bitWidth)
        where T : unmanaged, IBinaryInteger<T>
    {
        int at = 0;
        int target = 0;
        for (; at + GroupSize <= values.Length; at += GroupSize, target += bitWidth)
        {
            ReadOnlySpan<T> group = values.Slice(at, GroupSize);
            ulong low = uint.CreateTruncating(group[0]) | ((ulong)uint.CreateTruncating(group[1]) << bitWidth)
                | ((ulong)uint.CreateTruncating(group[2]) << (2 * bitWidth)) | ((ulong)uint.CreateTruncating(group[3]) << (3 * bitWidth));
            ulong high = uint.CreateTruncating(group[4]) | ((ulong)uint.CreateTruncating(group[5]) << bitWidth)
                | ((ulong)uint.CreateTruncating(group[6]) << (2 * bitWidth)) | ((ulong)uint.CreateTruncating(group[7]) << (3 * bitWidth));
            MemoryMarshal.Write(room[target..], low | (high << (4 * bitWidth)));
        }

        return at;
    }

    private static void Pack<T>(Span<byte> room, ReadOnlySpan<T> values, int bitWidth, int bytes)
        where T : unmanaged, IBinaryInteger<T>
    {
        ref byte start = ref MemoryMarshal.GetReference(room);
        ulong bits = 0;
        int bitCount = 0;
        int at = 0;
        for (int i = 0; i < values.Length; i++)
        {
            bits |= (ulong)uint.CreateTruncating(values[i]) << bitCount;
            bitCount += bitWidth;
            if (bitCount < 32)
                continue;
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref start, at), (uint)bits);
            at += sizeof(uint);
            bits >>= 32;
            bitCount -= 32;
        }

        for (; at < bytes; at++, bits >>= 8)
            room[at] = (byte)bits;
    }

    private static void WriteVarInt(GrowingBuffer output, uint value)
    {
        Span<byte> room = output.GetSpan(5);
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
