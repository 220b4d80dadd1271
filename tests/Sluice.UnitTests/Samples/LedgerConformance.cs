using Sluice.Conformance;
using Sluice.Connectors;
using Sluice.Sample.Ledger;

namespace Sluice.UnitTests.Samples;

public sealed class LedgerConformance : ConnectorKit
{
    protected override IReadOnlyDictionary<string, string> RefusedTypes { get; } =
        KitTypes.All.Select(t => t.Type.ToString()).Where(t => t is not ("BIGINT" or "STRING")).ToDictionary(t => t, _ => "a ledger keeps integers and text");

    // Every integer and every text can be kept.
    protected override KitBadValue? BadValue => null;

    protected override ValueTask<KitPlace> NewPlaceAsync() => ValueTask.FromResult<KitPlace>(new LedgerPlace());
}

public sealed class LedgerCommitConformance : CommitKit
{
    protected override ValueTask<KitPlace> NewPlaceAsync() => ValueTask.FromResult<KitPlace>(new LedgerPlace());
}

/// <summary>A folder of its own; hidden files and empty folders are not visible.</summary>
internal sealed class LedgerPlace : KitPlace
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-kit-").FullName;

    public override IConnector Connector { get; } = new LedgerConnector();

    public override ConnectionSpec SpecFor(string table) => new() { Address = "ledger:books", DisplayAddress = "ledger:books", BaseDirectory = _folder };

    public override ValueTask<IReadOnlyList<string>> VisibleThingsAsync() => ValueTask.FromResult<IReadOnlyList<string>>(
        [.. Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Where(f => !Path.GetFileName(f).StartsWith('.')).Order(StringComparer.Ordinal)]);

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
