using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;

namespace Sluice.Connectors.Files.Files;

/// <summary>
/// One path. Its catalog has one table, described with the options and schema of the source that was opened last, because a file says little of itself.
/// </summary>
internal sealed class FilesConnection(FilesPlace place) : IConnection, ICatalog
{
    private readonly FilesReading _reading = new(place);

    public ICatalog Catalog => this;

    public ISource OpenSource(SourceSpec spec)
    {
        _reading.Spec = spec;
        return new FilesSource(_reading);
    }

    public ISink OpenSink(SinkSpec spec) => new FilesSink(place, spec);

    public async ValueTask<ServerReport> CheckAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<FileEntry> files = place.Address.IsPipe ? [] : await place.FileSystem.ListAsync(place.Address.Path, cancellationToken).ConfigureAwait(false);
        return new ServerReport(
            "files",
            [
                new("path", place.Address.Path),
                new("files", files.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                new("bytes", files.Sum(f => f.Length).ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ],
            files.Count == 0 && !place.Address.IsPipe ? [$"there is no file at {place.Address.Path} yet; a sink will create it"] : []);
    }

    public async ValueTask<IReadOnlyList<TableName>> ListAsync(CancellationToken cancellationToken)
    {
        if (!place.Address.IsPipe)
            _ = await _reading.FilesAsync(cancellationToken).ConfigureAwait(false);
        return [new TableName(null, place.Address.TableName)];
    }

    public async ValueTask<TableDescription?> DescribeAsync(TableName table, CancellationToken cancellationToken) =>
        table.Schema is null && table.Name == place.Address.TableName ? await _reading.DescribeAsync(cancellationToken).ConfigureAwait(false) : null;

    public ValueTask DisposeAsync() => _reading.DisposeAsync();
}
