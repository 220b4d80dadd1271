using Sluice.Jobs.Yaml;
using Sluice.Types;

namespace Sluice.Jobs.Reading;

/// <summary>Reads <c>time_zone</c>, which must be known before variables can be filled in.</summary>
internal static class TimeZoneKey
{
    public static (string Name, TimeZoneInfo Zone) Read(YamlNode root, ProblemList problems)
    {
        YamlNode? node = (root as YamlMap)?.Entries.FirstOrDefault(entry => entry.Key.Value == "time_zone")?.Value;
        if (node is not YamlScalar { IsNull: false } scalar)
            return ("UTC", TimeZoneInfo.Utc);
        if (scalar.Value.Contains("${", StringComparison.Ordinal))
            problems.Add(scalar.Place.At(JobErrors.UnknownTimeZone, "'time_zone' takes no variable", "write the zone itself"));
        else if (Find(scalar.Value) is { } zone)
            return (scalar.Value, zone);
        else
            problems.Add(Unknown(scalar));
        return ("UTC", TimeZoneInfo.Utc);
    }

    private static TimeZoneInfo? Find(string name)
    {
        if (name is "UTC" or "Z" or "GMT")
            return TimeZoneInfo.Utc;
        if (name.StartsWith("GMT", StringComparison.Ordinal) && name.Length == 9 && name[3] is '+' or '-'
            && TimeSpan.TryParse(name[4..], System.Globalization.CultureInfo.InvariantCulture, out TimeSpan offset) && offset <= TimeSpan.FromHours(14))
        {
            return TimeZoneInfo.CreateCustomTimeZone(name, name[3] == '-' ? -offset : offset, name, name);
        }

        return name.Contains('/', StringComparison.Ordinal) || name.Length >= 3 ? TryFind(name) : null;
    }

    private static TimeZoneInfo? TryFind(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone) ? zone : null;

    private static Problem Unknown(YamlScalar scalar)
    {
        string? near = NearestName.Find(scalar.Value, TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id));
        return scalar.Place.At(
            JobErrors.UnknownTimeZone, $"there is no time zone '{scalar.Value}'", near is null ? "use a name such as Asia/Shanghai, or GMT+08:00" : $"did you mean '{near}'?");
    }
}
