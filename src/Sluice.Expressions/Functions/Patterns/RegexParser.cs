using System.Text;
using Sluice.Expressions.Functions.Text;

namespace Sluice.Expressions.Functions.Patterns;

/// <summary>
/// Reads the syntax of Java 17's <c>java.util.regex</c> into nodes, quirks included: it decides what Flink takes for a valid pattern.
/// </summary>
/// <remarks>Classes in brackets are in <c>RegexParser.Classes.cs</c>, escapes in <c>RegexParser.Escapes.cs</c>.</remarks>
internal sealed partial class RegexParser
{
    private const int MaxDepth = 250;

    // The pattern's code points and three zeros behind them; _length is the number of real ones.
    private readonly int[] _text;
    private readonly int _length;
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private int _cursor;
    private int _depth;
    private RegexFlags _flags;

    internal RegexParser(string pattern)
    {
        List<int> text = RemoveQuoting(pattern);
        _length = text.Count;
        _text = [.. text, 0, 0, 0];
    }

    [Flags]
    private enum RegexFlags
    {
        None = 0,
        IgnoreCase = 1,
        Multiline = 2,
        DotAll = 4,
        UnixLines = 8,
        UnicodeCase = 16,
        Comments = 32,
    }

    /// <summary>Groups in the pattern, the whole match counted as group 0.</summary>
    internal int GroupCount { get; private set; } = 1;

    /// <summary>Whether the search may begin only at whole code points.</summary>
    internal bool HasSupplementary { get; private set; }

    internal RegexNode Parse()
    {
        RegexNode root = Alternatives();
        if (_cursor != _length)
            throw Error(Peek() == ')' ? "unmatched closing ')'" : "unexpected character");
        return root;
    }

    private static RegexSyntaxException Error(string message) => new(message, isUnsupported: false);

    private static RegexSyntaxException Unsupported(string what) => new(what, isUnsupported: true);

    // \Q…\E becomes the same characters with a backslash before each that could mean something.
    private static List<int> RemoveQuoting(string pattern)
    {
        var points = new List<int>(pattern.Length);
        bool quoted = false;
        for (int i = 0; i < pattern.Length; i += CodePoints.Width(pattern, i))
        {
            int c = CodePoints.At(pattern, i);
            if (c == '\\' && i + 1 < pattern.Length && pattern[i + 1] == (quoted ? 'E' : 'Q'))
            {
                quoted = !quoted;
                i++;
            }
            else if (quoted)
            {
                if (char.IsAsciiDigit((char)c) && c < 128)
                    points.AddRange(['\\', 'x', '3']);
                else if (c < 128 && !char.IsAsciiLetter((char)c))
                    points.Add('\\');
                points.Add(c);
            }
            else
            {
                points.Add(c);
                if (c == '\\' && i + 1 < pattern.Length)
                {
                    i++;
                    points.Add(CodePoints.At(pattern, i));
                }
            }
        }

        return points;
    }

    private bool Has(RegexFlags flag) => (_flags & flag) != 0;

    private RegexNode Alternatives()
    {
        if (++_depth > MaxDepth)
            throw Unsupported("groups nested deeper than 250");
        var choices = new List<RegexNode> { Sequence() };
        while (Peek() == '|')
        {
            Next();
            choices.Add(Sequence());
        }

        _depth--;
        return choices.Count == 1 ? choices[0] : new RegexNode.Branch(choices);
    }

    private RegexNode Sequence()
    {
        var items = new List<RegexNode>();
        for (; ; )
        {
            int c = Peek();
            if (c is '|' or ')' || (c == 0 && _cursor >= _length))
                break;
            if (c == '(')
            {
                if (Group() is { } group)
                    items.Add(group);
                continue;
            }

            items.Add(Quantified(Item(c)));
        }

        return items.Count == 1 ? items[0] : items.Count == 0 ? new RegexNode.Empty() : new RegexNode.Sequence(items);
    }

