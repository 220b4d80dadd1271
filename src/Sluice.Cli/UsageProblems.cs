using System.CommandLine;
using System.CommandLine.Parsing;
using Sluice.Types;

namespace Sluice.Cli;

/// <summary>Says what is wrong with a command line in our words, with the nearest name.</summary>
internal static class UsageProblems
{
    /// <summary>Every problem of a command line once.</summary>
    public static IReadOnlyList<Problem> Explain(ParseResult parsed)
    {
        // The parser takes a flag that it does not know for an argument, and complains of what follows.
        string[] flags = [.. UnknownFlags(parsed)];
        if (flags.Length > 0)
            return [.. flags.Select(flag => UnknownFlag(flag, parsed))];
        bool isCommandUnknown = parsed.UnmatchedTokens.Count > 0 && parsed.CommandResult.Command.Subcommands.Count > 0;
        return
        [
            .. parsed.Errors.Select(error => Explain(error, parsed))
                .Where(problem => !isCommandUnknown || problem.What.Contains('\'', StringComparison.Ordinal)),
        ];
    }

    private static IEnumerable<string> UnknownFlags(ParseResult parsed)
    {
        for (int i = 0; i < parsed.Tokens.Count; i++)
        {
            Token token = parsed.Tokens[i];
            bool isValue = i > 0 && parsed.Tokens[i - 1].Type is TokenType.Option or TokenType.DoubleDash;
            if (token.Type == TokenType.Argument && !isValue && token.Value.Length > 2 && token.Value.StartsWith("--", StringComparison.Ordinal)
                && char.IsAsciiLetter(token.Value[2]) && !token.Value.Contains(' ', StringComparison.Ordinal))
            {
                yield return token.Value.Split('=')[0];
            }
        }
    }

    private static Problem UnknownFlag(string flag, ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string? near = NearestName.Find(flag, command.Options.Concat(parsed.RootCommandResult.Command.Options).Select(option => option.Name));
        return new Problem(CliErrors.Usage, $"there is no flag '{flag}'") { Where = Name(command), Fix = near is null ? Help(command) : $"did you mean '{near}'?" };
    }

    private static Problem Explain(ParseError error, ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string? unknown = parsed.UnmatchedTokens.FirstOrDefault(token => error.Message.Contains($"'{token}'", StringComparison.Ordinal));
        string help = Help(command);
        if (unknown is null && error.SymbolResult is OptionResult { Tokens: [{ Value: { } given }, ..] } option && IsNumber(option.Option.ValueType))
            return new Problem(CliErrors.Usage, $"{option.Option.Name} takes an integer, not '{given}'") { Where = Name(command), Fix = help };
        if (unknown is null)
            return new Problem(CliErrors.Usage, Clause(error.Message)) { Where = Name(command), Fix = help };
        string? near = NearestName.Find(unknown, command.Subcommands.Select(sub => sub.Name));
        string what = command.Subcommands.Count > 0 ? $"there is no command '{unknown}'" : $"'{unknown}' is one argument too many";
        return new Problem(CliErrors.Usage, what) { Where = Name(command), Fix = near is null ? help : $"did you mean '{near}'?" };
    }

    private static bool IsNumber(Type type) => type == typeof(int?) || type == typeof(long?) || type == typeof(int) || type == typeof(long);

    private static string Help(Command command) => command is RootCommand ? "run sluice --help" : $"run sluice {command.Name} --help";

    private static string Name(Command command) => command is RootCommand ? "sluice" : $"sluice {command.Name}";

    private static string Clause(string message)
    {
        string text = message.TrimEnd('.');
        return text.Length > 1 && char.IsUpper(text[0]) && char.IsLower(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
    }
}
