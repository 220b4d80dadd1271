using System.CommandLine;
using System.CommandLine.Parsing;
using Sluice.Types;

namespace Sluice.Cli;

/// <summary>Says what is wrong with a command line in our words, with the nearest name.</summary>
internal static class UsageProblems
{
    public static Problem Explain(ParseError error, ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string? unknown = parsed.UnmatchedTokens.FirstOrDefault(token => error.Message.Contains($"'{token}'", StringComparison.Ordinal));
        string help = command is RootCommand ? "run sluice --help" : $"run sluice {command.Name} --help";
        if (unknown is null)
            return new Problem(CliErrors.Usage, Clause(error.Message)) { Where = Name(command), Fix = help };
        bool isFlag = unknown.StartsWith('-');
        IEnumerable<string> names = isFlag
            ? command.Options.Concat(parsed.RootCommandResult.Command.Options).Select(option => option.Name)
            : command.Subcommands.Select(sub => sub.Name);
        string? near = NearestName.Find(unknown, names);
        string what = isFlag ? $"there is no flag '{unknown}'" : command.Subcommands.Count > 0 ? $"there is no command '{unknown}'" : $"'{unknown}' is one argument too many";
        return new Problem(CliErrors.Usage, what) { Where = Name(command), Fix = near is null ? help : $"did you mean '{near}'?" };
    }

    private static string Name(Command command) => command is RootCommand ? "sluice" : $"sluice {command.Name}";

    private static string Clause(string message)
    {
        string text = message.TrimEnd('.');
        return text.Length > 1 && char.IsUpper(text[0]) && char.IsLower(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
    }
}
