using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>What a <see cref="SimpleDateParser"/> has read, and the instant it makes as <c>java.util.GregorianCalendar</c> computes it.</summary>
internal sealed class SimpleDateFields
{
    private const string Letters = "GyMdkHmsSEDwahKYuWF";
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

    /// <summary>The instant, when every number is in its range and the day exists.</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="isProleptic">Whether the calendar is the proleptic Gregorian one, that of DATE, or the one that changes in 1582.</param>
    /// <param name="millis">The instant.</param>
    public bool TryToMillisStrictly(ZoneRules zone, bool isProleptic, out long millis)
    {
        millis = 0;
        if (!IsWithin('M', 1, 12) || !IsWithin('d', 1, 31) || !IsWithin('D', 1, 366) || !IsWithin('w', 1, 53) || !IsWithin('W', 1, 6) || !IsWithin('F', 1, 5) || !IsWithin('E', 1, 7)
            || !IsWithin('H', 0, 23) || !IsWithin('K', 0, 11) || !IsWithin('m', 0, 59) || !IsWithin('s', 0, 59) || !IsWithin('S', 0, 999))
            return false;
        if (!TryDaysStrictly(isProleptic, out long days))
            return false;
        long local = (days * 86_400) + (((Hour() * 60L) + (this['m'] ?? 0)) * 60) + (this['s'] ?? 0);
        millis = ((local - (OffsetSeconds ?? zone.LegacyOffsetOfLocal(local))) * 1_000) + (this['S'] ?? 0);
        return true;
    }

    private bool IsWithin(char letter, int least, int most) => this[letter] is not { } value || (value >= least && value <= most);

    private long Hour() => Order('H') >= Math.Max(Order('K'), Order('a')) ? this['H'] ?? 0 : (this['K'] ?? 0) + (12L * (this['a'] ?? 0));

    private int Order(char letter) => _order[Letters.IndexOf(letter, StringComparison.Ordinal)];

    private long CalendarYear() => this['G'] == 0 ? 1L - Year : Year;

    /// <summary>The latest of two fields; 0 when one of them is absent.</summary>
    private int Both(char first, char second) => Order(first) == 0 || Order(second) == 0 ? 0 : Math.Max(Order(first), Order(second));

    /// <summary>Which fields say the day: those read last, as <c>Calendar.selectFields</c> decides. A letter of d, W, F, D or w.</summary>
    private char DayLetter()
    {
        ReadOnlySpan<(char Letter, int Order)> complete =
        [
            ('d', Order('d')), ('W', Both('W', 'E')), ('F', Both('F', 'E')), ('D', Order('D')), ('w', Both('w', 'E')),
        ];
        ReadOnlySpan<(char Letter, int Order)> single = [('W', Order('W')), ('F', Math.Max(Order('F'), Order('E'))), ('w', Order('w'))];
        char best = Latest(complete);
        return best == '\0' ? Latest(single) is var other and not '\0' ? other : 'd' : best;
    }

    private static char Latest(ReadOnlySpan<(char Letter, int Order)> fields)
    {
        char best = '\0';
        int latest = 0;
        foreach ((char letter, int order) in fields)
        {
            if (order > latest)
                (best, latest) = (letter, order);
        }

        return best;
    }

    private long Days()
    {
        if (Order('Y') > Order('y'))
            return WeekDay(this['Y'] ?? 1970, this['w'] ?? 1);
        long year = CalendarYear();
        long first = HybridCalendar.ToDays(year, this['M'] ?? 1, 1);
        return DayLetter() switch
        {
            'D' => HybridCalendar.ToDaysOfYear(year, this['D']!.Value),
            'w' => WeekDay(year, this['w']!.Value),
            'W' => HybridCalendar.Sunday(first) + ((this['W']!.Value - 1L) * 7) + SinceSunday(),
            'F' => DayInMonth(first, HybridCalendar.ToDays(year, (this['M'] ?? 1) + 1L, 1) - first, this['F'] ?? 1),
            _ => HybridCalendar.ToDays(year, this['M'] ?? 1, this['d'] ?? 1),
        };
    }

    private int SinceSunday() => this['E'] is { } day ? (int)CivilDate.FloorMod(day, 7) : 0;

    /// <summary>The n-th such day of the week in a month; counted from its end when negative.</summary>
    private long DayInMonth(long first, long length, int number)
    {
        long last = number >= 0 ? first + (7L * number) - 1 : first + length + (7L * (number + 1)) - 1;
        return last - CivilDate.FloorMod(CivilDate.IsoDayOfWeek(last) - SinceSunday(), 7);
    }

    private long WeekDay(long year, long week)
    {
        return HybridCalendar.Sunday(HybridCalendar.FirstOfYear(year)) + ((week - 1) * 7) + SinceSunday();
    }

    private bool TryDaysStrictly(bool isProleptic, out long days)
    {
        long year = CalendarYear();
        days = 0;
        if (Math.Abs(year) > 999_999 || (this['G'] is not null && Year < 1))
            return false;
        char letter = DayLetter();
        if (Order('Y') > Order('y') || letter is 'w' or 'W' or 'F')
        {
            days = Days();
            CivilDate.FromDays(days, out _, out int monthOfDay, out _);
            return letter is not ('W' or 'F') || monthOfDay == (this['M'] ?? 1);
        }

        if (letter == 'D' && this['D'] is { } dayOfYear)
        {
            long first = isProleptic ? CivilDate.ToDays(year, 1, 1) : HybridCalendar.FirstOfYear(year);
            days = first + dayOfYear - 1;
            return days < (isProleptic ? CivilDate.ToDays(year + 1, 1, 1) : HybridCalendar.FirstOfYear(year + 1));
        }

        int month = this['M'] ?? 1;
        int day = this['d'] ?? 1;
        days = isProleptic ? CivilDate.ToDays(year, month, day) : HybridCalendar.ToDays(year, month, day);
        bool exists = isProleptic ? CivilDate.Exists(year, month, day) : HybridCalendar.Exists(year, month, day);
        return exists && (this['E'] is not { } dayOfWeek || this['d'] is null || CivilDate.IsoDayOfWeek(days) == dayOfWeek);
    }
}
