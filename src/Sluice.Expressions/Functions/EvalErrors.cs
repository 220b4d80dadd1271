using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>The codes of errors that a row's value can cause.</summary>
public static class EvalErrors
{
    /// <summary>A result or a target is too small for the number.</summary>
    public static readonly ErrorCode Overflow = new(
        "expression.overflow", Fault.Data, "A number does not fit the type of the result. Cast the operands to a wider type, or set policies.overflow.");

    /// <summary>Division by zero.</summary>
    public static readonly ErrorCode DivisionByZero = new(
        "expression.division_by_zero", Fault.Data, "A number is divided by zero. Guard it with CASE or NULLIF.");

    /// <summary>Text that cannot be read as the type wanted.</summary>
    public static readonly ErrorCode NotCastable = new(
        "expression.not_castable", Fault.Data, "A value cannot be read as the type of the CAST. Use TRY_CAST to get NULL instead.");

    /// <summary>An argument has a value that the function refuses.</summary>
    public static readonly ErrorCode InvalidArgument = new(
        "expression.invalid_argument", Fault.Data, "A function refuses the value of an argument.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } = [Overflow, DivisionByZero, NotCastable, InvalidArgument];
}
