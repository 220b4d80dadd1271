using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Formats.Parquet;

/// <summary>
/// What Parquet's own schema cannot say, kept in the file's key-value metadata under <see cref="Key"/> as JSON: declared types (lengths, digits),
/// tags, native types, comments, primary key. Readers that do not know it see plain types.
/// </summary>
internal static class SchemaMetadata
{
    /// <summary>The key in the file's metadata.</summary>
    public const string Key = "sluice.schema";

    /// <summary>The schema as JSON.</summary>
    public static string Write(TableSchema schema)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteStartArray("columns");
            foreach (Column column in schema.Columns)
                WriteColumn(json, column);
            json.WriteEndArray();
            if (!schema.PrimaryKey.IsEmpty)
            {
                json.WriteStartArray("primary_key");
                foreach (string name in schema.PrimaryKey)
                    json.WriteStringValue(name);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>The schema back; null when the text is not one that we wrote.</summary>
    public static TableSchema? TryRead(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            if (root.GetProperty("version").GetInt32() != 1)
                return null;
            var columns = ImmutableArray.CreateBuilder<Column>();
            foreach (JsonElement element in root.GetProperty("columns").EnumerateArray())
            {
                if (ReadColumn(element) is not { } column)
                    return null;
                columns.Add(column);
            }

            ImmutableArray<string> key = root.TryGetProperty("primary_key", out JsonElement names)
                ? [.. names.EnumerateArray().Select(n => n.GetString()!)]
                : [];
            return new TableSchema(columns.ToImmutable()) { PrimaryKey = key };
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static void WriteColumn(Utf8JsonWriter json, Column column)
    {
        json.WriteStartObject();
        json.WriteString("name", column.Name);
        json.WriteString("type", column.Type.ToString());
        if (column.Tag is not null)
            json.WriteString("tag", column.Tag);
        if (column.NativeType is not null)
            json.WriteString("native_type", column.NativeType);
        if (column.Comment is not null)
            json.WriteString("comment", column.Comment);
        json.WriteEndObject();
    }

    private static Column? ReadColumn(JsonElement element)
    {
        if (DataTypeParser.TryParse(element.GetProperty("type").GetString()!, out _) is not { } type)
            return null;
        return new Column(element.GetProperty("name").GetString()!, type)
        {
            Tag = Text(element, "tag"),
            NativeType = Text(element, "native_type"),
            Comment = Text(element, "comment"),
        };
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