    private RegexNode Item(int c)
    {
        switch (c)
        {
            case '[':
                return One(BracketClass(consume: true));
            case '\\':
                return EscapedItem();
            case '^':
                Next();
                return new RegexNode.Anchor(!Has(RegexFlags.Multiline) ? RegexAnchor.Begin
                    : Has(RegexFlags.UnixLines) ? RegexAnchor.UnixCaret : RegexAnchor.Caret);
            case '$':
                Next();
                return new RegexNode.Anchor(Dollar(Has(RegexFlags.Multiline)));
            case '.':
                Next();
                return new RegexNode.One(Dot());
            case '?' or '*' or '+':
                throw Error($"dangling meta character '{(char)c}'");
            case '{':
                // A repetition with nothing before it repeats nothing, if it is well formed.
                return new RegexNode.Empty();
            default:
                Next();
                return One(Literal(c));
        }
    }

    private RegexAnchor Dollar(bool multiline) => Has(RegexFlags.UnixLines)
        ? multiline ? RegexAnchor.UnixDollarMultiline : RegexAnchor.UnixDollar
        : multiline ? RegexAnchor.DollarMultiline : RegexAnchor.Dollar;

    private RegexClass Dot() => Has(RegexFlags.DotAll) ? RegexClass.CodePoint(_ => true)
        : Has(RegexFlags.UnixLines) ? RegexClass.CodePoint(c => c != '\n')
        : RegexClass.CodePoint(c => c is not ('\n' or '\r' or 0x85 or 0x2028 or 0x2029));

    private RegexNode.One One(RegexClass set)
    {
        HasSupplementary |= !set.IsUnit;
        return new RegexNode.One(set);
    }

    private RegexClass Literal(int c)
    {
        if (Has(RegexFlags.IgnoreCase) && Has(RegexFlags.UnicodeCase))
        {
            int upper = CaseMapping.SimpleUpper(c);
            int lower = CaseMapping.SimpleLower(upper);
            if (upper != lower)
                return RegexClass.CodePoint(x => x == lower || CaseMapping.SimpleLower(CaseMapping.SimpleUpper(x)) == lower);
        }
        else if (Has(RegexFlags.IgnoreCase) && c < 128 && char.IsAsciiLetter((char)c))
        {
            return RegexClass.Unit(x => x < 128 && (x | 0x20) == (c | 0x20));
        }

        return RegexClass.Single(c);
    }

    private RegexNode? Group()
    {
        RegexFlags outer = _flags;
        RegexNode node;
        if (Next() != '?')
        {
            int number = GroupCount++;
            node = new RegexNode.Group(number, Alternatives());
        }
        else
        {
            int kind = Skip();
            switch (kind)
            {
                case ':':
                    node = new RegexNode.Group(0, Alternatives());
                    break;
                case '=' or '!':
                    node = new RegexNode.LookAhead(Alternatives(), kind == '!');
                    break;
                case '>':
                    node = new RegexNode.Atomic(Alternatives());
                    break;
                case '<':
                    node = BehindOrNamed();
                    break;
                case '$' or '@':
                    throw Error("unknown group type");
                default:
                    _cursor--;
                    ReadFlags();
                    int end = Read();
                    if (end == ')')
                        return null;
                    if (end != ':')
                        throw Error("unknown inline modifier");
                    node = new RegexNode.Group(0, Alternatives());
                    break;
            }
        }

        if (Read() != ')')
            throw Error("unclosed group");
        _flags = outer;
        return Quantified(node);
    }

    private RegexNode BehindOrNamed()
    {
        int c = Read();
        if (c is not ('=' or '!'))
        {
            string name = GroupName(c);
            if (_names.ContainsKey(name))
                throw Error($"named capturing group <{name}> is already defined");
            int number = GroupCount++;
            _names.Add(name, number);
            return new RegexNode.Group(number, Alternatives());
        }

        int start = _cursor;
        RegexNode body = Alternatives();
        RegexLength length = RegexLength.Of(body);
        if (!length.IsBounded)
            throw Error("look-behind group does not have an obvious maximum length");
        bool byCodePoint = _text.AsSpan(start, Math.Max(0, _length - start)).ContainsAnyInRange(0x10000, 0x10FFFF);
        return new RegexNode.LookBehind(body, c == '!', length.Least, length.Most, byCodePoint);
    }

