using System.Globalization;
using System.Text;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Prints instants by a <see cref="SimpleDatePattern"/>.</summary>
internal static class SimpleDatePrinter
{
    /// <summary>Prints an instant.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="millis">Milliseconds since 1970-01-01 UTC.</param>
    /// <param name="zone">The zone.</param>
    /// <param name="refused">Why it cannot be printed; null when it can.</param>
    public static string Format(SimpleDatePattern pattern, long millis, ZoneRules zone, out PatternError? refused)
    {
        refused = null;
        long epochSecond = CivilDate.FloorDiv(millis, 1_000);
        int offset = zone.LegacyOffsetAt(epochSecond);
        long local = epochSecond + offset;
        long days = CivilDate.FloorDiv(local, 86_400);
        var moment = new Moment(days, (int)(local - (days * 86_400)), (int)(millis - (epochSecond * 1_000)), offset, zone, epochSecond);
        var target = new StringBuilder();
        foreach (SimpleField field in pattern.Fields)
        {
            if (field.IsText)
                target.Append(field.Text);
            else
                refused ??= Print(field, moment, target);
        }

        return target.ToString();
    }

    private static PatternError? Print(SimpleField field, in Moment moment, StringBuilder target)
    {
        HybridCalendar.FromDays(moment.Days, out long year, out int month, out int day);
        long yearOfEra = year > 0 ? year : 1 - year;
        switch (field.Letter)
        {
            case 'G': target.Append(year > 0 ? "AD" : "BC"); break;
            case 'y': Year(yearOfEra, field.Count, target); break;
            case 'Y': Year(WeekYear(moment.Days), field.Count, target); break;
            case 'M' or 'L' when field.Count >= 3: target.Append(DateTexts.Word(DateField.Month, month, field.Count == 3 ? 3 : 4)); break;
            case 'M' or 'L': Number(month, field.Count, target); break;
            case 'd': Number(day, field.Count, target); break;
            case 'D': Number(moment.Days - HybridCalendar.FirstOfYear(year) + 1 - Skipped(moment.Days, year), field.Count, target); break;
            case 'E': target.Append(DateTexts.Word(DateField.DayOfWeek, CivilDate.IsoDayOfWeek(moment.Days), field.Count >= 4 ? 4 : 3)); break;
            case 'u': Number(CivilDate.IsoDayOfWeek(moment.Days), field.Count, target); break;
            case 'F': Number(((day - 1) / 7) + 1, field.Count, target); break;
            case 'w': Number(HybridCalendar.WeekOfYear(moment.Days, out _), field.Count, target); break;
            case 'W': Number(((HybridCalendar.Sunday(moment.Days) - HybridCalendar.Sunday(moment.Days - day + 1)) / 7) + 1, field.Count, target); break;
            default: return PrintTime(field, moment, target);
        }

        return null;
    }

    private static PatternError? PrintTime(SimpleField field, in Moment moment, StringBuilder target)
    {
        int hour = moment.Second / 3_600;
        switch (field.Letter)
        {
            case 'a': target.Append(hour < 12 ? "AM" : "PM"); break;
            case 'H': Number(hour, field.Count, target); break;
            case 'k': Number(hour == 0 ? 24 : hour, field.Count, target); break;
            case 'K': Number(hour % 12, field.Count, target); break;
            case 'h': Number(hour % 12 == 0 ? 12 : hour % 12, field.Count, target); break;
            case 'm': Number(moment.Second / 60 % 60, field.Count, target); break;
            case 's': Number(moment.Second % 60, field.Count, target); break;
            case 'S': Number(moment.Millis, field.Count, target); break;
            case 'Z': Offset(moment.OffsetSeconds, "", true, target); break;
            case 'X': IsoOffset(moment.OffsetSeconds, field.Count, target); break;
            default: return ZoneName(field, moment, target);
        }

        return null;
    }

    private static void Number(long value, int width, StringBuilder target)
    {
        string digits = value.ToString(CultureInfo.InvariantCulture);
        target.Append('0', Math.Max(0, width - digits.Length)).Append(digits);
    }

    private static void Year(long year, int count, StringBuilder target) => Number(count == 2 ? year % 100 : year, count, target);

    private static long WeekYear(long days)
    {
        HybridCalendar.WeekOfYear(days, out long year);
        return year;
    }

    /// <summary>The ten days that October 1582 did not have.</summary>
    private static int Skipped(long days, long year) => year == 1582 && days >= HybridCalendar.ToDays(1582, 10, 15) ? 10 : 0;

    private static void Offset(int offsetSeconds, string colon, bool hasMinutes, StringBuilder target)
    {
        int minutes = Math.Abs(offsetSeconds) / 60;
        target.Append(offsetSeconds < 0 ? '-' : '+');
        Number(minutes / 60, 2, target);
        if (!hasMinutes)
            return;
        target.Append(colon);
        Number(minutes % 60, 2, target);
    }

    private static void IsoOffset(int offsetSeconds, int count, StringBuilder target)
    {
        if (offsetSeconds == 0)
            target.Append('Z');
        else
            Offset(offsetSeconds, count == 3 ? ":" : "", count > 1, target);
    }

    private static PatternError? ZoneName(SimpleField field, in Moment moment, StringBuilder target)
    {
        string name = moment.Zone.IsDaylight(moment.EpochSecond) ? moment.Zone.Names.Daylight : moment.Zone.Names.Standard;
        if (field.Count >= 4 && name == "UTC")
            name = "Coordinated Universal Time";
        else if (field.Count >= 4)
            return new PatternError($"has the letters zzzz, which are not supported for the zone {moment.Zone.Id}", true);
        else if (!name.All(char.IsAsciiLetter))
            return new PatternError($"has the letter z, which is not supported for the zone {moment.Zone.Id}: it has no abbreviation", true);
        target.Append(name);
        return null;
    }

    private readonly record struct Moment(long Days, int Second, int Millis, int OffsetSeconds, ZoneRules Zone, long EpochSecond);
}
