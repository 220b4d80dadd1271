using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.Connectors;
using Sluice.Connectors.Options;
using Sluice.Jobs.Keys;

namespace Sluice.Jobs;

/// <summary>Generates the JSON Schema of job files from the tables of keys and the options of the connectors.</summary>
public static class JobSchema
{
    private const string Variable = "\\$\\{";

    /// <summary>The schema, draft 7, indented.</summary>
    public static string Generate(IEnumerable<IConnector> connectors)
    {
        ConnectorDescription[] all = [.. connectors.Select(connector => connector.Description)];
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            new Writer(json, all).Write();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private sealed class Writer(Utf8JsonWriter json, ConnectorDescription[] connectors)
    {
        public void Write()
        {
            json.WriteStartObject();
            json.WriteString("$schema", "http://json-schema.org/draft-07/schema#");
            json.WriteString("title", "Sluice job");
            Table(JobKeys.Job);
            json.WriteEndObject();
        }

        private void Table(KeyTable table)
        {
            json.WriteString("type", "object");
            json.WriteBoolean("additionalProperties", false);
            string[] required = [.. table.Keys.Where(key => key.IsRequired).Select(key => key.Name)];
            if (required.Length > 0)
            {
                json.WriteStartArray("required");
                foreach (string name in required)
                    json.WriteStringValue(name);
                json.WriteEndArray();
            }

            json.WriteStartObject("properties");
            foreach (KeySpec key in table.Keys.Where(key => key.Later is null))
            {
                json.WriteStartObject(key.Name);
                json.WriteString("description", key.Doc);
                Key(key);
                json.WriteEndObject();
            }

            if (table.IsOpen)
                Options(table);
            json.WriteEndObject();
        }

        private void Key(KeySpec key)
        {
            switch (key.Kind)
            {
                case KeyKind.Section:
                    Table(key.Section!);
                    break;
                case KeyKind.SectionList:
                    json.WriteString("type", "array");
                    json.WriteStartObject("items");
                    Table(key.Section!);
                    json.WriteEndObject();
                    break;
                case KeyKind.Choice:
                    Choice(key.Choices);
                    break;
                case KeyKind.Boolean:
                    OrVariable("boolean");
                    break;
                case KeyKind.Integer:
                    OrVariable("integer");
                    break;
                case KeyKind.Bytes:
                    Pattern("^\\s*[0-9.]+\\s*([kKmMgGtT]?[bB])\\s*$");
                    break;
                case KeyKind.Duration:
                    Pattern("^\\s*[0-9.]+\\s*(ms|s|m|h|d)\\s*$");
                    break;
                case KeyKind.Rate:
                    Rate();
                    break;
                case KeyKind.TextOrList:
                    TextOrList();
                    break;
                case KeyKind.TextMap:
                    TextMap();
                    break;
                case KeyKind.Select:
                    AnyOf(() => Types("string"), TextItems, () => ScalarMap(withNull: true));
                    break;
                case KeyKind.Partitions:
                    AnyOf(() => Types("string"), TextItems, () => ScalarMap(withNull: true));
                    break;
                case KeyKind.Connection:
                    AnyOf(() => Types("string"), () => ConnectionMap());
                    break;
                case KeyKind.Connections:
                    json.WriteString("type", "object");
                    json.WriteStartObject("additionalProperties");
                    AnyOf(() => Types("string"), () => ConnectionMap());
                    json.WriteEndObject();
                    break;
                case KeyKind.Text or KeyKind.Expression:
                    Types("string", "number", "boolean");
                    break;
            }
        }

        /// <summary>The options of all connectors and formats for a side; one of the same name in two places may take either's values.</summary>
        private void Options(KeyTable table)
        {
            IEnumerable<OptionSpec> options = table.Owner switch
            {
                "source" => connectors.SelectMany(c => c.SourceOptions.Options.Concat(c.Formats.SelectMany(f => f.ReadOptions.Options))),
                "sink" => connectors.SelectMany(c => c.SinkOptions.Options.Concat(c.Formats.SelectMany(f => f.WriteOptions.Options))),
                _ => connectors.SelectMany(c => c.SourceOptions.Options.Concat(c.SinkOptions.Options)),
            };
            foreach (IGrouping<string, OptionSpec> group in options.GroupBy(option => option.Name).OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                if (table.Find(group.Key) is not null)
                    continue;
                json.WriteStartObject(group.Key);
                json.WriteString("description", group.First().Doc);
                AnyOf([.. group.Select<OptionSpec, Action>(option => () => Option(option))]);
                json.WriteEndObject();
            }
        }

        private void Option(OptionSpec option)
        {
            switch (option.Kind)
            {
                case OptionKind.Boolean:
                    OrVariable("boolean");
                    break;
                case OptionKind.Integer:
                    OrVariable("integer");
                    break;
                case OptionKind.Bytes:
                    Pattern("^\\s*[0-9.]+\\s*([kKmMgGtT]?[bB])\\s*$");
                    break;
                case OptionKind.Duration:
                    Pattern("^\\s*[0-9.]+\\s*(ms|s|m|h|d)\\s*$");
                    break;
                case OptionKind.Choice:
                    Choice(option.Choices);
                    break;
                case OptionKind.TextList:
                    TextOrList();
                    break;
                case OptionKind.TextMap:
                    TextMap();
                    break;
                default:
                    Types("string", "number", "boolean");
                    break;
            }
        }

        private void ConnectionMap()
        {
            json.WriteString("type", "object");
            json.WriteBoolean("additionalProperties", false);
            json.WriteStartArray("required");
            json.WriteStringValue("address");
            json.WriteEndArray();
            json.WriteStartObject("properties");
            json.WriteStartObject("address");
            Types("string");
            json.WriteEndObject();
            foreach (IGrouping<string, OptionSpec> group in connectors.SelectMany(c => c.ConnectionOptions.Options).GroupBy(o => o.Name).OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                json.WriteStartObject(group.Key);
                json.WriteString("description", group.First().Doc);
                AnyOf([.. group.Select<OptionSpec, Action>(option => () => Option(option))]);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        private void Choice(IEnumerable<string> choices) => AnyOf(
            () =>
            {
                json.WriteStartArray("enum");
                foreach (string choice in choices)
                    json.WriteStringValue(choice);
                json.WriteEndArray();
            },
            () => Pattern(Variable));

        private void OrVariable(string type) => AnyOf(() => Types(type), () => Pattern(Variable));

        private void Rate()
        {
            const string rate = "^\\s*[0-9.]+\\s*([kKmMgGtT]?[bB]|rows?)\\s*/s\\s*$";
            AnyOf(
                () => Pattern(rate),
                () =>
                {
                    json.WriteString("type", "array");
                    json.WriteStartObject("items");
                    Pattern(rate);
                    json.WriteEndObject();
                });
        }

        private void Pattern(string pattern)
        {
            json.WriteString("type", "string");
            json.WriteString("pattern", pattern == Variable ? pattern : $"({pattern})|{Variable}");
        }

        private void TextOrList() => AnyOf(() => Types("string", "number", "boolean"), TextItems);

        private void TextItems()
        {
            json.WriteString("type", "array");
            json.WriteStartObject("items");
            Types("string", "number", "boolean");
            json.WriteEndObject();
        }

        private void TextMap() => ScalarMap(withNull: false);

        private void ScalarMap(bool withNull)
        {
            json.WriteString("type", "object");
            json.WriteStartObject("additionalProperties");
            if (withNull)
                Types("string", "number", "boolean", "null");
            else
                Types("string", "number", "boolean");
            json.WriteEndObject();
        }

        private void Types(params ReadOnlySpan<string> types)
        {
            if (types.Length == 1)
            {
                json.WriteString("type", types[0]);
                return;
            }

            json.WriteStartArray("type");
            foreach (string type in types)
                json.WriteStringValue(type);
            json.WriteEndArray();
        }

        private void AnyOf(params Action[] schemas)
        {
            if (schemas.Length == 1)
            {
                schemas[0]();
                return;
            }

            json.WriteStartArray("anyOf");
            foreach (Action schema in schemas)
            {
                json.WriteStartObject();
                schema();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
    }
}
