namespace Sluice.Expressions;

/// <summary>A kernel of no argument.</summary>
/// <typeparam name="TR">The CLR type of the result.</typeparam>
public sealed class ScalarKernel<TR>(Kernel<TR> body) : ScalarKernel
{
    /// <summary>The typed delegate.</summary>
    public Kernel<TR> Body { get; } = body;

    /// <inheritdoc/>
    public override object? Invoke(ReadOnlySpan<object?> arguments, ref Outcome outcome) =>
        Box(Body(ref outcome), ref outcome);

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IKernelVisitor<TResult> visitor) => visitor.Visit(this);
}
