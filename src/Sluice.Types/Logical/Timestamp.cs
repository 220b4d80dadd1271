namespace Sluice.Types;

/// <summary>
/// A date-time without zone, or an instant: seconds since 1970-01-01 00:00:00 and nanoseconds within the second.
/// </summary>
/// <param name="Seconds">Seconds since the epoch, rounded down (negative before 1970).</param>
/// <param name="Nanos">0 to 999,999,999, always counted forwards.</param>
public readonly record struct Timestamp(long Seconds, int Nanos) : IComparable<Timestamp>
{
    /// <summary>Microseconds since the epoch, digits beyond the sixth cut off (down).</summary>
    public long Micros => Seconds < 0
        ? checked(((Seconds + 1) * 1_000_000) + ((Nanos / 1_000) - 1_000_000)) // The least long is not a whole second.
        : checked((Seconds * 1_000_000) + (Nanos / 1_000));

    /// <summary>From microseconds since the epoch.</summary>
    public static Timestamp FromMicros(long micros)
    {
        long seconds = Math.DivRem(micros, 1_000_000, out long rest);
        return rest < 0 ? new Timestamp(seconds - 1, (int)(rest + 1_000_000) * 1_000) : new Timestamp(seconds, (int)rest * 1_000);
    }

    /// <inheritdoc/>
    public int CompareTo(Timestamp other) => Seconds != other.Seconds ? Seconds.CompareTo(other.Seconds) : Nanos.CompareTo(other.Nanos);

    /// <summary>Earlier.</summary>
    public static bool operator <(Timestamp left, Timestamp right) => left.CompareTo(right) < 0;

    /// <summary>Later.</summary>
    public static bool operator >(Timestamp left, Timestamp right) => left.CompareTo(right) > 0;

    /// <summary>Earlier or the same.</summary>
    public static bool operator <=(Timestamp left, Timestamp right) => left.CompareTo(right) <= 0;

    /// <summary>Later or the same.</summary>
    public static bool operator >=(Timestamp left, Timestamp right) => left.CompareTo(right) >= 0;
}
