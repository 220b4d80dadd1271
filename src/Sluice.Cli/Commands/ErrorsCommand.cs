using System.CommandLine;
using Sluice.Cli.Output;
using Sluice.Types;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice errors [CODE]</c>.</summary>
internal static class ErrorsCommand
{
    public static Command Create(CliContext context)
    {
        var command = new Command("errors", "Explains an error code, or lists all.");
        var code = new Argument<string?>("CODE") { Description = "A code such as job.unknown_key.", Arity = ArgumentArity.ZeroOrOne };
        command.Add(code);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            string? wanted = parsed.GetValue(code);
            IReadOnlyList<ErrorCode> shown = wanted is null ? ErrorCodes.All : [Find(wanted)];
            await context.Out.WriteAsync(context.IsJson ? Json(shown) : Text(shown)).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return command;
    }

    private static ErrorCode Find(string name)
    {
        if (ErrorCodes.All.FirstOrDefault(code => code.Name == name) is { } found)
            return found;
        string? near = NearestName.Find(name, ErrorCodes.All.Select(code => code.Name));
        throw new SluiceException(CliErrors.UnknownCode, $"there is no error '{name}'", null, near is null ? "run sluice errors for the list" : $"did you mean '{near}'?");
    }

    private static string Text(IReadOnlyList<ErrorCode> codes) =>
        string.Concat(codes.Select(code => $"{code.Name}\n  {code.Summary}\n  exit code {ExitCodes.Of([new Problem(code, "")])}\n"));

    private static string Json(IReadOnlyList<ErrorCode> codes) => JsonText.Write(
        json =>
        {
            json.WriteStartArray();
            foreach (ErrorCode code in codes)
            {
                json.WriteStartObject();
                json.WriteString("code", code.Name);
                json.WriteString("summary", code.Summary);
                json.WriteNumber("exit_code", ExitCodes.Of([new Problem(code, "")]));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        },
        isIndented: true) + "\n";
}
