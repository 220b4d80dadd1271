using System.CommandLine;
using System.Text.Json;
using Sluice.Cli.Output;
using Sluice.Connectors;
using Sluice.Connectors.Options;
using Sluice.Types;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice connectors [NAME]</c>.</summary>
internal static class ConnectorsCommand
{
    public static Command Create(CliContext context)
    {
        var command = new Command("connectors", "Lists the connectors, or shows one: options, formats, types.");
        var name = new Argument<string?>("NAME") { Description = "A connector.", Arity = ArgumentArity.ZeroOrOne };
        command.Add(name);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            IReadOnlyList<ConnectorDescription> all = [.. context.Connectors.All.Select(connector => connector.Description)];
            string text = parsed.GetValue(name) is { } wanted
                ? context.IsJson ? JsonText.Write(json => Json(json, Find(all, wanted)), isIndented: true) + "\n" : Text(Find(all, wanted))
                : context.IsJson ? ListJson(all) : List(all);
            await context.Out.WriteAsync(text).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return command;
    }

    private static ConnectorDescription Find(IReadOnlyList<ConnectorDescription> all, string name)
    {
        if (all.FirstOrDefault(connector => connector.Name == name) is { } found)
            return found;
        string? near = NearestName.Find(name, all.Select(connector => connector.Name));
        throw new SluiceException(
            CliErrors.UnknownConnector, $"there is no connector '{name}'", null, near is null ? $"use one of: {string.Join(", ", all.Select(c => c.Name))}" : $"did you mean '{near}'?");
    }

    private static string List(IReadOnlyList<ConnectorDescription> all)
    {
        var table = new TextTable("connector", "reads", "writes", "address", "");
        foreach (ConnectorDescription connector in all)
        {
            table.Add(
                connector.Name, Has(connector, ConnectorCapabilities.BoundedSource | ConnectorCapabilities.UnboundedSource) ? "yes" : "",
                Has(connector, ConnectorCapabilities.Sink) ? "yes" : "", connector.Addresses.FirstOrDefault() ?? "", connector.Summary);
        }

        return table.Render();
    }

    private static string Text(ConnectorDescription connector)
    {
        var text = new StringWriter();
        text.Write($"{connector.Name}: {connector.Summary}\n\naddresses\n");
        foreach (string address in connector.Addresses)
            text.Write($"  {address}\n");
        text.Write($"\ncan\n  {string.Join(", ", Capabilities(connector))}\n");
        Options(text, "options of the connection", connector.ConnectionOptions);
        Options(text, "options in source:", connector.SourceOptions);
        Options(text, "options in sink:", connector.SinkOptions);
        foreach (FormatDescription format in connector.Formats)
        {
            text.Write($"\nformat {format.Name} ({string.Join(", ", format.Extensions)}): {format.Summary}\n");
            Options(text, $"options in source: with format: {format.Name}", format.ReadOptions);
            Options(text, $"options in sink: with format: {format.Name}", format.WriteOptions);
        }

        if (!connector.TypeMap.IsEmpty)
        {
            var types = new TextTable("type there", "type here", "created as", "notes");
            foreach (TypeMapRow row in connector.TypeMap)
                types.Add(row.Native, row.Logical, row.Written, row.Notes);
            text.Write($"\ntypes\n{types.Render("  ")}");
        }

        return text.ToString();
    }

    private static void Options(StringWriter text, string title, OptionSchema options)
    {
        if (options.Options.IsEmpty)
            return;
        var table = new TextTable("option", "takes", "default", "");
        foreach (OptionSpec option in options.Options)
            table.Add(option.Name, Takes(option), option.Default ?? "", option.Doc);
        text.Write($"\n{title}\n{table.Render("  ")}");
    }

    private static string Takes(OptionSpec option) => option.Kind switch
    {
        OptionKind.Choice => string.Join(" | ", option.Choices),
        OptionKind.Bytes => "size",
        OptionKind.TextList => "list",
        OptionKind.TextMap => "map",
        OptionKind.Boolean => "true | false",
        _ => option.Kind.ToString().ToLowerInvariant(),
    };

    private static bool Has(ConnectorDescription connector, ConnectorCapabilities any) => (connector.Capabilities & any) != 0;

    private static IEnumerable<string> Capabilities(ConnectorDescription connector) =>
        from capability in Enum.GetValues<ConnectorCapabilities>()
        where capability != ConnectorCapabilities.None && connector.Capabilities.HasFlag(capability)
        select string.Concat(capability.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    private static string ListJson(IReadOnlyList<ConnectorDescription> all) => JsonText.Write(
        json =>
        {
            json.WriteStartArray();
            foreach (ConnectorDescription connector in all)
                Json(json, connector);
            json.WriteEndArray();
        },
        isIndented: true) + "\n";

    private static void Json(Utf8JsonWriter json, ConnectorDescription connector)
    {
        json.WriteStartObject();
        json.WriteString("name", connector.Name);
        json.WriteString("summary", connector.Summary);
        Array(json, "addresses", connector.Addresses);
        Array(json, "capabilities", Capabilities(connector));
        Options(json, "connection_options", connector.ConnectionOptions);
        Options(json, "source_options", connector.SourceOptions);
        Options(json, "sink_options", connector.SinkOptions);
        json.WriteStartArray("formats");
        foreach (FormatDescription format in connector.Formats)
        {
            json.WriteStartObject();
            json.WriteString("name", format.Name);
            json.WriteString("summary", format.Summary);
            Array(json, "extensions", format.Extensions);
            Options(json, "source_options", format.ReadOptions);
            Options(json, "sink_options", format.WriteOptions);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("types");
        foreach (TypeMapRow row in connector.TypeMap)
        {
            json.WriteStartObject();
            json.WriteString("native", row.Native);
            json.WriteString("logical", row.Logical);
            json.WriteString("written", row.Written);
            json.WriteString("notes", row.Notes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Options(Utf8JsonWriter json, string name, OptionSchema options)
    {
        json.WriteStartArray(name);
        foreach (OptionSpec option in options.Options)
        {
            json.WriteStartObject();
            json.WriteString("name", option.Name);
            json.WriteString("takes", Takes(option));
            json.WriteString("default", option.Default);
            json.WriteString("doc", option.Doc);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Array(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
