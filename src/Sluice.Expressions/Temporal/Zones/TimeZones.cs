using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Checks time zone names: for the setting <c>time_zone</c> and the options of connectors.</summary>
public static class TimeZones
{
    /// <summary>What is wrong with a name; null when it is a zone of the IANA database or an offset such as <c>+08:00</c> or <c>GMT+08:00</c>.</summary>
    public static Problem? Check(string id)
    {
        try
        {
            ZoneDatabase.Machine.Get(id);
            return null;
        }
        catch (SluiceException error)
        {
            return error.Problems[0];
        }
    }

    /// <summary>Seconds to add to UTC at an instant, in a zone that <see cref="Check"/> accepts.</summary>
    /// <param name="id">The zone.</param>
    /// <param name="epochSecond">The instant.</param>
    /// <exception cref="SluiceException">There is no such zone.</exception>
    public static int OffsetSeconds(string id, long epochSecond) => ZoneDatabase.Machine.Get(id).OffsetAt(epochSecond);
}
