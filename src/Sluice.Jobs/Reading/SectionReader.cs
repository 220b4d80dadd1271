using System.Collections.Immutable;
using System.Globalization;
using Sluice.Connectors.Options;
using Sluice.Jobs.Keys;
using Sluice.Jobs.Yaml;
using Sluice.Types;

namespace Sluice.Jobs.Reading;

/// <summary>Reads one map by its table of keys; what is wrong goes to the problems, and reading goes on without it.</summary>
internal sealed class SectionReader
{
    private readonly KeyTable _table;
    private readonly ProblemList _problems;
    private readonly Dictionary<string, YamlNode> _values = new(StringComparer.Ordinal);
    private readonly List<SpecOption> _options = [];

    public SectionReader(YamlNode node, KeyTable table, ProblemList problems)
    {
        (_table, _problems, Place) = (table, problems, node.Place);
        if (node is YamlMap map)
        {
            foreach (YamlEntry entry in map.Entries)
                Take(entry);
            foreach (KeySpec key in table.Keys.Where(key => key.IsRequired && !_values.ContainsKey(key.Name)))
                Missing(key, map);
        }
        else if (node is not YamlScalar { IsNull: true })
        {
            problems.Add(node.Place.At(JobErrors.WrongKind, $"'{table.Owner}' takes a map of keys, not {node.KindText}", $"write {table.Owner}: {{ {table.Keys[0].Name}: … }}"));
        }
    }

    public Place Place { get; }

    /// <summary>The keys of an open table that are none of its own.</summary>
    public ImmutableArray<SpecOption> Options => [.. _options];

    /// <summary>The value of a key; null when it is not there or has no value.</summary>
    public YamlNode? Node(string name) => _values.GetValueOrDefault(name);

    public SpecText? Text(string name)
    {
        YamlNode? node = Node(name);
        if (node is null or YamlScalar)
            return (node as YamlScalar)?.ToSpec();
        Wrong(node, name, "a text");
        return null;
    }

    public bool Boolean(string name)
    {
        if (Text(name) is not { } text)
            return false;
        if (text.Value is not ("true" or "false"))
            Wrong(Node(name)!, name, "true or false");
        return text.Value == "true";
    }

    public long? Integer(string name, long minimum, long maximum)
    {
        if (Text(name) is not { } text)
            return null;
        if (!long.TryParse(text.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
        {
            Wrong(Node(name)!, name, "an integer");
            return null;
        }

        if (value >= minimum && value <= maximum)
            return value;
        string fix = maximum == long.MaxValue ? $"use {minimum} or more" : $"use {minimum} to {maximum}";
        _problems.Add(text.At(JobErrors.OutOfRange, $"'{name}' cannot be {value}", fix));
        return null;
    }

    public long? Bytes(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (Units.TryParseBytes(text.Value, out long bytes))
            return bytes;
        _problems.Add(text.At(JobErrors.WrongUnit, $"'{name}' takes a size with its unit, not '{text.Value}'", "write it like 64MB, 512KB or 1GB"));
        return null;
    }

    public TimeSpan? Duration(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (Units.TryParseDuration(text.Value, out TimeSpan duration) && duration > TimeSpan.Zero)
            return duration;
        _problems.Add(text.At(JobErrors.WrongUnit, $"'{name}' takes a time with its unit, not '{text.Value}'", "write it like 10s, 500ms or 5m"));
        return null;
    }

    public string? Choice(string name)
    {
        if (Text(name) is not { } text)
            return null;
        KeySpec key = _table.Find(name)!;
        if (key.Choices.Contains(text.Value))
            return text.Value;
        if (key.LaterChoices.Contains(text.Value))
        {
            _problems.Add(text.At(
                JobErrors.NotSupported, $"'{name}: {text.Value}' is not in this version", $"use {string.Join(" or ", key.Choices)}"));
            return null;
        }

        string? near = NearestName.Find(text.Value, key.Choices.Concat(key.LaterChoices));
        string all = $"use one of: {string.Join(", ", key.Choices)}";
        _problems.Add(text.At(JobErrors.NotAChoice, $"'{text.Value}' is not a value of '{name}'", near is null ? all : $"did you mean '{near}'?"));
        return null;
    }

    /// <summary>The texts of a list, or of one text.</summary>
    public ImmutableArray<SpecText> Texts(string name)
    {
        switch (Node(name))
        {
            case YamlScalar scalar:
                return [scalar.ToSpec()];
            case YamlList list:
                foreach (YamlNode item in list.Items.Where(item => item is not YamlScalar))
                    Wrong(item, name, "texts");
                return [.. list.Items.OfType<YamlScalar>().Select(item => item.ToSpec())];
            case { } other:
                Wrong(other, name, "a text or a list of texts");
                return [];
            default:
                return [];
        }
    }

    public SectionReader? Section(string name) =>
        Node(name) is { } node ? new SectionReader(node, _table.Find(name)!.Section!, _problems) : null;

    public IEnumerable<SectionReader> Sections(string name)
    {
        KeyTable table = _table.Find(name)!.Section!;
        if (Node(name) is not { } node)
            return [];
        if (node is YamlList list)
            return [.. list.Items.Select(item => new SectionReader(item, table, _problems))];
        Wrong(node, name, $"a list of rules");
        return [];
    }

    public void Wrong(YamlNode node, string name, string wanted) =>
        _problems.Add(node.Place.At(JobErrors.WrongKind, $"'{name}' takes {wanted}, not {node.KindText}", $"write {wanted}"));

    private void Take(YamlEntry entry)
    {
        KeySpec? key = _table.Find(entry.Key.Value);
        if (key is { Later: { } later })
            _problems.Add(entry.Key.Place.At(JobErrors.NotSupported, $"'{_table.Owner}.{key.Name}' is not in this version: {later}", "remove it"));
        else if (key is not null)
            Keep(entry);
        else if (_table.IsOpen)
            _options.Add(new SpecOption(entry.Key.Value, entry.Key.Place, entry.Value));
        else
            _problems.Add(UnknownKey(_table, entry.Key.Value, entry.Key.Place));
    }

    private void Keep(YamlEntry entry)
    {
        if (entry.Value is not YamlScalar { IsNull: true })
            _values.Add(entry.Key.Value, entry.Value);
    }

    public static Problem UnknownKey(KeyTable table, string name, Place place)
    {
        string? near = NearestName.Find(name, table.Keys.Select(key => key.Name));
        string all = $"use one of: {string.Join(", ", table.Keys.Where(key => key.Later is null).Select(key => key.Name))}";
        return place.At(JobErrors.UnknownKey, $"{Subject(table)} has no key '{name}'", near is null ? all : $"did you mean '{near}'?");
    }

    private static string Subject(KeyTable table) => table.Owner.StartsWith("the ", StringComparison.Ordinal) ? table.Owner : $"'{table.Owner}'";

    private void Missing(KeySpec key, YamlMap map)
    {
        Place place = map.Entries.Count > 0 ? map.Entries[0].Key.Place : map.Place;
        if (NearestName.Find(key.Name, _options.Select(option => option.Name)) is { } near)
        {
            SpecOption wrong = _options.First(option => option.Name == near);
            _problems.Add(wrong.KeyPlace.At(JobErrors.UnknownKey, $"{Subject(_table)} has no key '{near}'", $"did you mean '{key.Name}'?"));
            return;
        }

        _problems.Add(place.At(JobErrors.MissingKey, $"{Subject(_table)} lacks the key '{key.Name}'", $"add {key.Name}: {key.Doc.TrimEnd('.')}"));
    }
}
