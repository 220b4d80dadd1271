using Sluice.Connectors;
using Sluice.Engine.Events;
using Sluice.Types;

namespace Sluice.Cli.Preview;

/// <summary>Rows to look at.</summary>
internal sealed record PreviewResult(
    TableSchema Schema, IReadOnlyList<string?[]> Rows, long Dirty, IReadOnlyList<DirtyRowNoted> DirtyNotes, SecretMask Secrets);
