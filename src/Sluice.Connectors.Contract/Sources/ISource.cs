using Sluice.Connectors.Catalog;
using Sluice.Connectors.Runs;
using Sluice.Expressions;

namespace Sluice.Connectors.Sources;

/// <summary>All tables of a job as a source. Planning calls only read; nothing is locked or changed.</summary>
public interface ISource : IAsyncDisposable
{
    /// <summary>
    /// How a conjunct of the filter can be evaluated by the source. Invariant 9: <see cref="FilterSupport.Exact"/> only when it provably keeps
    /// the same rows and cannot fail for a row; else <see cref="FilterSupport.Partial"/> (applied again) or <see cref="FilterSupport.None"/>.
    /// </summary>
    PushedFilter Push(TableDescription table, BoundExpression conjunct);

    /// <summary>Plans the reading of one table: SQL, splits, notes. Touches nothing.</summary>
    ValueTask<TableScan> PlanAsync(ScanRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Starts reading the planned tables: opens the shared snapshot, if any. The caller disposes the run, which ends every session it opened.
    /// </summary>
    ValueTask<ISourceRun> OpenRunAsync(IReadOnlyList<TableScan> scans, RunContext context, CancellationToken cancellationToken);
}

/// <summary>How well a source can evaluate a filter.</summary>
public enum FilterSupport
{
    /// <summary>Not at all; the engine does it.</summary>
    None,

    /// <summary>It keeps every matching row and may keep others; the engine applies it again.</summary>
    Partial,

    /// <summary>It keeps exactly the matching rows.</summary>
    Exact,
}

/// <summary>A source's answer for one conjunct.</summary>
/// <param name="Support">How well.</param>
/// <param name="Text">What the source will evaluate, in its language, for the plan; null when nothing.</param>
/// <param name="Reason">Why not exact, for the plan; null when exact.</param>
public sealed record PushedFilter(FilterSupport Support, string? Text = null, string? Reason = null)
{
    /// <summary>Not pushed.</summary>
    public static PushedFilter NotPushed(string reason) => new(FilterSupport.None, null, reason);
}