    private string GroupName(int c)
    {
        var name = new StringBuilder();
        if (!IsAsciiLetter(c))
            throw Error("capturing group name does not start with a latin letter");
        for (; c < 128 && char.IsAsciiLetterOrDigit((char)c); c = Read())
            name.Append((char)c);
        return c == '>' ? name.ToString() : throw Error("named capturing group is missing trailing '>'");
    }

    private void ReadFlags()
    {
        bool on = true;
        for (int c = Peek(); ; c = Next())
        {
            RegexFlags flag;
            switch (c)
            {
                case 'i': flag = RegexFlags.IgnoreCase; break;
                case 'm': flag = RegexFlags.Multiline; break;
                case 's': flag = RegexFlags.DotAll; break;
                case 'd': flag = RegexFlags.UnixLines; break;
                case 'u': flag = RegexFlags.UnicodeCase; break;
                case 'x': flag = RegexFlags.Comments; break;
                case 'c' or 'U': throw Unsupported($"the flag (?{(char)c})");
                case '-' when on:
                    on = false;
                    continue;
                default:
                    return;
            }

            _flags = on ? _flags | flag : _flags & ~flag;
        }
    }

    private RegexNode Quantified(RegexNode body)
    {
        switch (Peek())
        {
            case '?':
                return new RegexNode.Repeat(body, 0, 1, Greed());
            case '*':
                return new RegexNode.Repeat(body, 0, int.MaxValue, Greed());
            case '+':
                return new RegexNode.Repeat(body, 1, int.MaxValue, Greed());
            case '{':
                return Counted(body);
            default:
                return body;
        }
    }

    private RegexNode.Repeat Counted(RegexNode body)
    {
        int c = _text[_cursor + 1];
        _cursor += 2;
        if (!IsDigit(c))
            throw Error("illegal repetition");
        int least = Number(ref c);
        int most = least;
        if (c == ',')
        {
            c = Read();
            most = c == '}' ? int.MaxValue : Number(ref c);
        }

        if (c != '}')
            throw Error("unclosed counted closure");
        if (most < least)
            throw Error("illegal repetition range");
        _cursor--;
        return new RegexNode.Repeat(body, least, most, Greed());
    }

    private int Number(ref int c)
    {
        long value = 0;
        for (; IsDigit(c); c = Read())
        {
            value = (value * 10) + (c - '0');
            if (value > int.MaxValue)
                throw Error("illegal repetition range");
        }

        return (int)value;
    }

    private RegexGreed Greed()
    {
        int c = Next();
        if (c is not ('?' or '+'))
            return RegexGreed.Greedy;
        Next();
        return c == '?' ? RegexGreed.Lazy : RegexGreed.Possessive;
    }

    private static bool IsDigit(int c) => c is >= '0' and <= '9';

    private static bool IsAsciiLetter(int c) => c < 128 && char.IsAsciiLetter((char)c);

    private int Peek() => Has(RegexFlags.Comments) ? PastComments(_text[_cursor]) : _text[_cursor];

    private int Next()
    {
        int c = _text[++_cursor];
        return Has(RegexFlags.Comments) ? PastComments(c) : c;
    }

    private int Read()
    {
        int c = Peek();
        _cursor++;
        return c;
    }

    // The character behind the next one, and the cursor behind that: no comments are skipped.
    private int Skip()
    {
        int c = _text[_cursor + 1];
        _cursor += 2;
        return c;
    }

    private int PastComments(int c)
    {
        for (; ; )
        {
            while (c < 128 && RegexProperties.Space.Contains(c))
                c = _text[++_cursor];
            if (c != '#')
                return c;
            while (c != 0 && !(c is '\n' or '\r' or 0x85 or 0x2028 or 0x2029))
                c = _text[++_cursor];
        }
    }
}
