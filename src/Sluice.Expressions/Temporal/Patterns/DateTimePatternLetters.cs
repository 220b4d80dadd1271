namespace Sluice.Expressions;

/// <summary>What each letter of a <see cref="DateTimePattern"/> stands for, by how often it stands there.</summary>
internal static class DateTimePatternLetters
{
    private const int MaxWidth = 19;

    /// <summary>The part; null and the reason when there is none.</summary>
    public static PatternPart? Part(char letter, int count, out PatternError? error)
    {
        error = null;
        PatternPart? part = letter switch
        {
            'G' => count <= 3 ? new TextPart(DateField.Era, 3) : count <= 5 ? new TextPart(DateField.Era, count) : null,
            'u' => Year(DateField.Year, count),
            'y' => Year(DateField.YearOfEra, count),
            'Y' => Year(DateField.WeekBasedYear, count),
            'Q' or 'q' => NumberOrText(DateField.Quarter, count, 2),
            'M' or 'L' => NumberOrText(DateField.Month, count, 2),
            'E' => count <= 5 ? new TextPart(DateField.DayOfWeek, Math.Max(count, 3)) : null,
            'e' => count <= 2 ? Fixed(DateField.LocalDayOfWeek, count) : NumberOrText(DateField.LocalDayOfWeek, count, 2),
            'c' => count == 1 ? Fixed(DateField.LocalDayOfWeek, 1) : count == 2 ? null : NumberOrText(DateField.LocalDayOfWeek, count, 1),
            'a' => count == 1 ? new TextPart(DateField.HalfOfDay, 3) : null,
            'w' => count <= 2 ? new NumberPart(DateField.WeekOfYear, count, 2, NumberSign.NotNegative) : null,
            'W' => count == 1 ? Fixed(DateField.WeekOfMonth, 1) : null,
            'F' => count == 1 ? Number(DateField.AlignedDay, 1) : null,
            'D' => count == 1 ? Number(DateField.DayOfYear, 1) : count <= 3 ? new NumberPart(DateField.DayOfYear, count, 3, NumberSign.NotNegative) : null,
            'd' => UpToTwo(DateField.DayOfMonth, count),
            'h' => UpToTwo(DateField.ClockHourOfHalf, count),
            'H' => UpToTwo(DateField.Hour, count),
            'k' => UpToTwo(DateField.ClockHour, count),
            'K' => UpToTwo(DateField.HourOfHalf, count),
            'm' => UpToTwo(DateField.Minute, count),
            's' => UpToTwo(DateField.Second, count),
            'S' => count <= 9 ? new FractionPart(count) : null,
            'A' => Wide(DateField.MilliOfDay, count, NumberSign.NotNegative),
            'n' => Wide(DateField.Nano, count, NumberSign.NotNegative),
            'N' => Wide(DateField.NanoOfDay, count, NumberSign.NotNegative),
            'g' => Wide(DateField.ModifiedJulianDay, count, NumberSign.Normal),
            'X' => Offset(count, "Z"),
            'x' => Offset(count, ""),
            'Z' => count <= 3 ? new OffsetPart(1, false, 0, "") : count == 4 ? new ZonePart() : count == 5 ? new OffsetPart(1, true, 1, "Z") : null,
            'z' => count <= 4 ? new ZonePart() : null,
            'O' or 'v' => count is 1 or 4 ? new ZonePart() : null,
            'V' => count == 2 ? new ZonePart() : null,
            _ => null,
        };
        if (part is null)
            error = Error(letter, count);
        return part;
    }

    private static PatternError Error(char letter, int count) => letter switch
    {
        'B' => new PatternError("has the letter B, which is not supported", true),
        _ when "GuyYQqMLEecawWFDdhHkKmsSVZXxzOv".Contains(letter, StringComparison.Ordinal) => new PatternError(
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"has the letter {letter} {count} times in a row, which means nothing")),
        _ => new PatternError($"has the letter {letter}, which means nothing"),
    };

    private static NumberPart Year(DateField field, int count) => count switch
    {
        2 => new NumberPart(field, 2, 2, NumberSign.NotNegative) { IsReduced = true },
        < 4 => new NumberPart(field, count, MaxWidth, NumberSign.Normal),
        _ => new NumberPart(field, count, MaxWidth, NumberSign.ExceedsPad),
    };

    private static NumberPart Number(DateField field, int least) => new(field, least, MaxWidth, NumberSign.Normal);

    private static NumberPart Fixed(DateField field, int width) => new(field, width, width, NumberSign.NotNegative);

    private static NumberPart Wide(DateField field, int count, NumberSign sign) => new(field, count, MaxWidth, sign);

    private static NumberPart? UpToTwo(DateField field, int count) =>
        count == 1 ? Number(field, 1) : count == 2 ? Fixed(field, 2) : null;

    private static PatternPart? NumberOrText(DateField field, int count, int numbers) =>
        count <= numbers ? UpToTwo(field, count) : count <= 5 ? new TextPart(field, count) : null;

    private static OffsetPart? Offset(int count, string zero) => count switch
    {
        1 => new OffsetPart(0, false, 0, zero),
        2 => new OffsetPart(1, false, 0, zero),
        3 => new OffsetPart(1, true, 0, zero),
        4 => new OffsetPart(1, false, 1, zero),
        5 => new OffsetPart(1, true, 1, zero),
        _ => null,
    };
}
