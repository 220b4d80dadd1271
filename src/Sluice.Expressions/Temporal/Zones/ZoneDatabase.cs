using System.Collections.Concurrent;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>
/// Finds time zones by name, as <c>java.time.ZoneId.of</c> and <c>java.util.TimeZone.getTimeZone</c> do: in the compiled zone files of a folder, or as an offset.
/// </summary>
/// <param name="folder">The folder of the zone files.</param>
internal sealed class ZoneDatabase(string folder)
{
    private const int MaxOffsetHours = 18;

    private static readonly Dictionary<string, string> s_legacyNames = new(StringComparer.Ordinal)
    {
        ["ACT"] = "Australia/Darwin", ["AET"] = "Australia/Sydney", ["AGT"] = "America/Argentina/Buenos_Aires", ["ART"] = "Africa/Cairo",
        ["AST"] = "America/Anchorage", ["BET"] = "America/Sao_Paulo", ["BST"] = "Asia/Dhaka", ["CAT"] = "Africa/Harare", ["CNT"] = "America/St_Johns",
        ["CST"] = "America/Chicago", ["CTT"] = "Asia/Shanghai", ["EAT"] = "Africa/Addis_Ababa", ["ECT"] = "Europe/Paris",
        ["IET"] = "America/Indiana/Indianapolis", ["IST"] = "Asia/Kolkata", ["JST"] = "Asia/Tokyo", ["MIT"] = "Pacific/Apia", ["NET"] = "Asia/Yerevan",
        ["NST"] = "Pacific/Auckland", ["PLT"] = "Asia/Karachi", ["PNT"] = "America/Phoenix", ["PRT"] = "America/Puerto_Rico",
        ["PST"] = "America/Los_Angeles", ["SST"] = "Pacific/Guadalcanal", ["VST"] = "Asia/Ho_Chi_Minh",
    };

    private static readonly Dictionary<string, int> s_legacyOffsets = new(StringComparer.Ordinal) { ["EST"] = -5, ["MST"] = -7, ["HST"] = -10 };

    private readonly ConcurrentDictionary<string, ZoneRules?> _zones = new(StringComparer.Ordinal);

    /// <summary>
    /// The database of the machine: <c>TZDIR</c>, else <c>/usr/share/zoneinfo</c>. Only a cache of files that do not change while a process runs.
    /// </summary>
    public static ZoneDatabase Machine { get; } = new(Environment.GetEnvironmentVariable("TZDIR") is { Length: > 0 } folder ? folder : "/usr/share/zoneinfo");

    /// <summary>The rules of a zone.</summary>
    /// <exception cref="SluiceException">There is no such zone, or no database.</exception>
    public ZoneRules Get(string id) => Find(id) ?? throw ZoneErrors.Unknown(id);

    /// <summary>The rules of a zone as <c>ZoneId.of</c> finds it; null when there is none.</summary>
    /// <exception cref="SluiceException">The machine has no database and the name is no offset.</exception>
    public ZoneRules? Find(string id)
    {
        if (id is "Z" or "UTC" or "GMT" or "UT")
            return id == "UTC" ? ZoneRules.Utc : new ZoneRules(id, 0);
        ReadOnlySpan<char> offset = id.StartsWith("UTC", StringComparison.Ordinal) || id.StartsWith("GMT", StringComparison.Ordinal) ? id.AsSpan(3)
            : id.StartsWith("UT", StringComparison.Ordinal) ? id.AsSpan(2) : id;
        if (offset.Length > 0 && offset[0] is '+' or '-')
            return TryReadOffset(offset, out int seconds) ? new ZoneRules(id, seconds) : null;
        // Java knows these three by their offsets only.
        return s_legacyOffsets.ContainsKey(id) ? null : FindRegion(id);
    }

    /// <summary>The rules of a zone as <c>TimeZone.getTimeZone</c> finds it: what it does not know is GMT.</summary>
    public ZoneRules FindLegacy(string id)
    {
        if (s_legacyOffsets.TryGetValue(id, out int hours))
            return new ZoneRules(id, hours * 3_600);
        if (id.StartsWith("GMT", StringComparison.Ordinal) && id.Length > 3)
            return TryReadCustom(id.AsSpan(3), out int seconds) ? new ZoneRules(id, seconds) : new ZoneRules("GMT", 0);
        if (id == "UTC")
            return ZoneRules.Utc;
        string name = s_legacyNames.GetValueOrDefault(id, id);
        return FindRegion(name) ?? new ZoneRules("GMT", 0);
    }

