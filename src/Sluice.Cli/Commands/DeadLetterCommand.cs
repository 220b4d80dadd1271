using System.CommandLine;
using Sluice.Cli.DeadLetters;
using Sluice.Engine.Replay;
using Sluice.Jobs;
using Sluice.Types;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice dead-letter list|show|replay JOB</c>: the rows that a job could not write.</summary>
internal static class DeadLetterCommand
{
    private const int DefaultLimit = 20;

    public static Command Create(CliContext context) => new("dead-letter", "Lists, shows and replays the rows that runs of a job left out.")
    {
        List(context),
        Show(context),
        Replay(context),
    };

    private static Command List(CliContext context)
    {
        var command = new Command("list", "Lists the runs that left rows out, with how many and why.");
        JobArguments job = JobArguments.File(command);
        command.SetAction(async (parsed, _) =>
        {
            DeadLetterFolder folder = Read(job, parsed, context).Folder;
            await context.Out.WriteAsync(context.IsJson ? DeadLetterText.ListJson(folder.List()) : DeadLetterText.List(folder.List())).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Show(CliContext context)
    {
        var command = new Command("show", "Shows rows that were left out: where each stands, and what is wrong with it.");
        JobArguments job = JobArguments.File(command);
        Option<string?> run = RunOption();
        var limit = new Option<int?>("--limit") { Description = $"How many rows; {DefaultLimit} when absent.", HelpName = "N" };
        command.Add(run);
        command.Add(limit);
        command.SetAction(async (parsed, _) =>
        {
            DeadLetterFolder folder = Read(job, parsed, context).Folder;
            IReadOnlyList<DeadLetterRun> runs = Chosen(folder, parsed.GetValue(run));
            IEnumerable<(DeadLetterRun, DeadLetter)> letters = runs.SelectMany(r => DeadLetterFolder.Read(r).Select(letter => (r, letter)));
            int count = parsed.GetValue(limit) ?? DefaultLimit;
            await context.Out.WriteAsync(context.IsJson ? DeadLetterText.ShowJson(letters.Take(count)) : DeadLetterText.Show(letters, count)).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Replay(CliContext context)
    {
        var command = new Command("replay", "Writes rows that were left out, once what stopped them is mended. A letter's row may be edited in its file before.");
        JobArguments job = JobArguments.File(command);
        Option<string?> run = RunOption();
        command.Add(run);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            (JobDocument document, DeadLetterFolder folder) = Read(job, parsed, context);
            DeadLetterRun[] runs = [.. Chosen(folder, parsed.GetValue(run)).Where(r => r.State == DeadLetterState.Open || parsed.GetValue(run) is not null)];
            return await DeadLetterReplay.RunAsync(document, runs, context, cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static Option<string?> RunOption() => new("--run") { Description = "One run, by its id as `list` shows it; all when absent.", HelpName = "ID" };

    private static (JobDocument Document, DeadLetterFolder Folder) Read(JobArguments job, ParseResult parsed, CliContext context)
    {
        JobDocument document = job.Read(parsed, context);
        if (document.Spec is null)
            document.Problems.ThrowIfAny(document.Secrets);
        string folder = document.Spec!.Errors.DeadLetterFolder
            ?? throw new SluiceException(CliErrors.NoDeadLetters, $"the job '{document.Spec.Name}' keeps no dead letters", null, "name a folder in errors: { dead_letter: FOLDER }");
        return (document, new DeadLetterFolder(folder));
    }

    private static IReadOnlyList<DeadLetterRun> Chosen(DeadLetterFolder folder, string? run)
    {
        IReadOnlyList<DeadLetterRun> runs = folder.List();
        if (run is null)
            return runs;
        DeadLetterRun[] chosen = [.. runs.Where(r => r.Run == run)];
        if (chosen.Length > 0)
            return chosen;
        string? near = NearestName.Find(run, runs.Select(r => r.Run));
        throw new SluiceException(CliErrors.NoDeadLetters, $"there are no dead letters of a run '{run}'", null, near is null ? "`sluice dead-letter list` names the runs" : $"did you mean '{near}'?");
    }
}
