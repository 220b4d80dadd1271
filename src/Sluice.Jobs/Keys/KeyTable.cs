using System.Collections.Immutable;

namespace Sluice.Jobs.Keys;

/// <summary>The keys of one map.</summary>
/// <param name="Owner">The map's name for messages: <c>source</c>.</param>
/// <param name="Keys">The keys.</param>
internal sealed record KeyTable(string Owner, ImmutableArray<KeySpec> Keys)
{
    /// <summary>Whether other keys are options of a connector.</summary>
    public bool IsOpen { get; init; }

    public KeySpec? Find(string name) => Keys.FirstOrDefault(key => key.Name == name);
}
