namespace Sluice.Expressions.Functions.Patterns;

internal enum RegexAnchor
{
    Begin,
    End,
    Caret,
    UnixCaret,
    Dollar,
    DollarMultiline,
    UnixDollar,
    UnixDollarMultiline,
    LastMatch,
    WordBoundary,
    NotWordBoundary,
}

internal enum RegexGreed
{
    Greedy,
    Lazy,
    Possessive,
}

/// <summary>The parsed form of a Java regular expression.</summary>
internal abstract record RegexNode
{
    internal sealed record Empty : RegexNode;

    internal sealed record One(RegexClass Class) : RegexNode;

    internal sealed record Sequence(IReadOnlyList<RegexNode> Items) : RegexNode;

    internal sealed record Branch(IReadOnlyList<RegexNode> Choices) : RegexNode;

    /// <summary>Group 0 is a group that captures nothing.</summary>
    internal sealed record Group(int Number, RegexNode Body) : RegexNode;

    internal sealed record Repeat(RegexNode Body, int Least, int Most, RegexGreed Greed) : RegexNode;

    internal sealed record LookAhead(RegexNode Body, bool Negative) : RegexNode;

    internal sealed record LookBehind(RegexNode Body, bool Negative, int Least, int Most, bool ByCodePoint) : RegexNode;

    internal sealed record Atomic(RegexNode Body) : RegexNode;

    internal sealed record BackReference(int Number, bool IgnoreCase, bool UnicodeCase) : RegexNode;

    internal sealed record Anchor(RegexAnchor Kind) : RegexNode;

    internal sealed record LineEnding : RegexNode;
}
