using System.CommandLine;
using Sluice.Cli.Output;
using Sluice.Cli.Preview;
using Sluice.Engine.Events;
using Sluice.Jobs;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice preview SOURCE</c>: a look at the rows.</summary>
internal static class PreviewCommand
{
    private const long DefaultLimit = 20;

    public static Command Create(CliContext context)
    {
        var command = new Command("preview", "Shows the first rows of a source.");
        var source = new Argument<string>("SOURCE") { Description = "An address or a named connection." };
        var table = new Option<string?>("--table") { Description = "The table, by its literal name.", HelpName = "TABLE" };
        var where = new Option<string?>("--where") { Description = "Which rows.", HelpName = "EXPRESSION" };
        var select = new Option<string[]>("--select") { Description = "Which columns: id, price * qty AS total.", HelpName = "EXPRESSIONS" };
        var limit = new Option<long?>("--limit") { Description = $"How many rows; {DefaultLimit} when absent.", HelpName = "N" };
        command.Add(source);
        command.Add(table);
        command.Add(where);
        command.Add(select);
        command.Add(limit);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            PreviewResult result = await PreviewRun.RunAsync(
                new CopyArguments
                {
                    Source = parsed.GetRequiredValue(source),
                    Tables = parsed.GetValue(table) is { } name ? [name] : [],
                    Where = parsed.GetValue(where),
                    Select = [.. parsed.GetValue(select) ?? []],
                    Limit = parsed.GetValue(limit) ?? DefaultLimit,
                },
                context,
                cancellationToken).ConfigureAwait(false);
            string text = context.IsJson ? Json(result) : PreviewTableText.Render(result, context.Width, context.IsOutColored) + Footer(result);
            await context.Out.WriteAsync(result.Secrets.Apply(text)).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return command;
    }

    private static string Footer(PreviewResult result)
    {
        var text = new StringWriter();
        text.Write($"{Numbers.Rows(result.Rows.Count)}");
        if (result.Dirty > 0)
            text.Write($", and {Numbers.Rows(result.Dirty)} that cannot be read as they are");
        text.Write('\n');
        foreach (DirtyRowNoted dirty in result.DirtyNotes)
            text.Write($"  {dirty.Position ?? dirty.Table}: {dirty.Code}: {dirty.Reason}\n");
        return text.ToString();
    }

    private static string Json(PreviewResult result) => JsonText.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("columns");
        foreach (Types.Column column in result.Schema.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("type", column.Type.ToString());
            json.WriteString("tag", column.Tag);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("rows");
        foreach (string?[] row in result.Rows)
        {
            json.WriteStartArray();
            foreach (string? value in row)
                json.WriteStringValue(value);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteNumber("dirty", result.Dirty);
        json.WriteEndObject();
    }) + "\n";
}
