using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>A call while it is being bound: what <see cref="Function.Bind"/> decides upon.</summary>
public sealed class FunctionCall
{
    private readonly Binder _binder;

    internal FunctionCall(Binder binder, Function function, ImmutableArray<BoundExpression> arguments, string? keyword, SourceSpan span)
    {
        _binder = binder;
        Function = function;
        Arguments = arguments;
        Keyword = keyword;
        Span = span;
    }

    /// <summary>The function.</summary>
    public Function Function { get; }

    /// <summary>The arguments, already cast as the rules say.</summary>
    public ImmutableArray<BoundExpression> Arguments { get; }

    /// <summary>The word in a special syntax, upper case: <c>YEAR</c>, <c>BOTH</c>; null if none.</summary>
    public string? Keyword { get; }

    /// <summary>Where the call stands.</summary>
    public SourceSpan Span { get; }

    /// <summary>The session.</summary>
    public SessionContext Session => _binder.Session;

    /// <summary>How many arguments.</summary>
    public int Count => Arguments.Length;

    /// <summary>The type of an argument.</summary>
    public LogicalType TypeOf(int argument) => Arguments[argument].Type;

    /// <summary>The type, nullable if any argument is nullable: the type rule of a function whose kernel gives no NULL by itself.</summary>
    public LogicalType NullIfAny(LogicalType type) => type.WithNullability(Arguments.Any(argument => argument.Type.IsNullable));

    /// <summary>The value of an argument that is a constant (casts of a constant included); false when it is not one.</summary>
    public bool TryConstant(int argument, out object? value)
    {
        if (Arguments[argument] is BoundLiteral literal)
        {
            value = literal.Value;
            return true;
        }

        value = null;
        if (Arguments[argument] is not BoundCast { Operand: BoundLiteral { Value: { } operand }, Kernel: var cast })
            return false;
        var outcome = new Outcome(OverflowPolicy.Error);
        value = cast.Invoke([operand], ref outcome);
        return outcome.HasValue;
    }

    /// <summary>The argument cast to a type, with an implicit cast if it is not of it already; null (and a problem) when there is no such cast.</summary>
    public BoundExpression? CastTo(int argument, LogicalType type) => _binder.ImplicitCast(Arguments[argument], type);

    /// <summary>Refuses the call: its argument types do not fit. Return the result from Bind.</summary>
    public FunctionBinding? RejectTypes() => RejectTypes(null);

    /// <summary>Refuses the call: its argument types do not fit, with what to write instead.</summary>
    public FunctionBinding? RejectTypes(string? fix)
    {
        string types = string.Join(", ", Arguments.Select(argument => argument.Type.Nullable().ToString()));
        return Reject(ExpressionErrors.TypeMismatch, $"{Function.Name} does not take ({types})", fix ?? $"write {Function.Usage}");
    }

    /// <summary>Refuses the call for another reason.</summary>
    /// <param name="code">One of <see cref="ExpressionErrors"/>.</param>
    /// <param name="what">A lower-case clause.</param>
    /// <param name="fix">An imperative.</param>
    public FunctionBinding? Reject(ErrorCode code, string what, string? fix = null)
    {
        _binder.Report(code, what, Span, fix);
        return null;
    }

    /// <summary>Adds a named warning to the result of binding.</summary>
    public void Warn(ErrorCode code, string what, string? fix = null) => _binder.Warn(code, what, Span, fix);
}
