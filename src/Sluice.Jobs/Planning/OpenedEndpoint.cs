using Sluice.Connectors;
using Sluice.Connectors.Sources;
using Sluice.Jobs.Planning;

namespace Sluice.Jobs;

/// <summary>One side of a job, opened: to list and check what is there.</summary>
public sealed class OpenedEndpoint : IAsyncDisposable
{
    private OpenedEndpoint(string role, IConnector connector, ConnectionSpec spec, IConnection connection, ISource? source) =>
        (Role, Connector, DisplayAddress, Connection, Source) = (role, connector, spec.DisplayAddress, connection, source);

    /// <summary><c>source</c> or <c>sink</c>.</summary>
    public string Role { get; }

    /// <summary>The connector.</summary>
    public IConnector Connector { get; }

    /// <summary>The address without secrets.</summary>
    public string DisplayAddress { get; }

    /// <summary>The connection.</summary>
    public IConnection Connection { get; }

    /// <summary>The source, with the options of the job: a file's catalog needs them; null for a sink and for what cannot be read.</summary>
    public ISource? Source { get; }

    internal static OpenedEndpoint OfSource(Endpoint end, JobSpec spec)
    {
        IConnection connection = end.Connector.Open(end.Connection);
        ISource? source = connection.OpenSource(new SourceSpec
        {
            Options = end.Options,
            Format = end.Format,
            Schema = spec.Source!.Schema,
            ColumnTypes = spec.Source.ColumnTypes,
            TimeZone = spec.TimeZone,
        });
        return new OpenedEndpoint("source", end.Connector, end.Connection, connection, source);
    }

    internal static OpenedEndpoint OfSink(Endpoint end) =>
        new("sink", end.Connector, end.Connection, end.Connector.Open(end.Connection), null);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Source is not null)
            await Source.DisposeAsync().ConfigureAwait(false);
        await Connection.DisposeAsync().ConfigureAwait(false);
    }
}
