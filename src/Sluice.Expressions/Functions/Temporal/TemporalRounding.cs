namespace Sluice.Expressions;

/// <summary><c>FLOOR(x TO unit)</c> and <c>CEIL(x TO unit)</c>; the table entries of FLOOR and CEIL (numbers) call it when a unit is written.</summary>
internal static class TemporalRounding
{
    /// <summary>Binds a call with one argument and the unit in <see cref="FunctionCall.Keyword"/>.</summary>
    /// <returns>Null when the types or the unit are refused; say why with <see cref="FunctionCall.Reject"/>.</returns>
    public static FunctionBinding? Bind(FunctionCall call, bool isCeil) =>
        call.Reject(ExpressionErrors.UnsupportedFunction, $"{(isCeil ? "CEIL" : "FLOOR")} to a unit is not supported");
}
