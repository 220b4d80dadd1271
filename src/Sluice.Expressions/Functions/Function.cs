using System.Collections.Immutable;

namespace Sluice.Expressions;

/// <summary>One function of the language: everything that is known about it stands here, once.</summary>
public sealed class Function
{
    /// <summary>A function that is bound by code of its own.</summary>
    /// <param name="name">The name as documented, upper case; several separated by <c>|</c>, the first is the main one.</param>
    /// <param name="usage">How it is called, for messages and docs: <c>SUBSTRING(text, start[, length])</c>.</param>
    /// <param name="summary">One sentence.</param>
    /// <param name="arguments">What the arguments must be; fewer than given repeat the last one.</param>
    /// <param name="least">The least number of arguments.</param>
    /// <param name="most">The greatest number of arguments.</param>
    /// <param name="bind">Gives type and kernel for a call whose arguments obey the rules; null when it has refused the call.</param>
    public Function(
        string name, string usage, string summary, ImmutableArray<ArgumentRule> arguments, int least, int most, Func<FunctionCall, FunctionBinding?> bind)
    {
        string[] names = name == "||" ? [name] : name.Split('|');
        Name = names[0];
        Aliases = [.. names.Skip(1)];
        Usage = usage;
        Summary = summary;
        Arguments = arguments;
        LeastArguments = least;
        MostArguments = most;
        Bind = bind;
    }

    /// <summary>A function with a fixed list of arguments.</summary>
    public Function(string name, string usage, string summary, ImmutableArray<ArgumentRule> arguments, Func<FunctionCall, FunctionBinding?> bind)
        : this(name, usage, summary, arguments, arguments.Length, arguments.Length, bind)
    {
    }

    /// <summary>The main name, upper case.</summary>
    public string Name { get; }

    /// <summary>Other names for it.</summary>
    public ImmutableArray<string> Aliases { get; }

    /// <summary>How it is called.</summary>
    public string Usage { get; }

    /// <summary>What it does, in a sentence.</summary>
    public string Summary { get; }

    /// <summary>What each argument must be.</summary>
    public ImmutableArray<ArgumentRule> Arguments { get; }

    /// <summary>The least number of arguments.</summary>
    public int LeastArguments { get; }

    /// <summary>The greatest number of arguments.</summary>
    public int MostArguments { get; }

    /// <summary>Whether equal arguments give equal results throughout a run. FALSE for UUID and RAND: not folded, not pushed down.</summary>
    public bool IsDeterministic { get; init; } = true;

    /// <summary>Whether the result depends on the session (zone, now): never pushed down without thought.</summary>
    public bool ReadsSession { get; init; }

    /// <summary>Whether it is called by its name; operators such as LIKE and syntax such as ARRAY[…] are not.</summary>
    public bool IsOperator { get; init; }

    /// <summary>Whether it may be written without parentheses (CURRENT_DATE).</summary>
    public bool IsKeyword { get; init; }

    /// <summary>Gives type and kernel for a call.</summary>
    public Func<FunctionCall, FunctionBinding?> Bind { get; }

    /// <summary>The rule for an argument.</summary>
    public ArgumentRule RuleFor(int argument) => Arguments.Length == 0 ? ArgumentRule.Any : Arguments[Math.Min(argument, Arguments.Length - 1)];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
