using System.Text.Json;

namespace Sluice.Formats.Json;

/// <summary>Whether a text is JSON.</summary>
internal static class JsonText
{
    private static readonly JsonReaderOptions s_anyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>True for one JSON value and nothing behind it, however deep.</summary>
    public static bool IsValid(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, s_anyDepth);
        try
        {
            if (!reader.Read())
                return false;
            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
