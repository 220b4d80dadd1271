using System.Collections.Immutable;
using Sluice.Stores;

namespace Sluice.Connectors.Files.Files;

/// <summary>Files and folders of files as tables, in any of the formats given to it.</summary>
public sealed class FilesConnector : IConnector
{
    private readonly ImmutableArray<IFormat> _formats;
    private readonly IFileSystem _fileSystem;

    /// <summary>Local files.</summary>
    public FilesConnector(params IEnumerable<IFormat> formats)
        : this(new LocalFileSystem(), formats)
    {
    }

    /// <summary>Files of a file system.</summary>
    public FilesConnector(IFileSystem fileSystem, IEnumerable<IFormat> formats)
    {
        _fileSystem = fileSystem;
        _formats = [.. formats];
        Description = new ConnectorDescription
        {
            Name = "files",
            Summary = "Files, globs, folders and partitioned folders; - is the standard input or output.",
            Addresses = ["orders.csv", "in/*.csv.gz", "./lake/orders", "file:///data/orders.parquet", "-"],
            Capabilities = ConnectorCapabilities.BoundedSource | ConnectorCapabilities.Replayable | ConnectorCapabilities.Sink | ConnectorCapabilities.AtomicCommit
                | ConnectorCapabilities.ParallelRead | ConnectorCapabilities.ParallelWrite | ConnectorCapabilities.Partitioned,
            SourceOptions = FilesOptions.Source,
            Formats = [.. _formats.Select(f => new FormatDescription
            {
                Name = f.Name,
                Summary = f.Summary,
                Extensions = [.. f.Extensions],
                ReadOptions = f.ReadOptions,
                WriteOptions = f.WriteOptions,
            })],
        };
    }

    /// <inheritdoc/>
    public ConnectorDescription Description { get; }

    /// <inheritdoc/>
    public bool Recognizes(string address) => FilesAddress.Recognizes(address);

    /// <inheritdoc/>
    public IConnection Open(ConnectionSpec spec) =>
        new FilesConnection(new FilesPlace(_fileSystem, _formats, FilesAddress.Parse(spec.Address, spec.BaseDirectory), spec.BaseDirectory));
}
