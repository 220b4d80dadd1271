namespace Sluice.Expressions;

/// <summary>Which signs a number of a pattern has: <c>java.time.format.SignStyle</c>.</summary>
internal enum NumberSign
{
    /// <summary>A minus where it is negative.</summary>
    Normal,

    /// <summary>None.</summary>
    NotNegative,

    /// <summary>A minus where it is negative, a plus where it is wider than its least width.</summary>
    ExceedsPad,
}
