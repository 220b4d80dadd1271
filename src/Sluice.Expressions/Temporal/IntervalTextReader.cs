namespace Sluice.Expressions;

/// <summary>Reads the text of an INTERVAL literal: blanks around it, one sign, the numbers with their separators.</summary>
internal ref struct IntervalTextReader
{
    private readonly ReadOnlySpan<char> _text;
    private readonly int _precision;
    private readonly int _fraction;
    private int _at;

    /// <summary>Of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="precision">The most digits of the first number.</param>
    /// <param name="fraction">The most digits of a fraction of a second.</param>
    public IntervalTextReader(ReadOnlySpan<char> text, int precision, int fraction)
    {
        _text = text.Trim();
        _precision = precision;
        _fraction = fraction;
    }

    /// <summary>Reads all of it: months or milliseconds. WEEK and QUARTER are what they say (D5).</summary>
    public bool TryRead(string from, string? to, out Int128 total)
    {
        total = 0;
        bool isNegative = _text.Length > 0 && _text[0] == '-';
        if (_text.Length > 0 && _text[0] is '-' or '+')
            _at++;
        if (!TryFirst(out long first))
            return false;
        total = (Int128)first * Size(from);
        string unit = from;
        while (to is not null && unit != to)
        {
            unit = Next(unit);
            if (!TryNext(unit, out long value))
                return false;
            total += (Int128)value * Size(unit);
        }

        if (unit == "SECOND" && TryPoint(out int millis))
            total += millis;
        total = isNegative ? -total : total;
        return _at == _text.Length;
    }

    private static long Size(string unit) => unit switch
    {
        "YEAR" => 12,
        "QUARTER" => 3,
        "MONTH" => 1,
        "WEEK" => 7 * TimeUnits.MillisPerDay,
        "DAY" => TimeUnits.MillisPerDay,
        "HOUR" => 3_600_000,
        "MINUTE" => 60_000,
        _ => 1_000,
    };

    private static string Next(string unit) => unit switch { "YEAR" => "MONTH", "DAY" => "HOUR", "HOUR" => "MINUTE", _ => "SECOND" };

    private static int Limit(string unit) => unit switch { "MONTH" => 12, "HOUR" => 24, _ => 60 };

    private bool TryFirst(out long value)
    {
        int digits = Digits(out value);
        return digits > 0 && value < Power(_precision);
    }

    private static long Power(int digits)
    {
        long power = 1;
        for (int i = 0; i < digits; i++)
            power *= 10;
        return power;
    }

    private bool TryNext(string unit, out long value)
    {
        value = 0;
        char separator = unit switch { "MONTH" => '-', "HOUR" => ' ', _ => ':' };
        if (_at >= _text.Length || _text[_at] != separator)
            return false;
        _at++;
        return Digits(out value) is 1 or 2 && value < Limit(unit);
    }

    private bool TryPoint(out int millis)
    {
        millis = 0;
        if (_at + 1 >= _text.Length || _text[_at] != '.')
            return false;
        int start = _at++;
        int digits = Digits(out long value);
        if (digits == 0 || digits > _fraction)
        {
            _at = start;
            return false;
        }

        for (int i = digits; i < 9; i++)
            value *= 10;
        millis = (int)(value / 1_000_000);
        return true;
    }

    private int Digits(out long value)
    {
        int start = _at;
        value = 0;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
            value = Math.Min((value * 10) + _text[_at++] - '0', 100_000_000_000);
        return _at - start;
    }
}
