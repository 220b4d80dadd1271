using System.Globalization;
using System.Text;
using Sluice.Connectors;
using Sluice.Expressions;
using Sluice.Jobs.Yaml;
using Sluice.Types;

namespace Sluice.Jobs;

/// <summary>Fills <c>${…}</c> in. <c>$${</c> stands for <c>${</c> itself.</summary>
internal sealed class VariableExpander(JobReadSettings settings, string zone, SecretMask secrets, ProblemList problems)
{
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>Names given by <c>--set</c> that no text used.</summary>
    public IEnumerable<string> Unused => settings.Variables.Keys.Where(name => !_used.Contains(name)).Order(StringComparer.Ordinal);

    /// <summary>Names that a text used.</summary>
    public IReadOnlyCollection<string> Used => _used;

    /// <summary>The tree with all values filled in. Keys stay as they are.</summary>
    public YamlNode Expand(YamlNode node) => node switch
    {
        YamlMap map => map with { Entries = [.. map.Entries.Select(entry => entry with { Value = Expand(entry.Value) })] },
        YamlList list => list with { Items = [.. list.Items.Select(Expand)] },
        YamlScalar scalar when scalar.Value.Contains("${", StringComparison.Ordinal) => Expand(scalar),
        _ => node,
    };

    private YamlScalar Expand(YamlScalar scalar)
    {
        (string value, int[] origins) = Expand(scalar.Value, scalar.Place);
        Place from = scalar.Place;
        int[] lines = [0, .. Enumerable.Range(0, value.Length).Where(i => value[i] == '\n').Select(i => i + 1)];
        var place = new Place(from.File, from.Start, from.End, () => [.. origins.Select(from.FileIndex)]) { LineStarts = lines };
        // What a variable gives is text: an empty one is not the absence of a value.
        return new YamlScalar(value, scalar.IsPlain && value.Length > 0, place);
    }

    private (string Value, int[] Origins) Expand(string text, Place place)
    {
        var value = new StringBuilder();
        List<int> origins = [];
        for (int i = 0; i < text.Length; i++)
        {
            bool isEscaped = text.AsSpan(i).StartsWith("$${");
            int end = !isEscaped && text.AsSpan(i).StartsWith("${") ? text.IndexOf('}', i) : -1;
            if (end < 0)
            {
                i += isEscaped ? 1 : 0;
                value.Append(text[i]);
                origins.Add(i);
                continue;
            }

            string filled = Resolve(text[(i + 2)..end], place.Part(i, end + 1));
            value.Append(filled);
            origins.AddRange(Enumerable.Repeat(i, filled.Length));
            i = end;
        }

        origins.Add(text.Length);
        return (value.ToString(), [.. origins]);
    }

    private string Resolve(string name, Place place)
    {
        DateTime local = settings.Started.UtcDateTime.AddSeconds(TimeZones.OffsetSeconds(zone, settings.Started.ToUnixTimeSeconds()));
        if (name == "run.date")
            return local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (name == "run.start")
            return local.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        if (name.StartsWith("var:", StringComparison.Ordinal))
            return Variable(name[4..], place);
        if (name.StartsWith("env:", StringComparison.Ordinal))
            return Secret(settings.Environment(name[4..]), $"the environment variable '{name[4..]}' is not set", "set it, or correct the name", place);
        if (name.StartsWith("file:", StringComparison.Ordinal))
            return Secret(ReadFile(name[5..], out string? why), $"the file '{name[5..]}' cannot be read: {why}", "correct the path or the rights", place);
        problems.Add(place.At(JobErrors.UnknownVariable, $"there is no variable '${{{name}}}'", "use ${run.date}, ${run.start}, ${var:NAME}, ${env:NAME} or ${file:/PATH}"));
        return "";
    }

    private string Variable(string name, Place place)
    {
        _used.Add(name);
        if (settings.Variables.TryGetValue(name, out string? value))
            return value;
        string? near = NearestName.Find(name, settings.Variables.Keys);
        problems.Add(place.At(
            JobErrors.UnknownVariable, $"the variable '{name}' has no value", near is null ? $"give it: --set {name}=VALUE" : $"did you mean '{near}'? Or give it: --set {name}=VALUE"));
        return "";
    }

    // Invariant 8: known to the mask before anything else sees it.
    private string Secret(string? value, string what, string fix, Place place)
    {
        if (value is null)
        {
            problems.Add(place.At(JobErrors.UnknownVariable, what, fix));
            return "";
        }

        secrets.Add(value);
        return value;
    }

    private string? ReadFile(string path, out string? why)
    {
        why = null;
        try
        {
            return settings.ReadFile(Path.Combine(settings.BaseDirectory, path)).TrimEnd('\r', '\n');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            why = error is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : error.Message;
            return null;
        }
    }
}
