using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>What a <see cref="SimpleDateParser"/> has read, and the instant it makes as <c>java.util.GregorianCalendar</c> computes it.</summary>
internal sealed class SimpleDateFields
{
    private const string Letters = "GyMdkHmsSEDwahKYu";
    private readonly int?[] _values = new int?[Letters.Length];
    private readonly int[] _order = new int[Letters.Length];
    private int _count;

    /// <summary>Whether a two-digit year is the one the century begins with.</summary>
    public bool IsAmbiguousYear { get; set; }

    /// <summary>The offset read; null when the zone counts.</summary>
    public int? OffsetSeconds { get; set; }

    /// <summary>The year read.</summary>
    public int Year
    {
        get => this['y'] ?? 1970;
        set => _values[Letters.IndexOf('y', StringComparison.Ordinal)] = value;
    }

    private int? this[char letter] => _values[Letters.IndexOf(letter, StringComparison.Ordinal)];

    /// <summary>Sets a field by its letter; the last one counts.</summary>
    public void Set(char letter, int value)
    {
        letter = letter switch { 'L' => 'M', _ => letter };
        (letter, value) = letter switch
        {
            'k' => ('H', value == 24 ? 0 : value),
            'h' => ('K', value == 12 ? 0 : value),
            'u' => ('E', value),
            _ => (letter, value),
        };
        int index = Letters.IndexOf(letter, StringComparison.Ordinal);
        _values[index] = value;
        _order[index] = ++_count;
    }

    /// <summary>The instant, whatever the numbers are.</summary>
    public long ToMillis(ZoneRules zone)
    {
        long second = (((Hour() * 60L) + (this['m'] ?? 0)) * 60) + (this['s'] ?? 0);
        long millis = this['S'] ?? 0;
        long carried = CivilDate.FloorDiv(millis, 1_000);
        long local = (Days() * 86_400) + second + carried;
        return ((local - (OffsetSeconds ?? zone.LegacyOffsetOfLocal(local))) * 1_000) + millis - (carried * 1_000);
    }

    /// <summary>The instant, when every number is in its range and the day exists in the proleptic Gregorian calendar.</summary>
    public bool TryToMillisStrictly(ZoneRules zone, out long millis)
    {
        millis = 0;
        if (!IsWithin('M', 1, 12) || !IsWithin('d', 1, 31) || !IsWithin('D', 1, 366) || !IsWithin('w', 1, 53) || !IsWithin('E', 1, 7)
            || !IsWithin('H', 0, 23) || !IsWithin('K', 0, 11) || !IsWithin('m', 0, 59) || !IsWithin('s', 0, 59) || !IsWithin('S', 0, 999))
            return false;
        if (!TryDaysStrictly(out long days))
            return false;
        long local = (days * 86_400) + (((Hour() * 60L) + (this['m'] ?? 0)) * 60) + (this['s'] ?? 0);
        millis = ((local - (OffsetSeconds ?? zone.LegacyOffsetOfLocal(local))) * 1_000) + (this['S'] ?? 0);
        return true;
    }

    private bool IsWithin(char letter, int least, int most) => this[letter] is not { } value || (value >= least && value <= most);

    private long Hour() => Order('H') >= Math.Max(Order('K'), Order('a')) ? this['H'] ?? 0 : (this['K'] ?? 0) + (12L * (this['a'] ?? 0));

    private int Order(char letter) => _order[Letters.IndexOf(letter, StringComparison.Ordinal)];

    private long CalendarYear() => this['G'] == 0 ? 1L - Year : Year;

    private long Days()
    {
        long year = CalendarYear();
        if (Order('Y') > Order('y'))
            return WeekDay(this['Y'] ?? 1970, this['w'] ?? 1);
        int day = Order('d');
        int week = Order('w') == 0 ? 0 : Order('E') == 0 ? (day == 0 && Order('D') == 0 ? Order('w') : 0) : Math.Max(Order('w'), Order('E'));
        int best = Math.Max(day, Math.Max(Order('D'), week));
        if (best > 0 && best == Order('D'))
            return HybridCalendar.ToDaysOfYear(year, this['D']!.Value);
        if (best > 0 && best == week)
            return WeekDay(year, this['w']!.Value);
        long days = HybridCalendar.ToDays(year, this['M'] ?? 1, this['d'] ?? 1);
        // A day of the week alone is the first such day of the month.
        return best == 0 && this['E'] is { } dayOfWeek ? days + CivilDate.FloorMod(dayOfWeek - CivilDate.IsoDayOfWeek(days), 7) : days;
    }

    private long WeekDay(long year, long week)
    {
        int sinceSunday = this['E'] is { } day ? (int)CivilDate.FloorMod(day, 7) : 0;
        return HybridCalendar.Sunday(HybridCalendar.FirstOfYear(year)) + ((week - 1) * 7) + sinceSunday;
    }

    private bool TryDaysStrictly(out long days)
    {
        long year = CalendarYear();
        days = 0;
        if (Math.Abs(year) > 999_999 || (this['G'] is not null && Year < 1))
            return false;
        if (Order('Y') > Order('y') || (Order('w') > 0 && Order('d') == 0 && Order('D') == 0))
        {
            days = WeekDay(Order('Y') > Order('y') ? this['Y'] ?? 1970 : year, this['w'] ?? 1);
            return true;
        }

        if (this['D'] is { } dayOfYear && Order('D') > Order('d'))
        {
            days = CivilDate.ToDays(year, 1, 1) + dayOfYear - 1;
            return dayOfYear <= (CivilDate.IsLeapYear(year) ? 366 : 365);
        }

        int month = this['M'] ?? 1;
        int day = this['d'] ?? 1;
        days = CivilDate.ToDays(year, month, day);
        return CivilDate.Exists(year, month, day) && (this['E'] is not { } dayOfWeek || this['d'] is null || CivilDate.IsoDayOfWeek(days) == dayOfWeek);
    }
}
