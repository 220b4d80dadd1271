using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Formats.Text;

/// <summary>Finds bytes in blocks of 64: bit n of a mask stands for byte n.</summary>
internal static unsafe class ByteMasks
{
    /// <summary>Bytes of a block.</summary>
    public const int Block = 64;

    /// <summary>Where a byte stands in the 64 bytes at <paramref name="text"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(byte* text, byte value)
    {
        if (Vector512.IsHardwareAccelerated)
            return Vector512.Equals(Vector512.Load(text), Vector512.Create(value)).ExtractMostSignificantBits();
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<byte> wanted = Vector256.Create(value);
            return Vector256.Equals(Vector256.Load(text), wanted).ExtractMostSignificantBits()
                | ((ulong)Vector256.Equals(Vector256.Load(text + 32), wanted).ExtractMostSignificantBits() << 32);
        }

        Vector128<byte> narrow = Vector128.Create(value);
        ulong mask = 0;
        for (int i = 0; i < Block; i += 16)
            mask |= (ulong)Vector128.Equals(Vector128.Load(text + i), narrow).ExtractMostSignificantBits() << i;
        return mask;
    }

    /// <summary>Bit n is the parity of bits 0 to n: between an odd quote and the next one all bits are set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong PrefixParity(ulong mask)
    {
        if (Pclmulqdq.IsSupported)
            return (ulong)Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar((long)mask), Vector128<long>.AllBitsSet, 0).ToScalar();
        for (int i = 1; i < Block; i *= 2)
            mask ^= mask << i;
        return mask;
    }

    /// <summary>The lowest <paramref name="count"/> bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Low(int count) => count >= Block ? ulong.MaxValue : (1UL << count) - 1;

    /// <summary>Set bits.</summary>
    public static int Count(ulong mask) => BitOperations.PopCount(mask);
}
