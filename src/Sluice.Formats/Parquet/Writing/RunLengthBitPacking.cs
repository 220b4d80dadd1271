using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sluice.Types;

namespace Sluice.Formats.Parquet;

/// <summary>
/// Parquet's RLE / bit-packing hybrid, for levels and dictionary indices. Source: Encodings.md of parquet-format, "RLE = 3".
/// </summary>
internal static class RunLengthBitPacking
{
    /// <summary>A run shorter than this is not worth its header inside bit-packed groups of 8.</summary>
    private const int LeastRun = 16;

    /// <summary>The width for values of 0 to <paramref name="largest"/>.</summary>
    public static int BitWidth(int largest) => 32 - BitOperations.LeadingZeroCount((uint)largest);

    /// <summary>Appends <paramref name="values"/>, each below 2^<paramref name="bitWidth"/>.</summary>
    public static void Write<T>(GrowingBuffer output, ReadOnlySpan<T> values, int bitWidth)
        where T : unmanaged, IBinaryInteger<T>
    {
        int packedFrom = 0;
        int at = 0;
        while (at < values.Length)
        {
            T value = values[at];
            int runEnd = RunEnd(values, at, value);

            // Bit-packed groups hold 8 values: the first values of a run fill up the open group.
            int fill = -(at - packedFrom) & 7;
            if (runEnd - at - fill < LeastRun)
            {
                at = runEnd;
                continue;
            }

            at += fill;
            if (at > packedFrom)
                WritePacked(output, values[packedFrom..at], bitWidth);
            WriteRun(output, uint.CreateTruncating(value), runEnd - at, bitWidth);
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
    private static int RunEnd<T>(ReadOnlySpan<T> values, int at, T value)
        where T : unmanaged, IBinaryInteger<T>
    {
        // Most runs end at once; only a beginning run is worth the vector search.
        if (at + 1 >= values.Length || values[at + 1] != value)
            return at + 1;
        int next = values[(at + 1)..].IndexOfAnyExcept(value);
        return next < 0 ? values.Length : at + 1 + next;
    }

    private static void WritePacked<T>(GrowingBuffer output, ReadOnlySpan<T> values, int bitWidth)
        where T : unmanaged, IBinaryInteger<T>
    {
        int groups = (values.Length + 7) / 8;
        WriteVarInt(output, ((uint)groups << 1) | 1);
        int bytes = groups * bitWidth;
        Span<byte> room = output.GetSpan(bytes + 8);
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
            at += 4;
            bits >>= 32;
            bitCount -= 32;
        }

        for (; at < bytes; at++, bits >>= 8)
            room[at] = (byte)bits;
        output.Advance(bytes);
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
