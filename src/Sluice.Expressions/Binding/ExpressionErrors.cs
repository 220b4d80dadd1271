using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>The codes of what can be wrong with the text of an expression, a type or a schema.</summary>
public static class ExpressionErrors
{
    /// <summary>It does not parse.</summary>
    public static readonly ErrorCode Syntax = new(
        "expression.syntax", Fault.Job, "The text is not an expression of Flink SQL's language. The caret shows where reading stopped.");

    /// <summary>No such column.</summary>
    public static readonly ErrorCode UnknownColumn = new("expression.unknown_column", Fault.Job, "The table has no column of this name. Names are case-sensitive.");

    /// <summary>No such function.</summary>
    public static readonly ErrorCode UnknownFunction = new("expression.unknown_function", Fault.Job, "There is no function of this name in Flink SQL.");

    /// <summary>No such type.</summary>
    public static readonly ErrorCode UnknownType = new("expression.unknown_type", Fault.Job, "There is no type of this name, or its parameters are out of range.");

    /// <summary>An operator or function does not take operands of these types.</summary>
    public static readonly ErrorCode TypeMismatch = new(
        "expression.type_mismatch", Fault.Job, "An operator or function does not take operands of these types. Write a CAST.");

    /// <summary>The number of arguments is wrong.</summary>
    public static readonly ErrorCode ArgumentCount = new("expression.argument_count", Fault.Job, "A function is called with too few or too many arguments.");

    /// <summary>A cast that does not exist.</summary>
    public static readonly ErrorCode InvalidCast = new("expression.invalid_cast", Fault.Job, "Values of this type cannot be cast to that type.");

    /// <summary>A literal has no value.</summary>
    public static readonly ErrorCode InvalidLiteral = new("expression.invalid_literal", Fault.Job, "A literal is out of range or not a value of its type.");

    /// <summary>A bare NULL where its type is not known.</summary>
    public static readonly ErrorCode UntypedNull = new("expression.untyped_null", Fault.Job, "A bare NULL has no type here. Write CAST(NULL AS type).");

    /// <summary>A constant argument has a value that fails every row.</summary>
    public static readonly ErrorCode InvalidConstant = new("expression.invalid_constant", Fault.Job, "A constant argument has a value that would fail every row.");

    /// <summary>A function of Flink's that is not implemented.</summary>
    public static readonly ErrorCode UnsupportedFunction = new(
        "expression.unsupported_function", Fault.Job, "Flink has this function; Sluice does not run it yet and refuses it rather than evaluate it differently.");

    /// <summary>Syntax of Flink's that is not implemented.</summary>
    public static readonly ErrorCode UnsupportedSyntax = new(
        "expression.unsupported_syntax", Fault.Job, "Flink has this construct; Sluice does not run it and refuses it rather than evaluate it differently.");

    /// <summary>An operator over types for which it is not implemented.</summary>
    public static readonly ErrorCode UnsupportedTypes = new(
        "expression.unsupported_types", Fault.Job, "Flink allows this operator or cast over these types; Sluice does not run it yet.");

    /// <summary>Two columns of a schema have the same name.</summary>
    public static readonly ErrorCode DuplicateColumn = new("expression.duplicate_column", Fault.Job, "A schema names a column twice.");

    /// <summary>Warning: Flink and Sluice both lose something here.</summary>
    public static readonly ErrorCode LosesTime = new(
        "expression.warning_loses_time", Fault.Job, "The common type of DATE and TIMESTAMP is DATE here, as in Flink: the time of day is lost.");

    /// <summary>Warning: a cast cuts text.</summary>
    public static readonly ErrorCode CutsText = new(
        "expression.warning_cuts_text", Fault.Job, "A CAST to CHAR(n) or VARCHAR(n) cuts longer text without an error, as in Flink.");

    /// <summary>Warning: a comparison can never be true.</summary>
    public static readonly ErrorCode NeverTrue = new(
        "expression.warning_never_true", Fault.Job, "Flink compares a BOOLEAN with text as 'TRUE' or 'FALSE' in upper case; another text is never equal.");

    /// <summary>Warning: DECIMAL digits are rounded off.</summary>
    public static readonly ErrorCode RoundsDecimal = new(
        "expression.warning_rounds_decimal", Fault.Job, "The type of the result has fewer digits after the point than an operand, as in Flink: digits are rounded off.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        Syntax, UnknownColumn, UnknownFunction, UnknownType, TypeMismatch, ArgumentCount, InvalidCast, InvalidLiteral, UntypedNull, InvalidConstant,
        UnsupportedFunction, UnsupportedSyntax, UnsupportedTypes, DuplicateColumn, LosesTime, CutsText, NeverTrue, RoundsDecimal,
    ];
}
