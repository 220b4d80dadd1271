namespace Sluice.Expressions;

/// <summary>A function without arguments.</summary>
public delegate TR Kernel<TR>(ref Outcome outcome);

/// <summary>A function of one value that is not NULL.</summary>
public delegate TR Kernel<T1, TR>(T1 a, ref Outcome outcome);

/// <summary>A function of two values that are not NULL.</summary>
public delegate TR Kernel<T1, T2, TR>(T1 a, T2 b, ref Outcome outcome);

/// <summary>A function of three values that are not NULL.</summary>
public delegate TR Kernel<T1, T2, T3, TR>(T1 a, T2 b, T3 c, ref Outcome outcome);

/// <summary>A function of four values that are not NULL.</summary>
public delegate TR Kernel<T1, T2, T3, T4, TR>(T1 a, T2 b, T3 c, T4 d, ref Outcome outcome);

/// <summary>A function of any number of boxed values; NULL is null.</summary>
public delegate object? BoxedKernel(ReadOnlySpan<object?> arguments, ref Outcome outcome);
