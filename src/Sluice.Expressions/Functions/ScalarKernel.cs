namespace Sluice.Expressions;

/// <summary>
/// What computes a function or an operator for one row. The interpreter calls <see cref="Invoke"/> with boxed values; the vectorised engine takes the
/// typed delegate out by <see cref="Accept"/> and loops over columns without boxing.
/// </summary>
/// <remarks>A kernel never throws for a value: it answers through the <see cref="Outcome"/>. Kernels are immutable and thread-safe.</remarks>
public abstract class ScalarKernel
{
    private protected ScalarKernel()
    {
    }

    /// <summary>
    /// Whether it is called with NULLs too. If not, a NULL argument gives NULL without a call (after all arguments have been evaluated).
    /// </summary>
    public virtual bool SeesNulls => false;

    /// <summary>Computes one value from boxed arguments, which are not null unless <see cref="SeesNulls"/>.</summary>
    /// <returns>The value; null if NULL or if the outcome says so.</returns>
    public abstract object? Invoke(ReadOnlySpan<object?> arguments, ref Outcome outcome);

    /// <summary>Calls the visitor's method for this arity and these types.</summary>
    public abstract TResult Accept<TResult>(IKernelVisitor<TResult> visitor);

    /// <summary>A kernel without arguments, called once for each row.</summary>
    public static ScalarKernel Of<TR>(Kernel<TR> body) => new ScalarKernel<TR>(body);

    /// <summary>A kernel of one argument.</summary>
    public static ScalarKernel Of<T1, TR>(Kernel<T1, TR> body) => new ScalarKernel<T1, TR>(body);

    /// <summary>A kernel of two arguments.</summary>
    public static ScalarKernel Of<T1, T2, TR>(Kernel<T1, T2, TR> body) => new ScalarKernel<T1, T2, TR>(body);

    /// <summary>A kernel of three arguments.</summary>
    public static ScalarKernel Of<T1, T2, T3, TR>(Kernel<T1, T2, T3, TR> body) => new ScalarKernel<T1, T2, T3, TR>(body);

    /// <summary>A kernel of four arguments.</summary>
    public static ScalarKernel Of<T1, T2, T3, T4, TR>(Kernel<T1, T2, T3, T4, TR> body) => new ScalarKernel<T1, T2, T3, T4, TR>(body);

    /// <summary>A kernel of boxed arguments, for the rare functions (many arguments, nested types, NULLs that mean something).</summary>
    public static ScalarKernel Boxed(BoxedKernel body, bool seesNulls = false) => new AnyKernel(body, seesNulls);

    private protected static object? Box<T>(T value, ref Outcome outcome) => outcome.HasValue ? value : null;
}
