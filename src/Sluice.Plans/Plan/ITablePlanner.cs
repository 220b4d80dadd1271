using Sluice.Connectors.Catalog;
using Sluice.Types;

namespace Sluice.Plans;

/// <summary>
/// Plans one table. Pure but for the planning calls of source and sink, which only read: the same table gives the same plan. The engine calls it
/// for tables that appear or change later; at the start it was called for those that exist.
/// </summary>
public interface ITablePlanner
{
    /// <summary>The plan of a table, or null when no rule of the job takes it.</summary>
    /// <exception cref="SluiceException">A rule takes it, and it cannot be planned; all problems together.</exception>
    ValueTask<TablePlan?> PlanAsync(TableDescription table, CancellationToken cancellationToken);
}
