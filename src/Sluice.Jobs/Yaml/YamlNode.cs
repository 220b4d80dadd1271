namespace Sluice.Jobs.Yaml;

/// <summary>A node of a YAML document with its place.</summary>
/// <param name="Place">Where it stands.</param>
internal abstract record YamlNode(Place Place)
{
    /// <summary>What it is, for messages.</summary>
    public abstract string KindText { get; }
}

/// <summary>A scalar.</summary>
internal sealed record YamlScalar(string Value, bool IsPlain, Place Place) : YamlNode(Place)
{
    public override string KindText => IsNull ? "nothing" : $"'{Value}'";

    /// <summary>Whether it stands for no value: <c>null</c>, <c>~</c> or nothing, unquoted.</summary>
    public bool IsNull => IsPlain && Value is "" or "~" or "null" or "Null" or "NULL";

    public SpecText ToSpec() => new(Value, Place);
}

/// <summary>A map.</summary>
internal sealed record YamlMap(IReadOnlyList<YamlEntry> Entries, Place Place) : YamlNode(Place)
{
    public override string KindText => "a map";
}

/// <summary>An entry of a map.</summary>
internal sealed record YamlEntry(YamlScalar Key, YamlNode Value);

/// <summary>A list.</summary>
internal sealed record YamlList(IReadOnlyList<YamlNode> Items, Place Place) : YamlNode(Place)
{
    public override string KindText => "a list";
}
