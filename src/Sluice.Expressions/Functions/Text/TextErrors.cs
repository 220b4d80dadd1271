namespace Sluice.Expressions.Functions.Text;

/// <summary>The errors of a row that text functions give.</summary>
internal static class TextErrors
{
    /// <summary>The result would be longer than <see cref="Rewriting.MaxLength"/>.</summary>
    internal static EvalError TooLong(string function) => new(
        EvalErrors.InvalidArgument, $"{function} would make a text of more than {Rewriting.MaxLength} characters");

    /// <summary>A text that is no base64.</summary>
    internal static EvalError NotBase64(string text) => new(EvalErrors.InvalidArgument, $"'{Short(text)}' is not base64");

    /// <summary>A number that no SHA-2 function has.</summary>
    internal static EvalError NoSuchDigest(int bits) => new(EvalErrors.InvalidArgument, $"there is no SHA-2 of {bits} bits");

    /// <summary>A charset that is not known.</summary>
    internal static EvalError UnknownCharset(string name) => new(EvalErrors.InvalidArgument, $"the charset '{Short(name)}' is not known");

    /// <summary>A number of an appearance below 1.</summary>
    internal static EvalError NotPositive(int number) => new(EvalErrors.InvalidArgument, $"the number of the appearance must be positive, not {number}");

    /// <summary>A start that cannot be counted from the end.</summary>
    internal static EvalError StartOutOfRange() => new(EvalErrors.InvalidArgument, "the start of INSTR is out of range");

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
