using System.Numerics;
using System.Runtime.CompilerServices;
using Sluice.Types;

namespace Sluice.Engine.Vectors.Fast;

/// <summary>An operation on two values that says whether it left the range of its type.</summary>
internal interface IArithmetic<T>
{
    /// <summary>The result; TRUE (and any result) when it does not fit.</summary>
    static abstract bool Apply(T a, T b, out T result);
}

/// <summary>Arithmetic over two vectors of one type; a batch in which a row overflows is done by the general node.</summary>
internal sealed class ArithmeticNode<T, TOperation>(Operands operands, LogicalType type) : VectorNode(type)
    where T : unmanaged
    where TOperation : struct, IArithmetic<T>
{
    private readonly OwnVector<T> _result = new();

    public override Vector Evaluate(VectorFrame frame, Selection selection)
    {
        Vector left = operands.Left.Evaluate(frame, selection);
        Vector right = operands.Right.Evaluate(frame, selection);
        T[] result = _result.Start(frame.Length);
        _result.StartNulls(left, frame.Length);
        _result.AddNulls(right, frame.Length);
        ReadOnlySpan<T> a = left.Values<T>(selection);
        ReadOnlySpan<T> b = right.Values<T>(selection);
        bool overflows = !selection.IsAll ? Sparse(a, b, result, selection, _result.Nulls)
            : _result.Nulls is { } nulls ? Masked(a[..frame.Length], b[..frame.Length], result, nulls)
            : Dense(a[..frame.Length], b[..frame.Length], result);
        return overflows ? operands.FallBack(frame, selection, left, right) : _result;
    }

    private static bool Dense(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> result)
    {
        bool overflows = false;
        b = b[..a.Length];
        result = result[..a.Length];
        for (int i = 0; i < a.Length; i++)
        {
            overflows |= TOperation.Apply(a[i], b[i], out T value);
            result[i] = value;
        }

        return overflows;
    }

    /// <summary>NULLs are computed too, which is cheaper than a branch; what they overflow does not count.</summary>
    private static bool Masked(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> result, ReadOnlySpan<bool> nulls)
    {
        bool overflows = false;
        b = b[..a.Length];
        result = result[..a.Length];
        nulls = nulls[..a.Length];
        for (int i = 0; i < a.Length; i++)
        {
            overflows |= TOperation.Apply(a[i], b[i], out T value) & !nulls[i];
            result[i] = value;
        }

        return overflows;
    }

    private static bool Sparse(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> result, Selection selection, bool[]? nulls)
    {
        bool overflows = false;
        for (int i = 0; i < selection.Count; i++)
        {
            int row = selection[i];
            if (nulls is not null && nulls[row])
                continue;
            overflows |= TOperation.Apply(a[row], b[row], out T value);
            result[row] = value;
        }

        return overflows;
    }
}

/// <summary>Integer <c>+</c>.</summary>
internal readonly struct IntegerAdd<T> : IArithmetic<T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Apply(T a, T b, out T result)
    {
        result = unchecked(a + b);
        return T.IsNegative((a ^ result) & (b ^ result));
    }
}

/// <summary>Integer <c>-</c>.</summary>
internal readonly struct IntegerSubtract<T> : IArithmetic<T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Apply(T a, T b, out T result)
    {
        result = unchecked(a - b);
        return T.IsNegative((a ^ b) & (a ^ result));
    }
}

/// <summary>Integer <c>*</c>.</summary>
internal readonly struct IntegerMultiply<T> : IArithmetic<T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Apply(T a, T b, out T result)
    {
        if (typeof(T) == typeof(long))
        {
            long high = Math.BigMul(long.CreateTruncating(a), long.CreateTruncating(b), out long low);
            result = T.CreateTruncating(low);
            return high != low >> 63;
        }

        long product = long.CreateTruncating(a) * long.CreateTruncating(b);
        result = T.CreateTruncating(product);
        return long.CreateTruncating(result) != product;
    }
}

/// <summary>Floating <c>+</c>.</summary>
internal readonly struct FloatAdd<T> : IArithmetic<T>
    where T : INumber<T>
{
    public static bool Apply(T a, T b, out T result)
    {
        result = a + b;
        return false;
    }
}

/// <summary>Floating <c>-</c>.</summary>
internal readonly struct FloatSubtract<T> : IArithmetic<T>
    where T : INumber<T>
{
    public static bool Apply(T a, T b, out T result)
    {
        result = a - b;
        return false;
    }
}

/// <summary>Floating <c>*</c>.</summary>
internal readonly struct FloatMultiply<T> : IArithmetic<T>
    where T : INumber<T>
{
    public static bool Apply(T a, T b, out T result)
    {
        result = a * b;
        return false;
    }
}

/// <summary>Floating <c>/</c>: by zero it is an infinity or NaN, no error.</summary>
internal readonly struct FloatDivide<T> : IArithmetic<T>
    where T : INumber<T>
{
    public static bool Apply(T a, T b, out T result)
    {
        result = a / b;
        return false;
    }
}
