namespace Sluice.Expressions;

/// <summary>A kernel of any number of boxed arguments.</summary>
public sealed class AnyKernel(BoxedKernel body, bool seesNulls) : ScalarKernel
{
    /// <summary>The delegate.</summary>
    public BoxedKernel Body { get; } = body;

    /// <inheritdoc/>
    public override bool SeesNulls { get; } = seesNulls;

    /// <inheritdoc/>
    public override object? Invoke(ReadOnlySpan<object?> arguments, ref Outcome outcome)
    {
        object? value = Body(arguments, ref outcome);
        return outcome.HasValue ? value : null;
    }

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IKernelVisitor<TResult> visitor) => visitor.Visit(this);
}
