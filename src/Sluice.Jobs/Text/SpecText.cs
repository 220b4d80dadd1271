using Sluice.Plans;
using Sluice.Types;

namespace Sluice.Jobs;

/// <summary>A value as written, its variables filled in, and where it stands.</summary>
/// <param name="Value">The text.</param>
/// <param name="Place">Where it stands.</param>
public sealed record SpecText(string Value, Place Place)
{
    /// <summary>The same for the planner.</summary>
    public RuleText ToRuleText() => new(Value, Place);

    /// <summary>A problem that points at it.</summary>
    public Problem At(ErrorCode code, string what, string? fix = null) => Place.At(code, what, fix);

    /// <summary>An argument of the command line.</summary>
    public static SpecText OfArgument(string name, string text) => new(text, Place.OfArgument(name, text));
}
