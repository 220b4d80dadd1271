using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Between <see cref="Timestamp"/> and the milliseconds that Flink's functions compute in.</summary>
internal static class EpochTime
{
    /// <summary>Milliseconds since 1970-01-01, rounded down.</summary>
    public static long Millis(Timestamp value) => (value.Seconds * 1_000) + (value.Nanos / 1_000_000);

    /// <summary>0 to 999,999.</summary>
    public static int NanoOfMilli(Timestamp value) => value.Nanos % 1_000_000;

    /// <summary>From milliseconds and the nanoseconds within the last of them.</summary>
    public static Timestamp FromMillis(long millis, int nanoOfMilli)
    {
        long seconds = CivilDate.FloorDiv(millis, 1_000);
        return new Timestamp(seconds, ((int)(millis - (seconds * 1_000)) * 1_000_000) + nanoOfMilli);
    }

    /// <summary>The day.</summary>
    public static long Days(Timestamp value) => CivilDate.FloorDiv(value.Seconds, 86_400);

    /// <summary>Midnight of a day.</summary>
    public static Timestamp FromDays(long days) => new(days * 86_400, 0);

    /// <summary>With fewer digits of the fraction; the others are cut.</summary>
    public static Timestamp Truncate(Timestamp value, int precision)
    {
        int unit = 1;
        for (int i = precision; i < 9; i++)
            unit *= 10;
        return value with { Nanos = value.Nanos - (value.Nanos % unit) };
    }
}
