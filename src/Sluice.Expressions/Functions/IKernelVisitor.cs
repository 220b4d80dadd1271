namespace Sluice.Expressions;

/// <summary>Receives a kernel with its types: how the vectorised engine gets at the typed delegate.</summary>
public interface IKernelVisitor<out TResult>
{
    /// <summary>A kernel of 0 arguments.</summary>
    TResult Visit<TR>(ScalarKernel<TR> kernel);

    /// <summary>A kernel of 1 argument.</summary>
    TResult Visit<T1, TR>(ScalarKernel<T1, TR> kernel);

    /// <summary>A kernel of 2 arguments.</summary>
    TResult Visit<T1, T2, TR>(ScalarKernel<T1, T2, TR> kernel);

    /// <summary>A kernel of 3 arguments.</summary>
    TResult Visit<T1, T2, T3, TR>(ScalarKernel<T1, T2, T3, TR> kernel);

    /// <summary>A kernel of 4 arguments.</summary>
    TResult Visit<T1, T2, T3, T4, TR>(ScalarKernel<T1, T2, T3, T4, TR> kernel);

    /// <summary>A kernel of boxed arguments.</summary>
    TResult Visit(AnyKernel kernel);
}
