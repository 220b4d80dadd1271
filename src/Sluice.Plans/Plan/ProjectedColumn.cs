using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Plans;

/// <summary>A column to write and what computes it.</summary>
/// <param name="Output">Its name, type and tag in the rows written.</param>
/// <param name="Expression">What computes it, over the scan's schema.</param>
/// <param name="SourceColumn">
/// The index in the scan's schema when the expression is that column and nothing else, so that its array can be passed through; -1 otherwise.
/// </param>
public sealed record ProjectedColumn(Column Output, BoundExpression Expression, int SourceColumn)
{
    /// <summary>Its name in the rows written.</summary>
    public string Name => Output.Name;
}
