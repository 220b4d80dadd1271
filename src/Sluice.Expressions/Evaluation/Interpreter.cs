using System.Collections.Immutable;

namespace Sluice.Expressions;

/// <summary>
/// Evaluates a bound tree row by row over boxed values: slow and obvious, the oracle that every other executor is held to. Not thread-safe.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="isObserved">Whether to collect the deviations that values and errors come from.</param>
public sealed class Interpreter(SessionContext session, bool isObserved = false)
{
    private object?[] _row = [];
    private DeviationSet _deviations;

    /// <summary>Evaluates for one row.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="row">The values of the columns; borrowed.</param>
    public EvalResult Evaluate(BoundExpression expression, object?[] row)
    {
        _row = row;
        _deviations = DeviationSet.None;
        object? value = Value(expression, out EvalError? error);
        return new EvalResult(error is null ? value : null, error, _deviations);
    }

    private object? Value(BoundExpression node, out EvalError? error)
    {
        error = null;
        switch (node)
        {
            case BoundLiteral literal:
                Note(literal.Deviation);
                return literal.Value;
            case BoundColumn column:
                return _row[column.Index];
            case BoundLogical logical:
                return Logical(logical, out error);
            case BoundNot not:
                return Value(not.Operand, out error) is bool truth ? !truth : null;
            case BoundIsTest test:
                return Test(test, Value(test.Operand, out error));
            case BoundCase choice:
                return Case(choice, out error);
            case BoundCoalesce coalesce:
                return Arguments(coalesce.Arguments, out error)?.FirstOrDefault(value => value is not null);
            case BoundDistinct distinct:
                return Distinct(distinct, out error);
            case BoundInList list:
                return InList(list, out error);
            case BoundCast cast:
                return Cast(cast, out error);
            case BoundField field:
                return Value(field.Operand, out error) is object?[] fields ? fields[field.Index] : null;
            case BoundComparison comparison:
                object? result = Apply(comparison.Kernel, comparison.Children, out error);
                NoteSelf(comparison, result);
                return result;
            case BoundArithmetic arithmetic:
                return Apply(arithmetic.Kernel, arithmetic.Children, out error);
            case BoundNegate negate:
                return Apply(negate.Kernel, negate.Children, out error);
            case BoundCall call:
                return Apply(call.Kernel, call.Arguments, out error);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    // All arguments are evaluated, then NULL in is NULL out: an error in the second argument is one even when the first is NULL.
    private object? Apply(ScalarKernel kernel, ImmutableArray<BoundExpression> arguments, out EvalError? error)
    {
        object?[]? values = Arguments(arguments, out error);
        if (values is null || (!kernel.SeesNulls && values.Contains(null)))
            return null;
        return Invoke(kernel, values, out error);
    }

    private object?[]? Arguments(ImmutableArray<BoundExpression> arguments, out EvalError? error)
    {
        error = null;
        object?[] values = new object?[arguments.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Value(arguments[i], out error);
            if (error is not null)
                return null;
        }

        return values;
    }

    private object? Invoke(ScalarKernel kernel, ReadOnlySpan<object?> values, out EvalError? error)
    {
        var outcome = new Outcome(session.Overflow, isObserved);
        object? value = kernel.Invoke(values, ref outcome);
        _deviations = _deviations.With(outcome.Deviations);
        error = outcome.Error;
        return error is null ? value : null;
    }

    private bool? Logical(BoundLogical node, out EvalError? error)
    {
        bool isUnknown = false;
        error = null;
        foreach (BoundExpression operand in node.Operands)
        {
            object? value = Value(operand, out error);
            if (error is not null)
                return null;
            if (value is bool truth && truth != node.IsAnd)
                return truth;
            isUnknown |= value is null;
        }

        return isUnknown ? null : node.IsAnd;
    }

    private static bool Test(BoundIsTest node, object? value)
    {
        bool holds = node.Test switch
        {
            IsTest.True => value is true,
            IsTest.False => value is false,
            _ => value is null,
        };
        return holds != node.IsNegated;
    }

    private object? Case(BoundCase node, out EvalError? error)
    {
        foreach (BoundBranch branch in node.Branches)
        {
            object? condition = Value(branch.Condition, out error);
            if (error is not null)
                return null;
            if (condition is true)
                return Value(branch.Value, out error);
        }

        error = null;
        return node.Otherwise is null ? null : Value(node.Otherwise, out error);
    }

    private bool? Distinct(BoundDistinct node, out EvalError? error)
    {
        if (Arguments(node.Children, out error) is not { } values)
            return null;
        if (values[0] is null || values[1] is null)
            return values[0] is null == values[1] is null == node.IsNegated;
        bool? equal = (bool?)Invoke(node.Equal, values, out error);
        return equal == node.IsNegated;
    }

    private bool? InList(BoundInList node, out EvalError? error)
    {
        object? operand = Value(node.Operand, out error);
        if (error is not null)
            return null;
        bool isUnknown = operand is null;
        for (int i = 0; i < node.Items.Length; i++)
        {
            object? item = Value(node.Items[i], out error);
            if (error is not null)
                return null;
            if (operand is null || item is null)
            {
                isUnknown = true;
                continue;
            }

            NoteRoundTrip(node, i, item);
            if (Invoke(node.Equal, [operand, item], out error) is true)
                return !node.IsNegated;
        }

        return isUnknown ? null : node.IsNegated;
    }

    private object? Cast(BoundCast node, out EvalError? error)
    {
        object? value = Value(node.Operand, out error);
        if (error is not null || value is null)
            return null;
        DeviationSet before = _deviations;
        object? result = Invoke(node.Kernel, [value], out error);
        if (!node.IsTry)
            return result;
        // D2: for a DECIMAL that is too large, Flink's TRY_CAST gives NULL as ours does.
        if (error?.Deviation == Deviation.DecimalOverflow)
            _deviations = before;
        error = null;
        return result;
    }

    // D8: Flink folds x op x to a constant for every x that is not NULL.
    private void NoteSelf(BoundComparison node, object? result)
    {
        bool folded = node.Operator is ComparisonOperator.Equal or ComparisonOperator.LessOrEqual or ComparisonOperator.GreaterOrEqual;
        if (isObserved && result is bool truth && truth != folded && node.IsSelf)
            Note(Deviation.SelfComparison);
    }

    // D7: an item that the operand's own type cannot hold is another value in Flink.
    private void NoteRoundTrip(BoundInList node, int index, object item)
    {
        if (!isObserved || node.RoundTrips.IsEmpty || node.RoundTrips[index] is not { } trip || (item is byte[] && node.Items[index] is not BoundLiteral and not BoundCast { Operand: BoundLiteral }))
            return;
        var outcome = default(Outcome);
        if (!ValueText.SameValue(trip.Invoke([item], ref outcome), item))
            Note(Deviation.InComparesInTheCommonType);
    }

    private void Note(Deviation? deviation)
    {
        if (isObserved && deviation is not null)
            _deviations = _deviations.With(deviation);
    }
}
