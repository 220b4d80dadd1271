namespace Sluice.Expressions;

/// <summary>What IS tests.</summary>
public enum IsTest
{
    /// <summary><c>NULL</c></summary>
    Null,

    /// <summary><c>TRUE</c></summary>
    True,

    /// <summary><c>FALSE</c></summary>
    False,

    /// <summary><c>UNKNOWN: a BOOLEAN that is NULL</c></summary>
    Unknown,
}
