namespace Sluice.Expressions;

/// <summary>How faithful a piece of SQL is to the expression it stands for.</summary>
public enum SqlFidelity
{
    /// <summary>There is no text that may be used.</summary>
    None,

    /// <summary>As a filter it keeps every row that the expression keeps, and perhaps others; it cannot fail.</summary>
    Partial,

    /// <summary>The same value for every row, NULL included; it cannot fail.</summary>
    Exact,
}
