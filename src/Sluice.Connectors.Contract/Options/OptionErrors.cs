using Sluice.Types;

namespace Sluice.Connectors.Options;

/// <summary>The codes of wrong options.</summary>
public static class OptionErrors
{
    /// <summary>There is no such option.</summary>
    public static readonly ErrorCode Unknown = new(
        "option.unknown", Fault.Job, "The connector or format has no option of this name. `sluice connectors NAME` lists them.");

    /// <summary>A value of another kind.</summary>
    public static readonly ErrorCode WrongKind = new(
        "option.wrong_kind", Fault.Job, "The option takes another kind of value: a number, true or false, a size such as 64MB, a duration such as 10s, a list or a map.");

    /// <summary>Not one of the choices.</summary>
    public static readonly ErrorCode NotAChoice = new("option.not_a_choice", Fault.Job, "The option takes one of a list of values.");

    /// <summary>Too small or too large.</summary>
    public static readonly ErrorCode OutOfRange = new("option.out_of_range", Fault.Job, "The option's value is below its least or above its greatest allowed value.");

    /// <summary>Given twice.</summary>
    public static readonly ErrorCode Duplicate = new("option.duplicate", Fault.Job, "An option is given twice.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } = [Unknown, WrongKind, NotAChoice, OutOfRange, Duplicate];
}
