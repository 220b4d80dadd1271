using System.CommandLine;
using Sluice.Cli.Output;
using Sluice.Connectors.Catalog;
using Sluice.Jobs;
using Sluice.Types;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice check JOB|URL</c>: connects and reports versions and rights.</summary>
internal static class CheckCommand
{
    public static Command Create(CliContext context)
    {
        var command = new Command("check", "Connects to the systems of a job, or to one address: versions, rights, what will not work.");
        var target = new Argument<string>("JOB|URL") { Description = "A job file (.yaml), an address, or a named connection." };
        command.Add(target);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            JobDocument document = AddressArguments.Read(parsed.GetRequiredValue(target), context);
            List<Problem> problems = [];
            List<(OpenedEndpoint End, ServerReport Report)> reports = [];
            foreach (OpenedEndpoint end in new JobPlanner(context.Connectors).OpenEndpoints(document))
            {
                await using (end.ConfigureAwait(false))
                {
                    try
                    {
                        reports.Add((end, await end.Connection.Catalog.CheckAsync(cancellationToken).ConfigureAwait(false)));
                    }
                    catch (SluiceException error)
                    {
                        problems.AddRange(error.Problems.Select(problem => ProblemList.Masked(problem, document.Secrets)));
                    }
                }
            }

            ProblemOutput.WriteWarnings(document.WarningsInOrder(), context);
            await context.Out.WriteAsync(document.Secrets.Apply(context.IsJson ? Json(reports) : Text(reports))).ConfigureAwait(false);
            return problems.Count == 0 ? ExitCodes.Done : throw new SluiceException(problems);
        });
        return command;
    }

    private static string Text(IEnumerable<(OpenedEndpoint End, ServerReport Report)> reports)
    {
        var text = new StringWriter();
        foreach ((OpenedEndpoint end, ServerReport report) in reports)
        {
            text.Write($"{end.Role}: {end.DisplayAddress}\n  {report.Product}\n");
            int width = report.Facts.Select(fact => fact.Key.Length).DefaultIfEmpty().Max();
            foreach ((string name, string value) in report.Facts)
                text.Write($"  {name.PadRight(width)}  {value}\n");
            foreach (string warning in report.Warnings)
                text.Write($"  warning: {warning}\n");
        }

        return text.ToString();
    }

    private static string Json(IEnumerable<(OpenedEndpoint End, ServerReport Report)> reports) => JsonText.Write(json =>
    {
        json.WriteStartArray();
        foreach ((OpenedEndpoint end, ServerReport report) in reports)
        {
            json.WriteStartObject();
            json.WriteString("role", end.Role);
            json.WriteString("address", end.DisplayAddress);
            json.WriteString("connector", end.Connector.Description.Name);
            json.WriteString("product", report.Product);
            json.WriteStartObject("facts");
            foreach ((string name, string value) in report.Facts)
                json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteStartArray("warnings");
            foreach (string warning in report.Warnings)
                json.WriteStringValue(warning);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }) + "\n";
}