    /// <summary>Reads <c>+8</c>, <c>+08</c>, <c>+0800</c>, <c>+08:00</c>, <c>+080000</c>, <c>+08:00:00</c>, up to 18 hours.</summary>
    internal static bool TryReadOffset(ReadOnlySpan<char> text, out int seconds)
    {
        seconds = 0;
        if (text.Length < 2)
            return false;
        Span<int> parts = stackalloc int[3];
        parts.Clear();
        ReadOnlySpan<char> rest = text[1..];
        bool hasColons = rest.Contains(':');
        if (rest.Length == 1)
            return char.IsAsciiDigit(rest[0]) && Compose(text[0], rest[0] - '0', 0, 0, out seconds);
        for (int i = 0; i < 3 && !rest.IsEmpty; i++)
        {
            if (i > 0 && hasColons)
            {
                if (rest[0] != ':')
                    return false;
                rest = rest[1..];
            }

            if (rest.Length < 2 || !char.IsAsciiDigit(rest[0]) || !char.IsAsciiDigit(rest[1]))
                return false;
            parts[i] = ((rest[0] - '0') * 10) + rest[1] - '0';
            rest = rest[2..];
        }

        return rest.IsEmpty && Compose(text[0], parts[0], parts[1], parts[2], out seconds);
    }

    private static bool Compose(char sign, int hours, int minutes, int rest, out int seconds)
    {
        int value = (((hours * 60) + minutes) * 60) + rest;
        seconds = sign == '-' ? -value : value;
        return minutes <= 59 && rest <= 59 && value <= MaxOffsetHours * 3_600;
    }

    /// <summary>Reads <c>+8</c>, <c>+08</c>, <c>+8:00</c>, <c>+800</c>, <c>+0800</c>, up to 23 hours.</summary>
    internal static bool TryReadCustom(ReadOnlySpan<char> text, out int seconds)
    {
        seconds = 0;
        if (text.Length < 2 || text[0] is not ('+' or '-'))
            return false;
        char sign = text[0];
        text = text[1..];
        int colon = text.IndexOf(':');
        ReadOnlySpan<char> hourText = colon >= 0 ? text[..colon] : text.Length > 2 ? text[..^2] : text;
        ReadOnlySpan<char> minuteText = colon >= 0 ? text[(colon + 1)..] : text.Length > 2 ? text[^2..] : "00";
        if (hourText.Length is 0 or > 2 || minuteText.Length != 2 || hourText.ContainsAnyExceptInRange('0', '9') || minuteText.ContainsAnyExceptInRange('0', '9'))
            return false;
        int hours = hourText.Length == 2 ? ((hourText[0] - '0') * 10) + hourText[1] - '0' : hourText[0] - '0';
        int minutes = ((minuteText[0] - '0') * 10) + minuteText[1] - '0';
        seconds = (sign == '-' ? -1 : 1) * ((hours * 60) + minutes) * 60;
        return hours <= 23 && minutes <= 59;
    }

    private ZoneRules? FindRegion(string id) => _zones.TryGetValue(id, out ZoneRules? known) ? known : _zones.GetOrAdd(id, Load(id));

    private ZoneRules? Load(string id)
    {
        if (!Directory.Exists(folder))
            throw ZoneErrors.Missing(folder);
        if (!IsRegionName(id))
            return null;
        string path = Path.Combine(folder, id.Replace('/', Path.DirectorySeparatorChar));
        if (!File.Exists(path))
            return null;
        return ZoneFile.Read(id, File.ReadAllBytes(path));
    }

    /// <summary>Letters, digits and <c>~/._+-</c>, nothing that leaves the folder or is no zone in it.</summary>
    private static bool IsRegionName(string id) =>
        id.Length >= 2 && char.IsAsciiLetter(id[0]) && !id.Contains("..", StringComparison.Ordinal) && !id.Contains("//", StringComparison.Ordinal)
        && !id.StartsWith("posix", StringComparison.Ordinal) && !id.StartsWith("right/", StringComparison.Ordinal) && id is not ("Factory" or "localtime")
        && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '~' or '/' or '.' or '_' or '+' or '-');
}
