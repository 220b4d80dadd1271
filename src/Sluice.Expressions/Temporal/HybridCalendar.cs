using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>
/// The calendar of <c>java.util.GregorianCalendar</c>: Julian until 1582-10-04, Gregorian from 1582-10-15. SimpleDateFormat and java.sql.Timestamp use it,
/// and with them FROM_UNIXTIME, UNIX_TIMESTAMP, CONVERT_TZ, DATE_FORMAT(string) and the second try of TO_TIMESTAMP(string, pattern).
/// </summary>
internal static class HybridCalendar
{
    /// <summary>Days from 1970-01-01 to 1582-10-15.</summary>
    private const long Cutover = -141_427;

    /// <summary>Days from 0000-03-01 (Julian) to 1970-01-01.</summary>
    private const long JulianShift = 719_470;

    /// <summary>Year (0 is 1 BC), month and day of a day.</summary>
    public static void FromDays(long days, out long year, out int month, out int day)
    {
        if (days >= Cutover)
            CivilDate.FromDays(days, out year, out month, out day);
        else
            FromJulianDays(days, out year, out month, out day);
    }

    /// <summary>The same in the Julian calendar at any time.</summary>
    public static void FromJulianDays(long days, out long year, out int month, out int day)
    {
        long shifted = days + JulianShift;
        long era = CivilDate.FloorDiv(shifted, 1_461);
        long dayOfEra = shifted - (era * 1_461);
        long yearOfEra = Math.Min(dayOfEra / 365, 3);
        long dayOfYear = dayOfEra - (yearOfEra * 365);
        long monthFromMarch = ((5 * dayOfYear) + 2) / 153;
        day = (int)(dayOfYear - (((153 * monthFromMarch) + 2) / 5) + 1);
        month = (int)(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9);
        year = (era * 4) + yearOfEra + (month <= 2 ? 1 : 0);
    }

    /// <summary>The day of a year, month and day that need not exist: they are counted on.</summary>
    /// <param name="year">The year; 0 is 1 BC.</param>
    /// <param name="month">Any number; 1 is January.</param>
    /// <param name="day">Any number.</param>
    public static long ToDays(long year, long month, long day)
    {
        Normalise(ref year, ref month);
        return Choose(year, CivilDate.ToDays(year, (int)month, 1) + day - 1, ToJulianDays(year, (int)month) + day - 1);
    }

    /// <summary>Whether the day is one of this calendar.</summary>
    public static bool Exists(long year, int month, int day)
    {
        FromDays(ToDays(year, month, day), out long actualYear, out int actualMonth, out int actualDay);
        return actualYear == year && actualMonth == month && actualDay == day;
    }

    /// <summary>The day that has a number within a year, counted on.</summary>
    public static long ToDaysOfYear(long year, long dayOfYear) => FirstOfYear(year) + dayOfYear - 1;

    /// <summary>1 January; of 1582 and before, in the Julian calendar.</summary>
    public static long FirstOfYear(long year) => year > 1582 ? CivilDate.ToDays(year, 1, 1) : ToJulianDays(year, 1);

    /// <summary>Week of the year as Java counts it in the United States: weeks begin on Sunday, the first holds 1 January.</summary>
    /// <param name="days">The day.</param>
    /// <param name="weekYear">The year the week belongs to.</param>
    public static int WeekOfYear(long days, out long weekYear)
    {
        FromDays(days, out long year, out _, out _);
        long sunday = Sunday(days);
        if (sunday >= Sunday(FirstOfYear(year + 1)))
        {
            weekYear = year + 1;
            return 1;
        }

        weekYear = year;
        return (int)((sunday - Sunday(FirstOfYear(year))) / 7) + 1;
    }

    /// <summary>The Sunday on or before a day.</summary>
    public static long Sunday(long days) => days - (CivilDate.IsoDayOfWeek(days) % 7);

    private static void Normalise(ref long year, ref long month)
    {
        long carried = CivilDate.FloorDiv(month - 1, 12);
        year += carried;
        month -= carried * 12;
    }

    private static long ToJulianDays(long year, int month)
    {
        long y = month <= 2 ? year - 1 : year;
        long era = CivilDate.FloorDiv(y, 4);
        long dayOfYear = ((153L * (month + (month > 2 ? -3 : 9))) + 2) / 5;
        return (era * 1_461) + ((y - (era * 4)) * 365) + dayOfYear - JulianShift;
    }

    private static long Choose(long year, long gregorian, long julian)
    {
        if (year > 1582)
            return gregorian >= Cutover ? gregorian : julian;
        if (year < 1582)
            return julian;
        // In the year of the change a day that neither calendar has is read in the Julian one.
        return gregorian >= Cutover && julian >= Cutover ? gregorian : julian;
    }
}
