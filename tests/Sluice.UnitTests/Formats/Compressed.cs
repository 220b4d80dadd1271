using System.IO.Compression;
using ZstdSharp;

namespace Sluice.UnitTests.Formats;

/// <summary>Compresses as other programs would.</summary>
internal static class Compressed
{
    public static byte[] Gzip(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var stream = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true))
            stream.Write(bytes);
        return target.ToArray();
    }

    public static byte[] Zstd(byte[] bytes)
    {
        using var compressor = new Compressor(3);
        return compressor.Wrap(bytes).ToArray();
    }
}
