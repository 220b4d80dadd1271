namespace Sluice.Expressions.Functions.Patterns;

internal enum RegexOp
{
    /// <summary>The match is complete.</summary>
    Accept,

    /// <summary>One UTF-16 unit <c>A</c>.</summary>
    Unit,

    /// <summary>One member of the class.</summary>
    Class,

    /// <summary>Members of the class, A to B of them, as many as possible, giving back one by one.</summary>
    ClassGreedy,

    /// <summary>Members of the class, A to B of them, as few as possible.</summary>
    ClassLazy,

    /// <summary>Members of the class, A to B of them, nothing given back.</summary>
    ClassPossessive,

    /// <summary>Go to A.</summary>
    Jump,

    /// <summary>Go to A; when that fails, to B.</summary>
    Split,

    /// <summary>Note the start of group A in register B.</summary>
    GroupStart,

    /// <summary>Set group A from register B to here.</summary>
    GroupEnd,

    /// <summary>Begin the loop with registers B (count), B + 1 (start of the iteration), B + 2 and B + 3 (the kept group before it).</summary>
    LoopStart,

    /// <summary>Head of the loop A: iterate (next instruction) or leave.</summary>
    Loop,

    /// <summary>The text of group A again.</summary>
    BackReference,

    /// <summary>The anchor A holds here.</summary>
    Anchor,

    /// <summary>A line ending; both the CR alone and CR LF are tried.</summary>
    LineEnding,

    /// <summary>What follows here up to its Accept matches (A = 0) or does not (A = 1) from here; go on at B.</summary>
    LookAhead,

    /// <summary>The look-behind A matches or does not, ending here.</summary>
    LookBehind,

    /// <summary>The end of a look-behind's body: here is the position in register A.</summary>
    EndsAt,

    /// <summary>What follows up to its Accept matches once, without alternatives; go on at B.</summary>
    Atomic,

    /// <summary>What follows up to its Accept, the loop A's number of times, each without alternatives; go on at B.</summary>
    AtomicLoop,
}

/// <summary>One instruction of a compiled regular expression.</summary>
internal readonly record struct RegexInstruction(RegexOp Op, int A = 0, int B = 0, RegexClass? Class = null);

/// <summary>
/// A loop of a compiled regular expression: how often, which way, where to go on, and the group that an empty last iteration leaves as it
/// was (0: none).
/// </summary>
internal sealed record RegexLoop(int Least, int Most, bool IsLazy, int KeptGroup = 0)
{
    internal int Exit { get; set; }
}

/// <summary>A look-behind of a compiled regular expression.</summary>
internal sealed record RegexBehind(bool Negative, int Least, int Most, bool ByCodePoint, int Register);

/// <summary>A compiled regular expression: immutable, shared by all matchers.</summary>
internal sealed record RegexProgram(
    RegexInstruction[] Code, RegexLoop[] Loops, RegexBehind[] Behinds, int GroupCount, int RegisterCount, bool ByCodePoint, string Prefix);
