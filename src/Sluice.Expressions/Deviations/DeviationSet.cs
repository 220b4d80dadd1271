namespace Sluice.Expressions;

/// <summary>The deviations that an evaluation met.</summary>
/// <param name="Bits">Bit n - 1 for Dn.</param>
public readonly record struct DeviationSet(int Bits)
{
    /// <summary>None.</summary>
    public static DeviationSet None => default;

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => Bits == 0;

    /// <summary>With one more.</summary>
    public DeviationSet With(Deviation deviation) => new(Bits | (1 << (deviation.Number - 1)));

    /// <summary>With all of another set.</summary>
    public DeviationSet With(DeviationSet other) => new(Bits | other.Bits);

    /// <summary>Whether it holds one.</summary>
    public bool Contains(Deviation deviation) => (Bits & (1 << (deviation.Number - 1))) != 0;

    /// <summary>For example <c>D1,D3</c>.</summary>
    public override string ToString()
    {
        DeviationSet self = this;
        return string.Join(',', Deviation.All.Where(self.Contains));
    }
}
