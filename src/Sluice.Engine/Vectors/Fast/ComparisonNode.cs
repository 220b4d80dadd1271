using System.Numerics;
using System.Runtime.CompilerServices;
using Sluice.Types;

namespace Sluice.Engine.Vectors.Fast;

/// <summary>A comparison of two numbers. NaN compares false with everything, and is unequal to everything: as IEEE 754 and Flink have it.</summary>
internal interface IComparison<T>
{
    /// <summary>Whether it holds.</summary>
    static abstract bool Holds(T a, T b);
}

/// <summary>A comparison over two vectors of one type.</summary>
internal sealed class ComparisonNode<T, TComparison>(Operands operands, LogicalType type) : VectorNode(type)
    where T : unmanaged
    where TComparison : struct, IComparison<T>
{
    private readonly OwnVector<bool> _result = new();

    public override Vector Evaluate(VectorFrame frame, Selection selection)
    {
        Vector left = operands.Left.Evaluate(frame, selection);
        Vector right = operands.Right.Evaluate(frame, selection);
        bool[] result = _result.Start(frame.Length);
        _result.StartNulls(left, frame.Length);
        _result.AddNulls(right, frame.Length);
        ReadOnlySpan<T> a = left.Values<T>(selection);
        ReadOnlySpan<T> b = right.Values<T>(selection);
        if (selection.IsAll)
        {
            a = a[..frame.Length];
            b = b[..frame.Length];
            for (int i = 0; i < a.Length; i++)
                result[i] = TComparison.Holds(a[i], b[i]);
        }
        else
        {
            foreach (int row in selection.Rows)
                result[row] = TComparison.Holds(a[row], b[row]);
        }

        return _result;
    }
}

/// <summary><c>=</c></summary>
internal readonly struct IsEqual<T> : IComparison<T>
    where T : INumber<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Holds(T a, T b) => a == b;
}

/// <summary><c>&lt;&gt;</c></summary>
internal readonly struct IsNotEqual<T> : IComparison<T>
    where T : INumber<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Holds(T a, T b) => a != b;
}

/// <summary><c>&lt;</c></summary>
internal readonly struct IsLess<T> : IComparison<T>
    where T : INumber<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Holds(T a, T b) => a < b;
}

/// <summary><c>&lt;=</c></summary>
internal readonly struct IsLessOrEqual<T> : IComparison<T>
    where T : INumber<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Holds(T a, T b) => a <= b;
}

/// <summary><c>&gt;</c></summary>
internal readonly struct IsGreater<T> : IComparison<T>
    where T : INumber<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Holds(T a, T b) => a > b;
}

/// <summary><c>&gt;=</c></summary>
internal readonly struct IsGreaterOrEqual<T> : IComparison<T>
    where T : INumber<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Holds(T a, T b) => a >= b;
}
