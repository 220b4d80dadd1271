using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>
/// Reads instants by a <see cref="SimpleDatePattern"/>: leniently, as Flink does (what follows is ignored, numbers of any width and range count on), or strictly, as D6 asks (the whole
/// text, every number in its range, the day exists).
/// </summary>
internal sealed class SimpleDateParser
{
    private readonly SimpleDatePattern _pattern;
    private readonly int _centuryStart;
    private readonly Timestamp _now;

    /// <summary>With a pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="now">Two-digit years are within the 80 years before and the 20 after it.</param>
    public SimpleDateParser(SimpleDatePattern pattern, Timestamp now)
    {
        _pattern = pattern;
        _now = now;
        CivilDate.FromDays(EpochTime.Days(now), out long year, out _, out _);
        _centuryStart = (int)year - 80;
    }

    /// <summary>Why the pattern cannot be used to read text; null when it can.</summary>
    public PatternError? NotReadable => _pattern.Fields.Any(part => part.Letter == 'z')
        ? new PatternError("has the letter z, which is not supported in reading text", true)
        : null;

    /// <summary>Reads leniently.</summary>
    /// <param name="text">The text.</param>
    /// <param name="zone">The zone.</param>
    /// <param name="millis">Milliseconds since 1970-01-01 UTC.</param>
    public bool TryParse(string text, ZoneRules zone, out long millis)
    {
        millis = 0;
        if (!TryRead(text, false, out SimpleDateFields fields, out _))
            return false;
        millis = fields.ToMillis(zone);
        if (fields.IsAmbiguousYear && millis < CenturyStartMillis(zone))
        {
            fields.Year += 100;
            millis = fields.ToMillis(zone);
        }

        return true;
    }

    /// <summary>Reads strictly.</summary>
    /// <param name="text">The text.</param>
    /// <param name="zone">The zone.</param>
    /// <param name="isProleptic">Whether days are of the calendar of DATE, or of the one that changes in 1582.</param>
    /// <param name="millis">Milliseconds since 1970-01-01 UTC.</param>
    public bool TryParseStrictly(string text, ZoneRules zone, bool isProleptic, out long millis)
    {
        millis = 0;
        if (!TryRead(text, true, out SimpleDateFields fields, out int end) || end != text.Length || !fields.TryToMillisStrictly(zone, isProleptic, out millis))
            return false;
        if (fields.IsAmbiguousYear && millis < CenturyStartMillis(zone))
        {
            fields.Year += 100;
            return fields.TryToMillisStrictly(zone, isProleptic, out millis);
        }

        return true;
    }

    private long CenturyStartMillis(ZoneRules zone)
    {
        long local = _now.Seconds + zone.LegacyOffsetAt(_now.Seconds);
        long days = CivilDate.FloorDiv(local, 86_400);
        long moved = CalendarFields.AddMonths(days, -960);
        return (_now.Seconds + ((moved - days) * 86_400)) * 1_000;
    }

    private bool TryRead(string text, bool isStrict, out SimpleDateFields fields, out int at)
    {
        fields = new SimpleDateFields();
        at = 0;
        for (int i = 0; i < _pattern.Fields.Length; i++)
        {
            SimpleField field = _pattern.Fields[i];
            if (field.IsText)
            {
                if (!text.AsSpan(at).StartsWith(field.Text, StringComparison.Ordinal))
                    return false;
                at += field.Text.Length;
                continue;
            }

            bool hasFixedWidth = i + 1 < _pattern.Fields.Length && !_pattern.Fields[i + 1].IsText;
            if (!TryField(text, ref at, field, hasFixedWidth, isStrict, fields))
                return false;
        }

        // Java refuses a text of which nothing was read.
        return at > 0;
    }

    private bool TryField(string text, ref int at, SimpleField field, bool hasFixedWidth, bool isStrict, SimpleDateFields fields)
    {
        int start = at;
        int first = at;
        while (first < text.Length && text[first] is ' ' or '\t')
            first++;
        if (first >= text.Length || (isStrict && first != start))
            return false;
        if (field.Letter is 'G' or 'a' or 'E' || (field.Letter is 'M' or 'L' && field.Count >= 3))
            return TryWord(text, ref at, field, fields);
        if (field.Letter is 'X' or 'Z')
            return TryOffset(text, ref at, field, fields);
        int end = text.Length;
        if (hasFixedWidth)
        {
            if (start + field.Count > text.Length)
                return false;
            end = start + field.Count;
        }

        if (!TryNumber(text, first, end, isStrict, out int value, out at))
            return false;
        Set(text, fields, field, value, first, at);
        return true;
    }

