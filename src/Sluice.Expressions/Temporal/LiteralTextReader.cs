using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Reads the text of DATE, TIME and TIMESTAMP literals: numbers of any width, blanks before each, everything in its range, nothing behind.</summary>
internal ref struct LiteralTextReader(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    /// <summary>Whether all has been read.</summary>
    public readonly bool IsAtEnd => _at == _text.Length;

    /// <summary>Reads <c>y-M-d</c>, year 1 to 9999.</summary>
    public bool TryDate(out int days)
    {
        days = 0;
        if (!TryNumber(out long year) || !Take('-') || !TryNumber(out long month) || !Take('-') || !TryNumber(out long day))
            return false;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day is < 1 or > 31 || !CivilDate.Exists(year, (int)month, (int)day))
            return false;
        days = (int)CivilDate.ToDays(year, (int)month, (int)day);
        // The ten days that October 1582 did not have.
        return days is < -141_437 or >= -141_427;
    }

    /// <summary>Reads <c>H:m:s[.f]</c>.</summary>
    /// <param name="seconds">Seconds since midnight.</param>
    /// <param name="nanos">The fraction; digits beyond the ninth are cut.</param>
    /// <param name="digits">The digits of the fraction, 9 at most.</param>
    public bool TryTime(out long seconds, out int nanos, out int digits)
    {
        (seconds, nanos, digits) = (0, 0, 0);
        if (!TryNumber(out long hour) || !Take(':') || !TryNumber(out long minute) || !Take(':') || !TryNumber(out long second))
            return false;
        seconds = (((hour * 60) + minute) * 60) + second;
        if (Take('.'))
        {
            while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
            {
                if (digits < 9)
                {
                    nanos = (nanos * 10) + _text[_at] - '0';
                    digits++;
                }

                _at++;
            }

            for (int i = digits; i < 9; i++)
                nanos *= 10;
        }

        return hour <= 23 && minute <= 59 && second <= 59;
    }

    /// <summary>Reads the blank between date and time.</summary>
    public bool TryBlank() => Take(' ');

    private bool TryNumber(out long value)
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t')
            _at++;
        int start = _at;
        value = 0;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
            value = Math.Min((value * 10) + _text[_at++] - '0', int.MaxValue);
        return _at > start;
    }

    private bool Take(char value)
    {
        if (_at >= _text.Length || _text[_at] != value)
            return false;
        _at++;
        return true;
    }
}
