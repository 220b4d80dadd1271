namespace Sluice.Expressions;

/// <summary>A kernel of three arguments.</summary>
/// <typeparam name="T1">The CLR type of argument 1.</typeparam>
/// <typeparam name="T2">The CLR type of argument 2.</typeparam>
/// <typeparam name="T3">The CLR type of argument 3.</typeparam>
/// <typeparam name="TR">The CLR type of the result.</typeparam>
public sealed class ScalarKernel<T1, T2, T3, TR>(Kernel<T1, T2, T3, TR> body) : ScalarKernel
{
    /// <summary>The typed delegate.</summary>
    public Kernel<T1, T2, T3, TR> Body { get; } = body;

    /// <inheritdoc/>
    public override object? Invoke(ReadOnlySpan<object?> arguments, ref Outcome outcome) =>
        Box(Body((T1)arguments[0]!, (T2)arguments[1]!, (T3)arguments[2]!, ref outcome), ref outcome);

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IKernelVisitor<TResult> visitor) => visitor.Visit(this);
}
