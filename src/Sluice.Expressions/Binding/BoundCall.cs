using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>A call of a function of the table.</summary>
/// <param name="Function">The function.</param>
/// <param name="Arguments">The arguments.</param>
/// <param name="Keyword">The word in a special syntax, upper case: the unit of EXTRACT, FLOOR, TIMESTAMPADD, BOTH of TRIM …; null if none.</param>
/// <param name="Kernel">What computes it.</param>
/// <param name="Type">The type of the result.</param>
/// <param name="Span">Where it stands in the text.</param>
public sealed record BoundCall(Function Function, ImmutableArray<BoundExpression> Arguments, string? Keyword, ScalarKernel Kernel, LogicalType Type, SourceSpan Span) : BoundExpression(Type, Span)
{
    private readonly ImmutableArray<BoundExpression> _written;

    /// <summary>
    /// The arguments as written, for printing and rendering: those of <see cref="Arguments"/> and the constants that the kernel has captured (the pattern of LIKE).
    /// </summary>
    public ImmutableArray<BoundExpression> Written
    {
        get => _written.IsDefault ? Arguments : _written;
        init => _written = value;
    }

    /// <inheritdoc/>
    public override ImmutableArray<BoundExpression> Children => Arguments;

    /// <inheritdoc/>
    public override bool IsDeterministic => Function.IsDeterministic && Arguments.All(argument => argument.IsDeterministic);

    /// <inheritdoc/>
    public override BoundExpression WithChildren(ImmutableArray<BoundExpression> children) => this with { Arguments = children, Written = Replaced(children) };

    /// <inheritdoc/>
    protected override bool SameShape(BoundExpression other) => Function == ((BoundCall)other).Function && Keyword == ((BoundCall)other).Keyword && Written.Length == ((BoundCall)other).Written.Length
        && Written.Zip(((BoundCall)other).Written).All(pair => pair.First.SameAs(pair.Second));

    private ImmutableArray<BoundExpression> Replaced(ImmutableArray<BoundExpression> children)
    {
        if (_written.IsDefault)
            return default;
        ImmutableArray<BoundExpression> old = Arguments;
        return [.. _written.Select(argument => old.IndexOf(argument) is >= 0 and var at ? children[at] : argument)];
    }
}
