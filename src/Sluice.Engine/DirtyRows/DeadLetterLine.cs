using System.Text.Json;
using Sluice.Connectors;
using Sluice.Connectors.Runs;

namespace Sluice.Engine.DirtyRows;

/// <summary>
/// A dirty row as a line of JSON: run, time, table, position, stage, column, value, code, reason and the row as far as it is known.
/// </summary>
internal static class DeadLetterLine
{
    private static readonly JsonWriterOptions s_json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line with its newline, secrets masked (Invariant 8).</summary>
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
            json.WriteString("value", Masked(row.Value));
            json.WriteString("code", row.Code.Name);
            json.WriteString("reason", Masked(row.Reason));
            if (row.Row is not null)
            {
                json.WriteStartObject("row");
                foreach ((string name, string? value) in row.Row)
                    json.WriteString(Masked(name)!, Masked(value));
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }
}
