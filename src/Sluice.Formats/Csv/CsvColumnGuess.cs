using System.Text;
using Sluice.Formats.Text;
using Sluice.Types;

namespace Sluice.Formats.Csv;

/// <summary>
/// Guesses the type of one column from its values, on the safe side: a value must come back as the text it was, or the column is STRING. So leading zeros,
/// a plus sign, blanks around a number and integers beyond BIGINT make a column STRING.
/// </summary>
internal sealed class CsvColumnGuess
{
    private const int ExactDoubleDigits = 15;
    private const int ShortDecimalDigits = 12;
    private bool _isAny;
    private bool _canBeBoolean = true;
    private bool _canBeInteger = true;
    private bool _canBeNumber = true;
    private bool _canBeDouble = true;
    private bool _canBeDate = true;
    private bool _canBeTimestamp = true;
    private bool _canBeInstant = true;
    private int _minScale = int.MaxValue;
    private int _maxScale;
    private int _maxWhole;
    private int _maxFraction;

    /// <summary>Takes a value that is not NULL.</summary>
    public unsafe void Add(ReadOnlySpan<byte> text)
    {
        _isAny = true;
        byte[] padded = new byte[text.Length + (2 * TextBuffer.Padding)];
        text.CopyTo(padded.AsSpan(TextBuffer.Padding));
        fixed (byte* start = padded)
        {
            byte* value = start + TextBuffer.Padding;
            _canBeBoolean &= Ascii.EqualsIgnoreCase(text, "true"u8) || Ascii.EqualsIgnoreCase(text, "false"u8);
            _canBeDate &= text.Length == 10 && Utf8Times.TryReadDate(value, text.Length, out _);
            if (_canBeTimestamp)
                _canBeTimestamp = text.Length >= 10 && Utf8Times.TryReadAnyTimestamp(text, 9, out _) && AddFraction(text);
            if (_canBeInstant)
                _canBeInstant = Iso8601Utf8.TryParseInstant(text, out _) && AddFraction(text);
        }

        if (_canBeNumber)
            AddNumber(text);
    }

    /// <summary>The type.</summary>
    public LogicalType Type
    {
        get
        {
            if (!_isAny)
                return LogicalType.String;
            if (_canBeBoolean)
                return LogicalType.Boolean;
            if (_canBeNumber)
                return NumberType;
            if (_canBeDate)
                return LogicalType.Date;
            if (_canBeTimestamp)
                return LogicalType.Timestamp(_maxFraction <= 6 ? 6 : 9);
            return _canBeInstant ? LogicalType.TimestampLtz(_maxFraction <= 6 ? 6 : 9) : LogicalType.String;
        }
    }

    private LogicalType NumberType
    {
        get
        {
            if (_canBeInteger)
                return LogicalType.BigInt;
            bool isMoney = _minScale == _maxScale;
            if (isMoney && _maxWhole + _maxScale <= LogicalType.MaxDecimalPrecision)
                return LogicalType.Decimal(_maxWhole + _maxScale <= ShortDecimalDigits ? 18 : LogicalType.MaxDecimalPrecision, _maxScale);
            return _canBeDouble ? LogicalType.Double : LogicalType.String;
        }
    }

    private void AddNumber(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> digits = text is [(byte)'-', ..] ? text[1..] : text;
        int mark = digits.IndexOfAny((byte)'e', (byte)'E');
        ReadOnlySpan<byte> mantissa = mark < 0 ? digits : digits[..mark];
        int point = mantissa.IndexOf((byte)'.');
        ReadOnlySpan<byte> whole = point < 0 ? mantissa : mantissa[..point];
        ReadOnlySpan<byte> fraction = point < 0 ? default : mantissa[(point + 1)..];
        bool isPlain = whole.Length > 0 && whole.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && fraction.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
            && (point < 0 || fraction.Length > 0) && (whole.Length == 1 || whole[0] != '0');
        bool isExponentGood = mark < 0 || Utf8Numbers.TryReadAnyDouble(text);
        bool isNegativeZero = text.Length > digits.Length && digits.IndexOfAnyExcept("0."u8) < 0;
        _canBeNumber = isPlain && isExponentGood && !isNegativeZero;
        bool isInteger = point < 0 && mark < 0;
        _canBeInteger &= _canBeNumber && isInteger;
        if (isInteger && _canBeNumber && !System.Buffers.Text.Utf8Parser.TryParse(text, out long _, out _))
            _canBeNumber = _canBeInteger = false;
        _canBeDouble &= whole.Length + fraction.Length <= ExactDoubleDigits;
        _maxWhole = Math.Max(_maxWhole, whole.Length);
        _maxScale = Math.Max(_maxScale, mark < 0 ? fraction.Length : int.MaxValue / 2);
        _minScale = Math.Min(_minScale, mark < 0 ? fraction.Length : 0);
    }

    private bool AddFraction(ReadOnlySpan<byte> text)
    {
        int point = text.LastIndexOf((byte)'.');
        if (point >= 0)
        {
            ReadOnlySpan<byte> digits = text[(point + 1)..];
            int length = digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            _maxFraction = Math.Max(_maxFraction, length < 0 ? digits.Length : length);
        }

        return true;
    }
}
