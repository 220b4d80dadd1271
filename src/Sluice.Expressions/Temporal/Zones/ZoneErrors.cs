using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>What can be wrong with a time zone.</summary>
public static class ZoneErrors
{
    /// <summary>No such zone.</summary>
    public static readonly ErrorCode UnknownZone = new(
        "expression.unknown_time_zone", Fault.Job, "A time zone is neither a name of the IANA database nor an offset. Write, for example, Asia/Shanghai or +08:00.");

    /// <summary>The machine has no zone database.</summary>
    public static readonly ErrorCode NoDatabase = new(
        "expression.no_time_zone_database", Fault.Environment, "The machine has no time zone database. Install the package tzdata or set TZDIR to its folder.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } = [UnknownZone, NoDatabase];

    internal static SluiceException Unknown(string id) => new(new Problem(UnknownZone, $"there is no time zone '{id}'")
    {
        Fix = "write a name of the IANA database such as Europe/London, or an offset such as +08:00",
    });

    internal static SluiceException Missing(string folder) => new(new Problem(NoDatabase, $"there is no time zone database in {folder}")
    {
        Fix = "install the package tzdata, or set TZDIR to the folder that holds it",
    });
}
