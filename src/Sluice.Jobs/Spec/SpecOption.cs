using Sluice.Connectors.Options;
using Sluice.Jobs.Yaml;
using Sluice.Types;

namespace Sluice.Jobs;

/// <summary>An option of a connector or format as written in a job file.</summary>
public sealed record SpecOption : IOptionInput
{
    private readonly YamlNode _value;

    internal SpecOption(string name, Place keyPlace, YamlNode value)
    {
        Name = name;
        KeyPlace = keyPlace;
        _value = value;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Where the key stands.</summary>
    public Place KeyPlace { get; }

    /// <summary>Where the value stands.</summary>
    public Place ValuePlace => _value.Place;

    /// <inheritdoc/>
    public string? Text => _value is YamlScalar { IsNull: false } scalar ? scalar.Value : null;

    /// <inheritdoc/>
    public IReadOnlyList<string>? List => _value is YamlList list && list.Items.All(item => item is YamlScalar)
        ? [.. list.Items.Select(item => ((YamlScalar)item).Value)]
        : null;

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>>? Map => _value is YamlMap map && map.Entries.All(entry => entry.Value is YamlScalar)
        ? [.. map.Entries.Select(entry => KeyValuePair.Create(entry.Key.Value, ((YamlScalar)entry.Value).Value))]
        : null;

    /// <inheritdoc/>
    public bool IsQuoted => _value is YamlScalar { IsPlain: false };

    /// <inheritdoc/>
    public Problem At(bool isName, ErrorCode code, string what, string? fix) => (isName ? KeyPlace : _value.Place).At(code, what, fix);
}
