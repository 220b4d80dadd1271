namespace Sluice.Expressions;

/// <summary>
/// What a kernel says beside its value: that the result is NULL, that the row has an error, that it deviates from Flink.
/// Reset by the caller before each call; when <see cref="IsNull"/> or <see cref="Error"/> is set, the value returned is ignored.
/// </summary>
public struct Outcome
{
    private readonly OverflowPolicy _overflow;

    /// <summary>For a run of calls.</summary>
    /// <param name="overflow">What a numeric overflow does.</param>
    /// <param name="isObserved">Whether somebody asks which values deviate from Flink.</param>
    public Outcome(OverflowPolicy overflow, bool isObserved = false)
    {
        _overflow = overflow;
        IsObserved = isObserved;
    }

    /// <summary>The result is NULL.</summary>
    public bool IsNull { get; private set; }

    /// <summary>The row's error.</summary>
    public EvalError? Error { get; private set; }

    /// <summary>The deviations met; filled only when <see cref="IsObserved"/>.</summary>
    public DeviationSet Deviations { get; private set; }

    /// <summary>Whether somebody asks which values deviate: only then is Flink's own answer worth computing.</summary>
    public readonly bool IsObserved { get; }

    /// <summary>Whether the value returned counts.</summary>
    public readonly bool HasValue => !IsNull && Error is null;

    /// <summary>The result is NULL. Returns a value to return.</summary>
    public T Null<T>()
    {
        IsNull = true;
        return default!;
    }

    /// <summary>The row has an error. Returns a value to return.</summary>
    public T Fail<T>(EvalError error)
    {
        Fail(error);
        return default!;
    }

    /// <summary>The row has an error, or a NULL where <c>policies.overflow</c> says so.</summary>
    public void Fail(EvalError error)
    {
        if (error.Deviation is { } deviation)
        {
            Deviates(deviation);
            if (_overflow == OverflowPolicy.Null && deviation.Number is (1 or 2 or 3 or 10))
            {
                IsNull = true;
                return;
            }
        }

        Error ??= error;
    }

    /// <summary>The value returned differs from Flink's for this reason.</summary>
    public void Deviates(Deviation deviation)
    {
        if (IsObserved)
            Deviations = Deviations.With(deviation);
    }

    /// <summary>Forgets the last call but not the deviations met.</summary>
    public void Reset()
    {
        IsNull = false;
        Error = null;
    }
}
