using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>The errors of a row that dates and times cause.</summary>
internal static class TemporalErrors
{
    /// <summary>Text that is none of the type.</summary>
    public static EvalError NotCastable(string text, LogicalType type) => new(EvalErrors.NotCastable, $"'{Shown(text)}' is no {type.Nullable()}");

    /// <summary>D9.</summary>
    public static EvalError ImpossibleDay(string text) =>
        new(EvalErrors.NotCastable, $"the day in '{Shown(text)}' does not exist") { Deviation = Deviation.ImpossibleDay };

    /// <summary>D1.</summary>
    public static EvalError Overflow(string what) =>
        new(EvalErrors.Overflow, $"{what} is out of range") { Deviation = Deviation.IntegerOverflow };

    /// <summary>D10.</summary>
    public static EvalError DifferenceOverflow(LogicalType type) =>
        new(EvalErrors.Overflow, $"the difference does not fit {type.Nullable()}") { Deviation = Deviation.TimestampDiffOverflow };

    /// <summary>An argument that the function refuses.</summary>
    public static EvalError Invalid(string what) => new(EvalErrors.InvalidArgument, what);

    /// <summary>A pattern that is none.</summary>
    public static EvalError Pattern(string pattern, PatternError error) => new(EvalErrors.InvalidArgument, $"the pattern '{Shown(pattern)}' {error.What}");

    private static string Shown(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
