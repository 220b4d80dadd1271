using System.Text;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Casts between binaries, and between binaries and text (UTF-8). Longer is cut; BINARY(n) is padded with 0x00.</summary>
internal static class BinaryCasts
{
    /// <summary>The kernel.</summary>
    public static ScalarKernel? Find(LogicalType from, LogicalType to)
    {
        if (from.IsBinary && to.IsBinary)
            return ScalarKernel.Of((byte[] a, ref Outcome _) => Fit(a, to));
        if (from.IsCharacter && to.IsBinary)
            return ScalarKernel.Of((string a, ref Outcome _) => Fit(Encoding.UTF8.GetBytes(a), to));
        return to.IsCharacter ? ScalarKernel.Of((byte[] a, ref Outcome _) => TextFit.FitUnits(Encoding.UTF8.GetString(a), to)) : null;
    }

    private static byte[] Fit(byte[] bytes, LogicalType type)
    {
        if (bytes.Length > type.Length)
            return bytes[..type.Length];
        if (type.Kind != TypeKind.Binary || bytes.Length == type.Length)
            return bytes;
        byte[] padded = new byte[type.Length];
        bytes.CopyTo(padded, 0);
        return padded;
    }
}
