using System.Globalization;
using Sluice.Connectors;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Types;

namespace Sluice.Sample.Ledger;

/// <summary>A folder with one folder a table: a file <c>schema</c> (one line a column) and parts <c>*.part</c>.</summary>
internal sealed class LedgerFolder(string root) : IConnection, ICatalog
{
    public ICatalog Catalog => this;

    public ISource OpenSource(SourceSpec spec) => new LedgerSource(this);

    public ISink OpenSink(SinkSpec spec) => new LedgerSink(this);

    public string FolderOf(string table) => Path.Combine(root, Uri.EscapeDataString(table));

    public IEnumerable<string> Parts(string table) =>
        Directory.EnumerateFiles(FolderOf(table), "*.part").Where(f => !Path.GetFileName(f).StartsWith('.')).Order(StringComparer.Ordinal);

    public ValueTask<ServerReport> CheckAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ServerReport("ledger 1", [new("folder", root)], Directory.Exists(root) ? [] : ["the folder is not there yet"]));

    public ValueTask<IReadOnlyList<TableName>> ListAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<TableName>>(
        Directory.Exists(root)
            ? [.. Directory.EnumerateDirectories(root).Where(d => File.Exists(Path.Combine(d, "schema")))
                .Select(d => new TableName(null, Uri.UnescapeDataString(Path.GetFileName(d)))).OrderBy(t => t.Name, StringComparer.Ordinal)]
            : []);

    public ValueTask<TableDescription?> DescribeAsync(TableName table, CancellationToken cancellationToken) => ValueTask.FromResult(Describe(table));

    public TableDescription? Describe(TableName table)
    {
        string file = Path.Combine(FolderOf(table.Name), "schema");
        if (table.Schema is not null || !File.Exists(file))
            return null;
        return new TableDescription
        {
            Name = table,
            Schema = new TableSchema([.. File.ReadLines(file).Select(LedgerText.ReadColumn)]),
            Identity = File.GetLastWriteTimeUtc(file).Ticks.ToString(CultureInfo.InvariantCulture),
            Kind = "ledger",
        };
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
