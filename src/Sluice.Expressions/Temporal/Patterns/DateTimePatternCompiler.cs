using System.Collections.Immutable;
using System.Text;

namespace Sluice.Expressions;

/// <summary>Turns the letters of a <see cref="DateTimePattern"/> into parts.</summary>
internal sealed class DateTimePatternCompiler(string pattern)
{
    private readonly Stack<List<PatternPart>> _open = new();
    private List<PatternPart> _parts = [];
    private PatternPart? _number;
    private PatternError? _error;
    private int _at;
    private char _printOnly;

    /// <summary>Compiles all of it.</summary>
    public DateTimePattern? Compile(out PatternError? error)
    {
        while (_at < pattern.Length && _error is null)
            Next(pattern[_at]);
        while (_open.Count > 0)
            CloseOptional();
        error = _error;
        return error is null ? new DateTimePattern([.. _parts], _printOnly) : null;
    }

    private void Next(char c)
    {
        if (char.IsAsciiLetter(c))
            Letters();
        else if (c == '\'')
            Quoted();
        else if (c == '[')
            OpenOptional();
        else if (c == ']' && _open.Count == 0)
            Fail("has a ] without a [ before it");
        else if (c == ']')
            CloseOptional();
        else if (c is '{' or '}' or '#')
            Fail($"has the reserved character '{c}'");
        else
            Add(new LiteralPart(c.ToString()));
        if (!char.IsAsciiLetter(c) && c != '\'')
            _at++;
    }

    private void Fail(string what) => _error ??= new PatternError(what);

    private void OpenOptional()
    {
        _number = null;
        _open.Push(_parts);
        _parts = [];
    }

    private void CloseOptional()
    {
        ImmutableArray<PatternPart> inner = [.. _parts];
        _parts = _open.Pop();
        if (!inner.IsEmpty)
            Add(new OptionalPart(inner));
        _number = null;
    }

    private void Quoted()
    {
        var text = new StringBuilder();
        for (_at++; _at < pattern.Length; _at++)
        {
            if (pattern[_at] != '\'')
            {
                text.Append(pattern[_at]);
                continue;
            }

            if (_at + 1 < pattern.Length && pattern[_at + 1] == '\'')
            {
                text.Append('\'');
                _at++;
                continue;
            }

            break;
        }

        if (_at >= pattern.Length)
        {
            Fail("ends inside a quoted text");
            return;
        }

        _at++;
        Add(new LiteralPart(text.Length == 0 ? "'" : text.ToString()));
    }

    private void Letters()
    {
        char letter = pattern[_at];
        int count = Run(letter);
        int pad = 0;
        if (letter == 'p')
        {
            pad = count;
            if (_at >= pattern.Length || !char.IsAsciiLetter(pattern[_at]) || pattern[_at] == 'p')
            {
                Fail("has a p that no other letter follows");
                return;
            }

            letter = pattern[_at];
            count = Run(letter);
        }

        PatternPart? part = DateTimePatternLetters.Part(letter, count, out PatternError? error);
        _error ??= error;
        if (part is null)
            return;
        if (part is ZonePart)
            _printOnly = letter;
        if (pad > 0)
            Add(new PaddedPart(part, pad));
        else
            Add(part);
    }

    private int Run(char letter)
    {
        int start = _at;
        while (_at < pattern.Length && pattern[_at] == letter)
            _at++;
        return _at - start;
    }

    /// <summary>
    /// Numbers that follow each other without anything between: the first may have any width, those of fixed width behind it take theirs from its end.
    /// </summary>
    private void Add(PatternPart part)
    {
        _parts.Add(part);
        if (!part.IsNumber)
        {
            _number = null;
        }
        else if (_number is not null && part.IsFixedNumber)
        {
            _number.SubsequentWidth = Math.Max(_number.SubsequentWidth, 0) + part.MostDigits;
            part.SubsequentWidth = -1;
        }
        else
        {
            if (_number is not null && _number.SubsequentWidth == 0)
                _number.SubsequentWidth = -1;
            _number = part;
        }
    }
}
