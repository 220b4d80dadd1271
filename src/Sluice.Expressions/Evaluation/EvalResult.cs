namespace Sluice.Expressions;

/// <summary>What an expression gave for a row.</summary>
/// <param name="Value">The value as README.md says; null for NULL and for an error.</param>
/// <param name="Error">The error; null when there is a value.</param>
/// <param name="Deviations">The deviations met on the way, when asked for.</param>
public readonly record struct EvalResult(object? Value, EvalError? Error, DeviationSet Deviations);
