using System.Text.Json;
using Sluice.Types;

namespace Sluice.Formats.Json;

/// <summary>JSON values as the text they are in the file.</summary>
internal static class RawJson
{
    /// <summary>Appends the text of the value that the reader stands on, and moves to its last token.</summary>
    public static unsafe bool Append(ref Utf8JsonReader reader, BytesColumnBuilder builder, JsonFault row)
    {
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        var text = new ReadOnlySpan<byte>(row.Text + start, (int)reader.BytesConsumed - start);
        if (builder.Type.Length != LogicalType.MaxLength && System.Text.Encoding.UTF8.GetCharCount(text) > builder.Type.Length)
            return row.Fail(Sluice.Formats.Text.TextErrors.BadValue, $"a JSON text does not fit {builder.Type}", null);
        builder.Append(text);
        return true;
    }
}
