using System.Text.Json;
using Sluice.Formats.Text;
using Sluice.Types;

namespace Sluice.Formats.Json;

/// <summary>CHAR, VARCHAR and STRING: strings as they are, every other value as its JSON text.</summary>
internal sealed class StringJsonColumn(BytesColumnBuilder builder, JsonFault fault) : JsonColumn(builder, fault)
{
    protected override bool ReadValue(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
            return RawJson.Append(ref reader, builder, Fault);
        Span<byte> target = builder.GetSpan(reader.HasValueSequence ? checked((int)reader.ValueSequence.Length) : reader.ValueSpan.Length);
        int length;
        try
        {
            length = reader.CopyString(target);
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair is no character.
            return Fault.Fail(TextErrors.WrongEncoding, "a string holds half a surrogate pair", null);
        }

        if (builder.Type.Length != LogicalType.MaxLength && length > builder.Type.Length && CodePoints(target[..length]) > builder.Type.Length)
            return Refuse(ref reader);
        builder.Commit(length);
        return true;
    }

    private static int CodePoints(ReadOnlySpan<byte> text)
    {
        int count = 0;
        foreach (byte b in text)
            count += (b & 0xC0) != 0x80 ? 1 : 0;
        return count;
    }
}

/// <summary>A column tagged <c>json</c>: the value's JSON text, null included.</summary>
internal sealed class JsonTextColumn(BytesColumnBuilder builder, JsonFault fault) : JsonColumn(builder, fault)
{
    protected override bool KeepsNull => true;

    protected override bool ReadValue(ref Utf8JsonReader reader) => RawJson.Append(ref reader, builder, Fault);
}
