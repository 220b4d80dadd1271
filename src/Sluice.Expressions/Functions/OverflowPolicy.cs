namespace Sluice.Expressions;

/// <summary>What a numeric overflow (D1, D2, D3, D10) does: <c>policies.overflow</c>.</summary>
public enum OverflowPolicy
{
    /// <summary>It is an error of the row.</summary>
    Error,

    /// <summary>It gives NULL, because somebody chose so.</summary>
    Null,
}
