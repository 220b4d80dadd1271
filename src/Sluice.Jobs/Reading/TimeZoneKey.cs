using Sluice.Expressions;
using Sluice.Jobs.Yaml;
using Sluice.Types;

namespace Sluice.Jobs.Reading;

/// <summary>Reads <c>time_zone</c>, which must be known before variables can be filled in.</summary>
internal static class TimeZoneKey
{
    private const string Default = "UTC";

    /// <summary>A zone that expressions know too; UTC when there is none, or when what is written is a problem.</summary>
    public static string Read(YamlNode root, ProblemList problems)
    {
        YamlNode? node = (root as YamlMap)?.Entries.FirstOrDefault(entry => entry.Key.Value == "time_zone")?.Value;
        if (node is not YamlScalar { IsNull: false } scalar)
            return Default;
        if (scalar.Value.Contains("${", StringComparison.Ordinal))
            problems.Add(scalar.Place.At(JobErrors.UnknownTimeZone, "'time_zone' takes no variable", "write the zone itself"));
        else if (TimeZones.Check(scalar.Value) is { } problem)
            problems.Add(problem.Code == ZoneErrors.UnknownZone ? Unknown(scalar) : scalar.Place.Within(problem));
        else
            return scalar.Value;
        return Default;
    }

    private static Problem Unknown(YamlScalar scalar)
    {
        string? near = NearestName.Find(scalar.Value, TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id));
        return scalar.Place.At(
            JobErrors.UnknownTimeZone, $"there is no time zone '{scalar.Value}'", near is null ? "use a name such as Asia/Shanghai, or GMT+08:00" : $"did you mean '{near}'?");
    }
}
