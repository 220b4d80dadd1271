namespace Sluice.Types;

/// <summary>The proleptic Gregorian calendar: days since 1970-01-01 to year, month, day and back. No allocation, no range but that of the types.</summary>
public static class CivilDate
{
    /// <summary>Days in 400 years.</summary>
    private const long DaysPerEra = 146_097;

    /// <summary>Days from 0000-03-01 to 1970-01-01.</summary>
    private const long EpochShift = 719_468;

    /// <summary>Whether the year has a 29 February; year 0 is 1 BC.</summary>
    public static bool IsLeapYear(long year) => (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);

    /// <summary>28 to 31.</summary>
    /// <param name="year">The year; 0 is 1 BC.</param>
    /// <param name="month">1 to 12.</param>
    public static int DaysInMonth(long year, int month) => month == 2 ? (IsLeapYear(year) ? 29 : 28) : 30 + ((month + (month >> 3)) & 1);

    /// <summary>Whether the day exists.</summary>
    public static bool Exists(long year, int month, int day) => month is >= 1 and <= 12 && day >= 1 && day <= DaysInMonth(year, month);

    /// <summary>Days since 1970-01-01.</summary>
    /// <param name="year">The year; 0 is 1 BC.</param>
    /// <param name="month">1 to 12; 13 is January of the next year.</param>
    /// <param name="day">The day; any number is counted on from the first of the month.</param>
    public static long ToDays(long year, int month, int day)
    {
        // The year begins in March here, so that the leap day is its last.
        long y = month <= 2 ? year - 1 : year;
        long era = FloorDiv(y, 400);
        long yearOfEra = y - (era * 400);
        long dayOfYear = (((153L * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        long dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * DaysPerEra) + dayOfEra - EpochShift;
    }

    /// <summary>Year, month and day of a number of days since 1970-01-01.</summary>
    public static void FromDays(long days, out long year, out int month, out int day)
    {
        long shifted = days + EpochShift;
        long era = FloorDiv(shifted, DaysPerEra);
        uint dayOfEra = (uint)(shifted - (era * DaysPerEra));
        uint yearOfEra = (dayOfEra - (dayOfEra / 1_460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        uint dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        uint monthFromMarch = ((5 * dayOfYear) + 2) / 153;
        day = (int)(dayOfYear - (((153 * monthFromMarch) + 2) / 5) + 1);
        month = (int)(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9);
        year = yearOfEra + (era * 400) + (month <= 2 ? 1 : 0);
    }

    /// <summary>1 to 366.</summary>
    public static int DayOfYear(long days)
    {
        FromDays(days, out long year, out _, out _);
        return (int)(days - ToDays(year, 1, 1)) + 1;
    }

    /// <summary>1 Monday to 7 Sunday.</summary>
    public static int IsoDayOfWeek(long days) => (int)FloorMod(days + 3, 7) + 1;

    /// <summary>Division rounded down.</summary>
    public static long FloorDiv(long dividend, long divisor)
    {
        long quotient = Math.DivRem(dividend, divisor, out long rest);
        return rest != 0 && (rest ^ divisor) < 0 ? quotient - 1 : quotient;
    }

    /// <summary>The rest of <see cref="FloorDiv"/>: it has the sign of the divisor.</summary>
    public static long FloorMod(long dividend, long divisor)
    {
        long rest = dividend % divisor;
        return rest != 0 && (rest ^ divisor) < 0 ? rest + divisor : rest;
    }
}
