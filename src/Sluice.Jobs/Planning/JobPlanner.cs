using System.Collections.Immutable;
using Sluice.Connectors;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Expressions;
using Sluice.Jobs.Planning;
using Sluice.Plans;
using Sluice.Types;

namespace Sluice.Jobs;

/// <summary>From a job as read to a plan. Planning reads from the systems and changes nothing in them.</summary>
public sealed class JobPlanner(ConnectorList connectors)
{
    /// <summary>Checks what can be checked without connecting: connectors, options, the syntax of expressions. Problems are added to the document.</summary>
    public void Validate(JobDocument document)
    {
        if (document.Spec is not { } spec)
            return;
        var resolver = new EndpointResolver(connectors, spec, document);
        if (spec.Source is not null)
            resolver.ResolveSource(spec.Source);
        if (spec.Sink is not null)
            resolver.ResolveSink(spec.Sink);
        RuleSet.Read(spec, document.Problems);
        OfflineExpressions.Check(spec, document.Problems);
    }

    /// <summary>Connects, describes, binds and plans.</summary>
    /// <returns>The plan with its connections, which the caller disposes.</returns>
    /// <exception cref="SluiceException">All problems of the job together, in the order of the file.</exception>
    public async ValueTask<OpenedJob> OpenAsync(JobDocument document, CancellationToken cancellationToken)
    {
        if (document.Spec is not { } spec)
            throw new SluiceException(document.Problems.InOrder(document.Secrets));
        var session = new PlanningSession(connectors, spec, document);
        try
        {
            return await session.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
