using System.Collections.Immutable;
using Sluice.Jobs.Yaml;
using Sluice.Plans;

namespace Sluice.Jobs.Reading;

/// <summary>Reads <c>select</c>: a map from name to expression, or a list of expressions with AS.</summary>
internal static class SelectReader
{
    public static ImmutableArray<SelectItem> Read(YamlNode? node, ProblemList problems) => node switch
    {
        null => [],
        YamlMap map => ReadMap(map, problems),
        YamlList list => [.. list.Items.SelectMany(item => ReadText(item, problems))],
        _ => ReadText(node, problems),
    };

    /// <summary>The items of a text: expressions with AS, names, <c>*</c>, between commas.</summary>
    public static ImmutableArray<SelectItem> ReadText(SpecText text, ProblemList problems)
    {
        var items = ImmutableArray.CreateBuilder<SelectItem>();
        foreach ((int start, int end) in SelectText.Split(text.Value))
        {
            if (ReadItem(text.Value[start..end], text.Place.Part(start, end), problems) is { } item)
                items.Add(item);
        }

        return items.ToImmutable();
    }

    private static ImmutableArray<SelectItem> ReadText(YamlNode node, ProblemList problems)
    {
        if (node is YamlScalar { IsNull: false } scalar)
            return ReadText(scalar.ToSpec(), problems);
        problems.Add(node.Place.At(JobErrors.WrongKind, $"'select' takes expressions, not {node.KindText}", "write price * qty AS total"));
        return [];
    }

    private static SelectItem? ReadItem(string text, Place place, ProblemList problems)
    {
        if (text.Length == 0)
        {
            problems.Add(place.At(JobErrors.UnnamedExpression, "an expression is missing between two commas", "remove a comma"));
            return null;
        }

        if (text == "*")
            return new SelectItem("*", null, place);
        (int length, string? name) = SelectText.Name(text);
        if (name is not null)
            return new SelectItem(name, new RuleText(text[..length], place.Part(0, length)), place);
        problems.Add(place.At(JobErrors.UnnamedExpression, $"'{text}' has no name", "write a name behind it: … AS name"));
        return null;
    }

    private static ImmutableArray<SelectItem> ReadMap(YamlMap map, ProblemList problems)
    {
        var items = ImmutableArray.CreateBuilder<SelectItem>();
        foreach (YamlEntry entry in map.Entries)
        {
            string name = entry.Key.Value;
            if (entry.Value is not YamlScalar value)
                problems.Add(entry.Value.Place.At(JobErrors.WrongKind, $"'{name}' takes an expression, not {entry.Value.KindText}", "write an expression, or null to leave the column out"));
            else if (name == "*")
                ReadAll(value, entry.Key, items, problems);
            else if (value.IsNull)
                items.Add(new SelectItem(name, null, entry.Key.Place));
            else
                items.Add(new SelectItem(name, value.ToSpec().ToRuleText(), entry.Key.Place));
        }

        return items.ToImmutable();
    }

    private static void ReadAll(YamlScalar value, YamlScalar key, ImmutableArray<SelectItem>.Builder items, ProblemList problems)
    {
        if (value.Value == "true")
            items.Add(new SelectItem("*", null, key.Place));
        else if (value.Value != "false")
            problems.Add(value.Place.At(JobErrors.WrongKind, $"'*' takes true or false, not {value.KindText}", "write \"*\": true"));
    }
}
