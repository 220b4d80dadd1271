namespace Sluice.Expressions.Functions.Patterns;

internal sealed partial class RegexParser
{
    // An escape outside of a class; the cursor stands on the backslash.
    private RegexNode EscapedItem()
    {
        int kind = _text[_cursor + 1];
        if (kind is 'p' or 'P')
        {
            _cursor++;
            return One(Property(kind == 'P'));
        }

        if (kind is >= '1' and <= '9')
        {
            _cursor += 2;
            return BackReference(kind - '0');
        }

        if (AnchorOf(kind) is { } anchor)
        {
            if (kind == 'b' && _text[_cursor + 2] == '{')
                throw Unsupported(@"the grapheme boundary \b{g}");
            _cursor += 2;
            return new RegexNode.Anchor(anchor);
        }

        switch (kind)
        {
            case 'R':
                _cursor += 2;
                return new RegexNode.LineEnding();
            case 'X':
                throw Unsupported(@"the grapheme \X");
            case 'k':
                return NamedReference();
            default:
                RegexClass? set = ClassEscape(isRange: false, out int c);
                return One(set ?? Literal(c));
        }
    }

    private RegexAnchor? AnchorOf(int kind) => kind switch
    {
        'A' => RegexAnchor.Begin,
        'B' => RegexAnchor.NotWordBoundary,
        'G' => RegexAnchor.LastMatch,
        'Z' => Dollar(multiline: false),
        'b' => RegexAnchor.WordBoundary,
        'z' => RegexAnchor.End,
        _ => null,
    };

    // More digits belong to the reference as long as there are so many groups before it.
    private RegexNode.BackReference BackReference(int number)
    {
        for (int c = Peek(); IsDigit(c); c = Peek())
        {
            long longer = (number * 10L) + (c - '0');
            if (GroupCount - 1 < longer)
                break;
            number = (int)longer;
            Read();
        }

        return new RegexNode.BackReference(number, Has(RegexFlags.IgnoreCase), Has(RegexFlags.UnicodeCase));
    }

    private RegexNode.BackReference NamedReference()
    {
        _cursor += 2;
        if (Read() != '<')
            throw Error(@"\k is not followed by '<' for named capturing group");
        string name = GroupName(Read());
        return _names.TryGetValue(name, out int number)
            ? new RegexNode.BackReference(number, Has(RegexFlags.IgnoreCase), Has(RegexFlags.UnicodeCase))
            : throw Error($"named capturing group <{name}> does not exist");
    }

    // An escape that stands for a class (the result) or for one character (in c). The cursor moves from the backslash to behind it.
    private RegexClass? ClassEscape(bool isRange, out int c)
    {
        int kind = Skip();
        c = -1;
        switch (kind)
        {
            case 'd': return RegexProperties.Digit;
            case 'D': return RegexProperties.Digit.Negate();
            case 'h': return RegexProperties.HorizontalSpace;
            case 'H': return RegexProperties.HorizontalSpace.Negate();
            case 's': return RegexProperties.Space;
            case 'S': return RegexProperties.Space.Negate();
            case 'v' when !isRange: return RegexProperties.VerticalSpace;
            case 'V': return RegexProperties.VerticalSpace.Negate();
            case 'w': return RegexProperties.Word;
            case 'W': return RegexProperties.Word.Negate();
            case 'N': throw Unsupported(@"character names \N{…}");
        }

        c = kind switch
        {
            '0' => Octal(),
            'a' => 7,
            'c' => _cursor < _length ? Read() ^ 64 : throw Error("illegal control escape sequence"),
            'e' => 27,
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => Unicode(),
            'v' => '\v',
            'x' => Hexadecimal(),
            _ => IsAsciiLetter(kind) || kind is >= '1' and <= '9' || (kind == 0 && _cursor > _length)
                ? throw Error("illegal/unsupported escape sequence")
                : kind,
        };
        return null;
    }

    private int Octal()
    {
        int first = Read();
        if (first is < '0' or > '7')
            throw Error("illegal octal escape sequence");
        int value = first - '0';
        for (int more = first <= '3' ? 2 : 1; more > 0 && Peek() is >= '0' and <= '7'; more--)
            value = (value * 8) + (Read() - '0');
        return value;
    }

    private int Hexadecimal()
    {
        int c = Read();
        if (IsHex(c))
        {
            int second = Read();
            if (IsHex(second))
                return (HexValue(c) * 16) + HexValue(second);
        }
        else if (c == '{' && IsHex(Peek()))
        {
            int value = 0;
            for (c = Read(); IsHex(c); c = Read())
            {
                value = (value << 4) + HexValue(c);
                if (value > 0x10FFFF)
                    throw Error("hexadecimal codepoint is too big");
            }

            return c == '}' ? value : throw Error("unclosed hexadecimal escape sequence");
        }

        throw Error("illegal hexadecimal escape sequence");
    }

    private int Unicode()
    {
        int high = FourHexDigits();
        if (high is < 0xD800 or > 0xDBFF)
            return high;
        int start = _cursor;
        if (Read() == '\\' && Read() == 'u')
        {
            int low = FourHexDigits();
            if (low is >= 0xDC00 and <= 0xDFFF)
                return char.ConvertToUtf32((char)high, (char)low);
        }

        _cursor = start;
        return high;
    }

    private int FourHexDigits()
    {
        int value = 0;
        for (int i = 0; i < 4; i++)
        {
            int c = Read();
            value = (value * 16) + (IsHex(c) ? HexValue(c) : throw Error("illegal Unicode escape sequence"));
        }

        return value;
    }

    private static bool IsHex(int c) => c < 128 && char.IsAsciiHexDigit((char)c);

    private static int HexValue(int c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}
