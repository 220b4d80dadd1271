using Sluice.Connectors;
using Sluice.Jobs.Keys;
using Sluice.Jobs.Reading;
using Sluice.Jobs.Yaml;

namespace Sluice.Jobs;

/// <summary>From the text of a job file to a <see cref="JobSpec"/> and everything that is wrong with it.</summary>
public static class JobReader
{
    /// <summary>Reads a job. Never throws for what a user wrote; nothing is connected.</summary>
    public static JobDocument Read(TextFile file, JobReadSettings settings)
    {
        var document = new JobDocument();
        YamlNode? root = YamlReader.Read(file, document.Problems);
        foreach (TextFile overlay in settings.Overlays)
        {
            if (YamlReader.Read(overlay, document.Problems) is { } over)
                root = root is null ? null : YamlOverlay.Apply(root, over);
        }

        if (root is null)
            return document;
        if (root is not YamlMap)
        {
            document.Problems.Add(root.Place.At(JobErrors.Empty, $"a job is a map of keys, not {root.KindText}", "write at least source: and sink:"));
            return document;
        }

        return ReadRoot(root, settings, document);
    }

    private static JobDocument ReadRoot(YamlNode root, JobReadSettings settings, JobDocument document)
    {
        string zone = TimeZoneKey.Read(root, document.Problems);
        var expander = new VariableExpander(settings, zone, document.Secrets, document.Problems);
        var job = new SectionReader(expander.Expand(root), JobKeys.Job, document.Problems);
        var connections = new ConnectionReader(document);
        var named = connections.ReadNamed(job.Node("connections"));
        if (settings.Connections is { } file && YamlReader.Read(file, document.Problems) is { } beside)
        {
            foreach ((string name, ConnectionText connection) in connections.ReadNamed(expander.Expand(beside)))
                named = named.ContainsKey(name) ? named : named.Add(name, connection with { IsShared = true });
        }

        JobSpec spec = new SpecReader(job, settings, document, connections).Read(zone) with { Connections = named };
        foreach (string unused in expander.Unused)
        {
            string? near = Types.NearestName.Find(unused, expander.Used);
            Place place = Place.OfArgument("--set", $"{unused}={settings.Variables[unused]}").Part(0, unused.Length);
            document.Problems.Add(place.At(JobErrors.UnusedVariable, $"the job uses no variable '{unused}'", near is null ? "remove it" : $"did you mean '{near}'?"));
        }

        var read = new JobDocument { Spec = spec, Secrets = document.Secrets };
        read.Problems.AddRange(document.Problems.InOrder(new SecretMask()));
        read.Warnings.AddRange(document.Warnings.InOrder(new SecretMask()));
        return read;
    }
}
