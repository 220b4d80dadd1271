using Sluice.Expressions.Functions.Text;

namespace Sluice.Expressions.Functions.Patterns;

internal sealed partial class RegexParser
{
    // […]: unions, ranges, nested classes, intersections by &&. With consume the closing bracket is read, else it is left.
    private RegexClass BracketClass(bool consume)
    {
        if (++_depth > MaxDepth)
            throw Unsupported("classes nested deeper than 250");
        RegexClass? all = null;
        RegexClass? last = null;
        RegexClass? singles = null;
        bool negate = false;
        int c = Next();
        if (c == '^' && _text[_cursor - 1] == '[')
        {
            c = Next();
            negate = true;
        }

        for (; ; c = Peek())
        {
            if (c == '[')
            {
                last = BracketClass(consume: true);
                all = all is null ? last : all.Union(last);
                continue;
            }

            if (c == '&')
            {
                if (Next() == '&')
                {
                    Intersect(ref all, ref last, ref singles);
                    continue;
                }

                _cursor--;
            }
            else if (c == 0 && _cursor >= _length)
            {
                throw Error("unclosed character class");
            }
            else if (c == ']' && (all ?? singles) is not null)
            {
                if (consume)
                    Next();
                RegexClass set = all is null ? singles! : singles is null ? all : all.Union(singles);
                _depth--;
                return negate ? set.Negate() : set;
            }

            RegexClass part = Range(out bool isSingle);
            if (isSingle)
            {
                last = null;
                singles = singles is null ? part : singles.Union(part);
            }
            else
            {
                last = part;
                all = all is null ? part : all.Union(part);
            }
        }
    }

    private void Intersect(ref RegexClass? all, ref RegexClass? last, ref RegexClass? singles)
    {
        RegexClass? right = null;
        for (int c = Next(); c is not (']' or '&'); c = Peek())
        {
            RegexClass part;
            if (c == '[')
            {
                part = BracketClass(consume: true);
            }
            else
            {
                _cursor--;
                part = BracketClass(consume: false);
            }

            right = right is null ? part : right.Union(part);
        }

        if (singles is not null)
        {
            if (all is null)
                all = last = singles;
            else
                all = all.Union(singles);
            singles = null;
        }

        last = right ?? last;
        if (all is null)
            all = right ?? throw Error("bad class syntax");
        else
            all = all.And(last ?? throw Error("bad intersection syntax"));
    }

    // One member of a class: an escape class, a range or a character. A character below U+0100 joins the class's set of singles.
    private RegexClass Range(out bool isSingle)
    {
        isSingle = false;
        int c = Peek();
        if (c == '\\')
        {
            c = _text[++_cursor];
            if (c is 'p' or 'P')
                return Property(c == 'P');
            bool isRange = _text[_cursor + 1] == '-';
            _cursor--;
            RegexClass? escaped = ClassEscape(isRange, out c);
            if (escaped is not null)
                return escaped;
        }
        else
        {
            Next();
        }

        if (Peek() == '-')
        {
            int end = _text[_cursor + 1];
            if (end is not ('[' or ']'))
            {
                Next();
                int last = Peek();
                if (last == '\\')
                    _ = ClassEscape(isRange: true, out last);
                else
                    Next();
                return last < c ? throw Error("illegal character range") : CaseRange(c, last);
            }
        }

        isSingle = c < 256 && !(Has(RegexFlags.IgnoreCase) && Has(RegexFlags.UnicodeCase)
            && c is 0xFF or 0xB5 or 'I' or 'i' or 'S' or 's' or 'K' or 'k' or 0xC5 or 0xE5);
        return Literal(c);
    }

    private RegexClass CaseRange(int first, int last)
    {
        if (!Has(RegexFlags.IgnoreCase))
            return RegexClass.Range(first, last);
        if (Has(RegexFlags.UnicodeCase))
        {
            return RegexClass.CodePoint(c =>
            {
                int upper = CaseMapping.SimpleUpper(c);
                return IsIn(c) || IsIn(upper) || IsIn(CaseMapping.SimpleLower(upper));
            });
        }

        return RegexClass.CodePoint(c => IsIn(c) || (IsAsciiLetter(c) && (IsIn(c | 0x20) || IsIn(c & ~0x20))));

        bool IsIn(int c) => first <= c && c <= last;
    }

    // \p{…}; the cursor stands on the p.
    private RegexClass Property(bool complement)
    {
        string name;
        if (Next() == '{')
        {
            int start = _cursor + 1;
            int end = start;
            while (end < _length && _text[end] != '}')
                end++;
            if (end >= _length)
                throw Error("unclosed character family");
            if (end == start)
                throw Error("empty character family");
            name = string.Concat(_text[start..end].Select(c => c is >= 0xD800 and < 0xE000 ? "?" : char.ConvertFromUtf32(c)));
            _cursor = end + 1;
        }
        else
        {
            int c = Peek();
            name = c is >= 0xD800 and < 0xE000 ? "?" : char.ConvertFromUtf32(c);
            _cursor++;
        }

        RegexClass? set = RegexProperties.Find(name, Has(RegexFlags.IgnoreCase), out bool isKnown);
        if (set is null)
            throw isKnown ? Unsupported($"the character property \\p{{{name}}}") : Error($"unknown character property name {{{name}}}");
        HasSupplementary |= complement;
        return complement ? set.Negate() : set;
    }
}
