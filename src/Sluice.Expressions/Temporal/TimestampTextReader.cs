using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>
/// Reads the text of a TIMESTAMP as the formatter <c>yyyy-[MM][M]-[dd][d][ [HH][H]:[mm][m]:[ss][s][.n]]</c> of Flink does: each number after the year is two digits,
/// perhaps followed by the same number once more, or any other number of digits, or absent; a sign is read and refused later.
/// </summary>
internal ref struct TimestampTextReader(ReadOnlySpan<char> text)
{
    private const int MaxDigits = 19;
    private const int MaxYear = 290_000;
    private const int Absent = int.MinValue;
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    /// <summary>Reads all of it.</summary>
    public ParseResult Read(out Timestamp value)
    {
        value = default;
        if (!TryYear(out int year) || !Take('-') || !TryField(out int month) || !Take('-') || !TryField(out int day))
            return ParseResult.Refused;
        int hour = Absent;
        int minute = Absent;
        int second = Absent;
        int nanos = Absent;
        int start = _at;
        if (_at < _text.Length && !TryTime(out hour, out minute, out second, out nanos))
            _at = start;
        if (_at != _text.Length)
            return ParseResult.Refused;
        return Resolve(year, month == Absent ? 1 : month, day == Absent ? 1 : day, hour, minute, second, nanos, out value);
    }

    private static ParseResult Resolve(int year, int month, int day, int hour, int minute, int second, int nanos, out Timestamp value)
    {
        value = default;
        if (year < 1 || month is < 1 or > 12 || day is < 1 or > 31)
            return ParseResult.Refused;
        hour = hour == Absent ? 0 : hour;
        minute = minute == Absent ? 0 : minute;
        second = second == Absent ? 0 : second;
        nanos = nanos == Absent ? 0 : nanos;
        bool isEndOfDay = hour == 24 && minute == 0 && second == 0 && nanos == 0;
        if ((!isEndOfDay && hour is < 0 or > 23) || minute is < 0 or > 59 || second is < 0 or > 59)
            return isEndOfDay ? ResolveDay(year, month, day, 86_400, 0, out value) : ParseResult.Refused;
        return ResolveDay(year, month, day, (((hour * 60) + minute) * 60) + second, nanos, out value);
    }

    private static ParseResult ResolveDay(int year, int month, int day, int secondOfDay, int nanos, out Timestamp value)
    {
        int last = CivilDate.DaysInMonth(year, month);
        value = new Timestamp((CivilDate.ToDays(year, month, Math.Min(day, last)) * 86_400) + secondOfDay, nanos);
        return day > last ? ParseResult.ImpossibleDay : ParseResult.Read;
    }

    /// <summary>Four digits, or a plus and more of them.</summary>
    private bool TryYear(out int year)
    {
        bool isLong = Take('+');
        int start = _at;
        long total = 0;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]) && _at - start < MaxDigits)
            total = Math.Min((total * 10) + _text[_at++] - '0', int.MaxValue);
        int digits = _at - start;
        year = (int)total;
        // Dates beyond are none that the type can hold.
        return (isLong ? digits > 4 : digits == 4) && total <= MaxYear;
    }

    private bool TryTime(out int hour, out int minute, out int second, out int nanos)
    {
        (hour, minute, second, nanos) = (Absent, Absent, Absent, Absent);
        bool isRead = Take(' ') && TryField(out hour) && Take(':') && TryField(out minute) && Take(':') && TryField(out second);
        if (isRead && Take('.'))
            nanos = Fraction();
        if (!isRead)
            (hour, minute, second) = (Absent, Absent, Absent);
        return isRead;
    }

    private int Fraction()
    {
        int value = 0;
        int digits = 0;
        for (; digits < 9; digits++)
        {
            bool isDigit = _at < _text.Length && char.IsAsciiDigit(_text[_at]);
            value = (value * 10) + (isDigit ? _text[_at] - '0' : 0);
            if (isDigit)
                _at++;
        }

        return value;
    }

    private bool TryField(out int value)
    {
        value = Absent;
        if (_at + 1 < _text.Length && char.IsAsciiDigit(_text[_at]) && char.IsAsciiDigit(_text[_at + 1]))
        {
            value = ((_text[_at] - '0') * 10) + _text[_at + 1] - '0';
            _at += 2;
        }

        int start = _at;
        if (!TryNumber(out int again) || (value != Absent && again != value))
            _at = start;
        else
            value = again;
        return true;
    }

    private bool TryNumber(out int value)
    {
        bool isNegative = Take('-');
        int start = _at;
        long total = 0;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]) && _at - start < MaxDigits)
            total = Math.Min((total * 10) + _text[_at++] - '0', int.MaxValue);
        value = (int)(isNegative ? -total : total);
        return _at > start && !(isNegative && total == 0);
    }

    private bool Take(char value)
    {
        if (_at >= _text.Length || _text[_at] != value)
            return false;
        _at++;
        return true;
    }
}
