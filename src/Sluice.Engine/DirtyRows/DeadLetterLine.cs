using System.Text.Json;
using Sluice.Connectors;
using Sluice.Connectors.Runs;

namespace Sluice.Engine.DirtyRows;

/// <summary>
/// A dirty row as a line of JSON: run, time, table, position, stage, column, value, code, reason and the row as far as it is known.
/// </summary>
internal static class DeadLetterLine
{
    private const int MaxShown = 1000;
    private const int MaxValue = 1 << 20;
    private static readonly JsonWriterOptions s_json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The line with its newline, secrets masked (Invariant 8). <c>incomplete</c> names the columns of <c>row</c> whose text is not the whole value,
    /// because it was masked or is longer than a million characters: such a row is never replayed.
    /// </summary>
    public static byte[] Render(DirtyRow row, string runId, DateTime time, SecretMask secrets)
    {
        // Value by value: a secret such as "a\b" has another form in the line.
        string? Masked(string? text) => text is null ? null : secrets.Apply(text);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, s_json))
        {
            json.WriteStartObject();
            json.WriteString("run", runId);
            json.WriteString("time", time);
            json.WriteString("table", Masked(row.Table));
            json.WriteString("position", Masked(row.Position));
            json.WriteString("stage", row.Stage);
            json.WriteString("column", Masked(row.Column));
            json.WriteString("value", Cut(Masked(row.Value), MaxShown));
            json.WriteString("code", row.Code.Name);
            json.WriteString("reason", Cut(Masked(row.Reason), MaxShown));
            if (row.Row is not null)
                WriteRow(json, row.Row, Masked);

            json.WriteEndObject();
        }

        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    private static void WriteRow(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, string?>> row, Func<string?, string?> mask)
    {
        List<string> incomplete = [];
        json.WriteStartObject("row");
        foreach ((string name, string? value) in row)
        {
            string? shown = Cut(mask(value), MaxValue);
            json.WriteString(mask(name)!, shown);
            if (!string.Equals(shown, value, StringComparison.Ordinal))
                incomplete.Add(mask(name)!);
        }

        json.WriteEndObject();
        if (incomplete.Count == 0)
            return;
        json.WriteStartArray("incomplete");
        foreach (string name in incomplete)
            json.WriteStringValue(name);
        json.WriteEndArray();
    }

    private static string? Cut(string? text, int length)
    {
        if (text is null || text.Length <= length)
            return text;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + "…";
    }
}
