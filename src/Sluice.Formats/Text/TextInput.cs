using System.Text;
using Sluice.Connectors.Files;
using Sluice.Connectors.Options;

namespace Sluice.Formats.Text;

/// <summary>How the bytes of a text file become UTF-8.</summary>
/// <param name="Compression">How it is compressed.</param>
/// <param name="Encoding">Its encoding; null for UTF-8.</param>
internal sealed record TextInput(TextCompression Compression, Encoding? Encoding)
{
    private static readonly byte[] s_utf8Mark = [0xEF, 0xBB, 0xBF];

    /// <summary>Bytes can be read from the middle of the file as they are.</summary>
    public bool IsPlain => Compression == TextCompression.None && Encoding is null;

    /// <summary>The encoding's name for messages.</summary>
    public string EncodingName => Encoding is null ? "UTF-8" : Encoding.WebName;

    /// <summary>What the options and the name of a file say; and its byte order mark, which wins over an encoding not given.</summary>
    public static async ValueTask<TextInput> OfAsync(IInputFile file, OptionValues options, CancellationToken cancellationToken)
    {
        var input = new TextInput(TextCompressions.Of(options.Text("compression"), file.Path), TextEncodings.Find(options.Text("encoding")));
        if (input.Encoding is not null)
            return input;
        byte[] head = new byte[4096];
        IByteSource source = input.Decompressed(file, 0, long.MaxValue);
        await using (source.ConfigureAwait(false))
        {
            int length = 0;
            int read = 1;
            while (length < 2 && read > 0)
                length += read = await source.ReadAsync(head.AsMemory(length), cancellationToken).ConfigureAwait(false);
            return head is [0xFF, 0xFE, ..] ? input with { Encoding = TextEncodings.WithMark(System.Text.Encoding.Unicode) }
                : head is [0xFE, 0xFF, ..] ? input with { Encoding = TextEncodings.WithMark(System.Text.Encoding.BigEndianUnicode) }
                : input;
        }
    }

    /// <summary>UTF-8 from byte <paramref name="start"/> (0 unless <see cref="IsPlain"/>) to <paramref name="end"/>. The caller disposes it; the file stays the caller's.</summary>
    public IByteSource Open(IInputFile file, long start, long end)
    {
        IByteSource source = Decompressed(file, start, end);
        return Encoding is null ? source : new TranscodedBytes(source, Encoding);
    }

    /// <summary>Bytes of the UTF-8 byte order mark at the start of a text: 0 or 3.</summary>
    public static int MarkLength(ReadOnlySpan<byte> text) => text.StartsWith(s_utf8Mark) ? 3 : 0;

    private IByteSource Decompressed(IInputFile file, long start, long end)
    {
        IByteSource bytes = new FileBytes(file, start, end);
        return Compression switch
        {
            TextCompression.Gzip => new GzipBytes(bytes, file.Path),
            TextCompression.Zstd => new ZstdBytes(bytes, file.Path),
            _ => bytes,
        };
    }
}
