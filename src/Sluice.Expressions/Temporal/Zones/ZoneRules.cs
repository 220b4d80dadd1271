namespace Sluice.Expressions;

/// <summary>
/// The offsets of a time zone, as <c>java.time</c> applies them: seconds, historic local mean times included. Immutable.
/// </summary>
internal sealed class ZoneRules
{
    /// <summary>1900-01-01 UTC.</summary>
    private const long Year1900 = -2_208_988_800;

    private readonly long[] _transitions;
    private readonly int[] _offsets;
    private readonly bool[] _isDaylight;
    private readonly PosixRule? _rule;
    private readonly int _standardOffset;

    /// <summary>From the transitions of a zone file.</summary>
    /// <param name="id">The name.</param>
    /// <param name="transitions">The instants of the changes, ascending.</param>
    /// <param name="offsets">The offsets: one before the first change and one after each.</param>
    /// <param name="isDaylight">Whether each of the offsets is one of daylight saving time.</param>
    /// <param name="rule">The rule after the last change; null when there is none.</param>
    /// <param name="standardOffset">The standard offset after the last change.</param>
    /// <param name="names">The abbreviations.</param>
    public ZoneRules(string id, long[] transitions, int[] offsets, bool[] isDaylight, PosixRule? rule, int standardOffset, ZoneNames names)
    {
        Id = id;
        _transitions = transitions;
        _offsets = offsets;
        _isDaylight = isDaylight;
        _rule = rule is { HasDaylight: true } ? rule : null;
        _standardOffset = standardOffset;
        Names = names;
    }

    /// <summary>The zone of one offset.</summary>
    public ZoneRules(string id, int offsetSeconds)
        : this(id, [], [offsetSeconds], [false], null, offsetSeconds, new ZoneNames(id, id))
    {
    }

    /// <summary>UTC.</summary>
    public static ZoneRules Utc { get; } = new("UTC", 0);

    /// <summary>The name it was found by.</summary>
    public string Id { get; }

    /// <summary>Its abbreviations.</summary>
    public ZoneNames Names { get; }

    /// <summary>Seconds to add to UTC at an instant.</summary>
    /// <param name="epochSecond">The instant.</param>
    public int OffsetAt(long epochSecond)
    {
        if (_transitions.Length == 0 || (epochSecond >= _transitions[^1] && _rule is not null))
            return _rule?.OffsetAt(epochSecond) ?? _offsets[^1];
        return _offsets[IndexAt(epochSecond)];
    }

    /// <summary>
    /// The offset of a local time: in a gap the one before (so that the time moves on by the gap), in an overlap the one before (so that it is the first of the two).
    /// </summary>
    /// <param name="localSecond">The local time as if it were UTC.</param>
    public int OffsetOfLocal(long localSecond) => OffsetOfLocal(localSecond, false);

    /// <summary>The instant of a local time.</summary>
    public long ToInstant(long localSecond) => localSecond - OffsetOfLocal(localSecond);

    /// <summary>
    /// Seconds to add to UTC as <c>java.util.TimeZone</c> says: before 1900 the standard offset of today.
    /// </summary>
    public int LegacyOffsetAt(long epochSecond) => epochSecond < Year1900 && _transitions.Length > 0 ? _standardOffset : OffsetAt(epochSecond);

    /// <summary>
    /// The offset of a local time as <c>java.util.GregorianCalendar</c> says: in a gap the one before, in an overlap the one after.
    /// </summary>
    public int LegacyOffsetOfLocal(long localSecond) =>
        _transitions.Length > 0 && localSecond - OffsetAt(Year1900) < Year1900 ? _standardOffset : OffsetOfLocal(localSecond, true);

    /// <summary>Whether daylight saving time is on at an instant.</summary>
    public bool IsDaylight(long epochSecond)
    {
        if (_transitions.Length == 0 || (epochSecond >= _transitions[^1] && _rule is not null))
            return OffsetAt(epochSecond) != _standardOffset;
        return epochSecond >= Year1900 && _isDaylight[IndexAt(epochSecond)];
    }

    private int IndexAt(long epochSecond)
    {
        int index = Array.BinarySearch(_transitions, epochSecond);
        return index >= 0 ? index + 1 : ~index;
    }

    private int OffsetOfLocal(long localSecond, bool isSecondOfOverlap)
    {
        int count = _transitions.Length;
        if (_rule is not null && (count == 0 || localSecond >= _transitions[^1] + 172_800))
            return _rule.OffsetOfLocal(localSecond, isSecondOfOverlap);
        int low = 0;
        int high = count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (localSecond >= _transitions[middle] + Boundary(_offsets[middle], _offsets[middle + 1], isSecondOfOverlap))
                low = middle + 1;
            else
                high = middle;
        }

        return _offsets[low];
    }

    /// <summary>From which local time on, counted from the change, the new offset is in force.</summary>
    internal static int Boundary(int before, int after, bool isSecondOfOverlap) => isSecondOfOverlap ? after : Math.Max(before, after);
}
