using Sluice.Jobs.Planning;
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

    /// <summary>Opens the connections of a job without planning it. Nothing is connected before the first call on one. The caller disposes them.</summary>
    /// <exception cref="SluiceException">A connection or an option is wrong; all problems together.</exception>
    public IReadOnlyList<OpenedEndpoint> OpenEndpoints(JobDocument document)
    {
        List<OpenedEndpoint> opened = [];
        if (document.Spec is { } spec)
        {
            var resolver = new EndpointResolver(connectors, spec, document);
            if (spec.Source is not null && resolver.ResolveSource(spec.Source) is { } source)
                opened.Add(OpenedEndpoint.OfSource(source, spec));
            if (spec.Sink is not null && resolver.ResolveSink(spec.Sink) is { } sink)
                opened.Add(OpenedEndpoint.OfSink(sink));
        }

        document.Problems.ThrowIfAny(document.Secrets);
        return opened;
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
