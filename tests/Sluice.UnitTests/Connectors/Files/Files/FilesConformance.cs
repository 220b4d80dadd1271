using System.Globalization;
using Sluice.Conformance;
using Sluice.Connectors;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Files.Files;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Formats.Csv;
using Sluice.Formats.JsonLines;
using Sluice.Formats.Parquet;
using Sluice.Types;

namespace Sluice.UnitTests.Connectors.Files.Files;

/// <summary>One CSV file. A CSV has no types of its own, so it is read with the schema it was written with.</summary>
public sealed class CsvFileConformance : ConnectorKit
{
    // Any value has a text, and any text a form in quotes.
    protected override KitBadValue? BadValue => null;

    protected override ValueTask<KitPlace> NewPlaceAsync() => ValueTask.FromResult<KitPlace>(new FilesPlaceUnderTest(".csv"));
}

/// <summary>One JSON lines file, compressed.</summary>
public sealed class JsonLinesFileConformance : ConnectorKit
{
    // A text that says it is JSON stands in the line as it is.
    protected override KitBadValue BadValue => new(LogicalType.String, "{}", "{") { Tag = Tags.Json };

    protected override ValueTask<KitPlace> NewPlaceAsync() => ValueTask.FromResult<KitPlace>(new FilesPlaceUnderTest(".jsonl.gz"));
}

/// <summary>A folder of Parquet files, which bring their own schema.</summary>
public sealed class ParquetFolderConformance : ConnectorKit
{
    // Nanoseconds of the year 3000 do not fit 64 bits.
    protected override KitBadValue BadValue => new(LogicalType.Timestamp(9), new Timestamp(0, 1), new Timestamp(32_503_680_000, 1));

    protected override ValueTask<KitPlace> NewPlaceAsync() => ValueTask.FromResult<KitPlace>(new FilesPlaceUnderTest("", "parquet"));
}

public sealed class CsvFileCommitConformance : CommitKit
{
    protected override bool AppendsToExisting => false;

    protected override ValueTask<KitPlace> NewPlaceAsync() => ValueTask.FromResult<KitPlace>(new FilesPlaceUnderTest(".csv"));
}

public sealed class CsvFolderCommitConformance : CommitKit
{
    protected override ValueTask<KitPlace> NewPlaceAsync() => ValueTask.FromResult<KitPlace>(new FilesPlaceUnderTest("", "csv"));
}

/// <summary>A folder of its own with a file or folder for each table.</summary>
internal sealed class FilesPlaceUnderTest : KitPlace
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-kit-").FullName;
    private readonly string _extension;
    private readonly string? _format;
    private readonly List<string> _tables = [];

    public FilesPlaceUnderTest(string extension, string? format = null)
    {
        (_extension, _format) = (extension, format);
        Connector = new SchemaKeeper(new FilesConnector(new CsvFormat(), new JsonLinesFormat(), new ParquetFormat()), format != "parquet", () => SourceSpec);
    }

    public override SchemaKeeper Connector { get; }

    public override SinkSpec SinkSpec => new() { Format = _format };

    public override SourceSpec SourceSpec => new() { Format = _format, Schema = Connector.Schema };

    public override ConnectionSpec SpecFor(string table) =>
        new() { Address = $"./{NameOf(table).Name}{_extension}", DisplayAddress = NameOf(table).Name + _extension, BaseDirectory = _folder };

    public override TableName NameOf(string table)
    {
        if (!_tables.Contains(table))
            _tables.Add(table);
        return new TableName(null, string.Create(CultureInfo.InvariantCulture, $"table {_tables.IndexOf(table)} [数据]"));
    }

    public override ValueTask<IReadOnlyList<string>> VisibleThingsAsync() => ValueTask.FromResult<IReadOnlyList<string>>(
        [.. Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Where(f => !Path.GetRelativePath(_folder, f).Split('/').Any(s => s.StartsWith('.'))).Order(StringComparer.Ordinal)]);

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

/// <summary>The files connector, which remembers the schema last written, for formats that do not.</summary>
internal sealed class SchemaKeeper(FilesConnector inner, bool keeps, Func<SourceSpec> spec) : IConnector
{
    public TableSchema? Schema { get; private set; }

    public ConnectorDescription Description => inner.Description;

    public bool Recognizes(string address) => inner.Recognizes(address);

    public IConnection Open(ConnectionSpec where)
    {
        IConnection connection = inner.Open(where);
        _ = connection.OpenSource(spec());
        return new Connection(connection, this);
    }

    private sealed class Connection(IConnection inner, SchemaKeeper owner) : IConnection
    {
        public ICatalog Catalog => inner.Catalog;

        public ISource? OpenSource(SourceSpec spec) => inner.OpenSource(spec);

        public ISink OpenSink(SinkSpec spec) => new Sink(inner.OpenSink(spec)!, owner);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class Sink(ISink inner, SchemaKeeper owner) : ISink
    {
        public ValueTask<SinkTable> PlanAsync(SinkRequest request, CancellationToken cancellationToken)
        {
            owner.Schema = owner.Keeps ? request.Schema : null;
            return inner.PlanAsync(request, cancellationToken);
        }

        public ValueTask<ISinkRun> OpenRunAsync(IReadOnlyList<SinkTable> tables, RunContext context, CancellationToken cancellationToken) =>
            inner.OpenRunAsync(tables, context, cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private bool Keeps => keeps;
}
