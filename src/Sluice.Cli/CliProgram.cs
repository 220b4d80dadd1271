using System.CommandLine;
using Sluice.Cli.Commands;
using Sluice.Cli.Output;
using Sluice.Types;

namespace Sluice.Cli;

/// <summary>The program: reads the command line, runs the command, turns what went wrong into text and an exit code.</summary>
internal static class CliProgram
{
    public static async Task<int> RunAsync(string[] args, CliContext context)
    {
        try
        {
            return await RunParsedAsync(args, context).ConfigureAwait(false);
        }
        finally
        {
            await context.Out.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            await context.Error.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task<int> RunParsedAsync(string[] args, CliContext context)
    {
        // Known before the command line is understood, so that even its errors are of the kind that was asked for.
        CliContext given = context with { IsJson = args.TakeWhile(arg => arg != "--").Contains("--json") };
        ParseResult parsed = CommandTree.Create(given).Parse(args);
        if (parsed.Errors.Count > 0)
            return Fail(UsageProblems.Explain(parsed), given);
        try
        {
            var configuration = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = given.Out,
                Error = given.Error,
            };
            return await parsed.InvokeAsync(configuration, given.Interrupted).ConfigureAwait(false);
        }
        catch (SluiceException error)
        {
            return Fail(error.Problems, given);
        }
        catch (OperationCanceledException) when (given.Interrupted.IsCancellationRequested)
        {
            if (!given.IsJson)
                await given.Error.WriteLineAsync("interrupted").ConfigureAwait(false);
            return ExitCodes.Interrupted;
        }
        catch (Exception error)
        {
            return Fail([Bug(error)], given);
        }
    }

    private static int Fail(IReadOnlyList<Problem> problems, CliContext context)
    {
        ProblemOutput.Write(problems, context);
        return ExitCodes.Of(problems);
    }

    private static Problem Bug(Exception error)
    {
        string? at = error.StackTrace?.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith("at Sluice.", StringComparison.Ordinal));
        return new Problem(CliErrors.Bug, $"{error.GetType().Name}: {error.Message}")
        {
            Where = at is null ? null : at[3..].Split(" in ")[0],
            Fix = "this is a fault of Sluice, not yours: please report it with the command",
        };
    }
}