    private void Set(string text, SimpleDateFields fields, SimpleField field, int value, int first, int end)
    {
        if (field.Letter is 'y' or 'Y' && field.Count <= 2 && end - first == 2 && char.IsAsciiDigit(text[first]) && char.IsAsciiDigit(text[first + 1]))
        {
            int ambiguous = _centuryStart % 100;
            fields.IsAmbiguousYear = value == ambiguous;
            value += (_centuryStart / 100 * 100) + (value < ambiguous ? 100 : 0);
        }

        fields.Set(field.Letter, value);
    }

    private static bool TryNumber(string text, int start, int end, bool isStrict, out int value, out int at)
    {
        at = start;
        bool isNegative = !isStrict && at < end && text[at] == '-';
        if (isNegative)
            at++;
        int firstDigit = at;
        double wide = 0;
        long total = 0;
        for (; at < end && char.IsAsciiDigit(text[at]); at++)
        {
            wide = (wide * 10) + text[at] - '0';
            total = unchecked((total * 10) + text[at] - '0');
        }

        // Java reads what does not fit a long as a double, and takes the int of either.
        value = wide < long.MaxValue ? unchecked((int)(isNegative ? -total : total)) : isNegative ? int.MinValue : int.MaxValue;
        return at > firstDigit;
    }

    private static bool TryWord(string text, ref int at, SimpleField field, SimpleDateFields fields)
    {
        DateField kind = field.Letter switch { 'G' => DateField.Era, 'a' => DateField.HalfOfDay, 'E' => DateField.DayOfWeek, _ => DateField.Month };
        (int least, int most) = DateTexts.Range(kind);
        int found = -1;
        int length = 0;
        for (int value = least; value <= most; value++)
        {
            for (int width = 3; width <= (kind is DateField.Month or DateField.DayOfWeek ? 4 : 3); width++)
            {
                string word = DateTexts.Word(kind, value, width);
                if (word.Length > length && text.AsSpan(at).StartsWith(word, StringComparison.OrdinalIgnoreCase))
                    (found, length) = (value, word.Length);
            }
        }

        if (found < 0)
            return false;
        at += length;
        fields.Set(field.Letter, found);
        return true;
    }

    private static bool TryOffset(string text, ref int at, SimpleField field, SimpleDateFields fields)
    {
        ReadOnlySpan<char> rest = text.AsSpan(at);
        if (field.Letter == 'X' && rest.StartsWith("Z", StringComparison.Ordinal))
        {
            at++;
            fields.OffsetSeconds = 0;
            return true;
        }

        if (field.Letter == 'Z' && (rest.StartsWith("GMT", StringComparison.Ordinal) || rest.StartsWith("UTC", StringComparison.Ordinal)))
            return TryNamedOffset(rest, ref at, fields);
        if (rest.Length < 3 || rest[0] is not ('+' or '-'))
            return false;
        bool hasColon = field.Letter == 'X' && field.Count == 3;
        int length = field.Letter == 'X' && field.Count == 1 ? 3 : hasColon ? 6 : 5;
        if (rest.Length < length || (hasColon && rest[3] != ':'))
            return false;
        Span<char> offset = stackalloc char[6];
        rest[..length].CopyTo(offset);
        if (!ZoneDatabase.TryReadOffset(offset[..length], out int seconds))
            return false;
        at += length;
        fields.OffsetSeconds = seconds;
        return true;
    }

    /// <summary>GMT, UTC, or GMT followed by a sign, hours and minutes.</summary>
    private static bool TryNamedOffset(ReadOnlySpan<char> rest, ref int at, SimpleDateFields fields)
    {
        fields.OffsetSeconds = 0;
        at += 3;
        if (rest[0] == 'U' || rest.Length < 4 || rest[3] is not ('+' or '-'))
            return true;
        int end = 4;
        while (end < rest.Length && (char.IsAsciiDigit(rest[end]) || (rest[end] == ':' && end > 4)))
            end++;
        if (!ZoneDatabase.TryReadCustom(rest[3..end], out int seconds))
            return false;
        fields.OffsetSeconds = seconds;
        at += end - 3;
        return true;
    }
}
