namespace Sluice.Expressions;

/// <summary>Equality of values of the representation in README.md, by content.</summary>
internal static class ValueText
{
    /// <summary>Whether two values are the same, bit by bit for floating point, element by element for arrays.</summary>
    public static bool SameValue(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b),
        (float a, float b) => BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b),
        (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
        (object?[] a, object?[] b) => a.Length == b.Length && a.Zip(b).All(pair => SameValue(pair.First, pair.Second)),
        (KeyValuePair<object?, object?>[] a, KeyValuePair<object?, object?>[] b) =>
            a.Length == b.Length && a.Zip(b).All(pair => SameValue(pair.First.Key, pair.Second.Key) && SameValue(pair.First.Value, pair.Second.Value)),
        _ => left.Equals(right),
    };
}
