using System.Runtime.InteropServices;
using Sluice.Formats.Text;

namespace Sluice.Formats.Csv;

/// <summary>What a field holds when the fast path did not take it.</summary>
internal enum FieldKind
{
    /// <summary>NULL.</summary>
    Null,

    /// <summary>A text, without quotes.</summary>
    Value,
}

/// <summary>The slow path of one field: NULL tokens, quotes, blanks around values that are not text.</summary>
internal static unsafe class FieldText
{
    /// <summary>Looks at a field.</summary>
    /// <param name="chunk">The chunk; its scratch takes the text of a quoted field.</param>
    /// <param name="start">First byte.</param>
    /// <param name="end">One past the last byte.</param>
    /// <param name="text">The text, valid until the scratch is used again.</param>
    public static FieldKind Of(CsvChunk chunk, int start, int end, out ReadOnlySpan<byte> text)
    {
        text = new ReadOnlySpan<byte>(chunk.Text + start, end - start);
        CsvOptions options = chunk.Options;
        if (!CsvText.IsQuoted(text, options))
            return CsvText.IsNull(text, options) ? FieldKind.Null : FieldKind.Value;
        chunk.EnsureScratch(text.Length);
        Span<byte> scratch = chunk.Scratch.AsSpan(TextBuffer.Padding);
        text = scratch[..CsvText.Unquote(text, scratch, options)];
        return options.QuotedNull && CsvText.IsNull(text, options) ? FieldKind.Null : FieldKind.Value;
    }

    /// <summary>A text without blanks around it, for values that are not text.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \t"u8);

    /// <summary>Reads a value, NULL or neither.</summary>
    public static FieldKind? TryRead<T, TField>(CsvChunk chunk, int start, int end, TField parser, out T value)
        where T : unmanaged
        where TField : struct, ICsvField<T>
    {
        value = default;
        if (Of(chunk, start, end, out ReadOnlySpan<byte> text) == FieldKind.Null)
            return FieldKind.Null;
        text = Trim(text);
        fixed (byte* pointer = &MemoryMarshal.GetReference(text))
            return !text.IsEmpty && parser.TryRead(pointer, text.Length, out value) ? FieldKind.Value : null;
    }
}
