using System.Globalization;
using System.Text;

namespace Sluice.Expressions.Functions.Json;

/// <summary>
/// Reads and prints JSON as Flink's Jackson does. Values are null, <see cref="bool"/>, <see cref="string"/>, <see cref="JsonNumber"/>,
/// <c>List&lt;object?&gt;</c> and <see cref="JsonObject"/>. What stands behind the first value is not looked at.
/// </summary>
internal sealed class JsonText
{
    private const int MaxDepth = 1000;

    private readonly string _text;
    private int _index;
    private int _depth;
    private bool _failed;

    private JsonText(string text) => _text = text;

    private char Current => _index < _text.Length ? _text[_index] : '\0';

    /// <summary>The first value of a text; false when it is not JSON.</summary>
    internal static bool TryParse(string text, out object? value)
    {
        var reader = new JsonText(text);
        value = reader.Value();
        return !reader._failed;
    }

    /// <summary>Prints a value, members sorted by name, no blanks.</summary>
    internal static string Print(object? value)
    {
        var output = new StringBuilder();
        Print(value, output);
        return output.ToString();
    }

    private static void Print(object? value, StringBuilder output)
    {
        switch (value)
        {
            case null:
                output.Append("null");
                break;
            case bool boolean:
                output.Append(boolean ? "true" : "false");
                break;
            case string text:
                Quote(text, output);
                break;
            case JsonNumber number:
                output.Append(number.Text);
                break;
            case List<object?> items:
                output.Append('[');
                for (int i = 0; i < items.Count; i++)
                {
                    output.Append(i == 0 ? "" : ",");
                    Print(items[i], output);
                }

                output.Append(']');
                break;
            case JsonObject members:
                PrintMembers(members, output);
                break;
        }
    }

    private static void PrintMembers(JsonObject members, StringBuilder output)
    {
        output.Append('{');
        bool isFirst = true;
        foreach ((string name, object? value) in members.Members.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            output.Append(isFirst ? "" : ",");
            isFirst = false;
            Quote(name, output);
            output.Append(':');
            Print(value, output);
        }

        output.Append('}');
    }

    private static void Quote(string text, StringBuilder output)
    {
        output.Append('"');
        foreach (char c in text)
        {
            switch (c)
            {
                case '"' or '\\': output.Append('\\').Append(c); break;
                case '\b': output.Append("\\b"); break;
                case '\f': output.Append("\\f"); break;
                case '\n': output.Append("\\n"); break;
                case '\r': output.Append("\\r"); break;
                case '\t': output.Append("\\t"); break;
                case < ' ': output.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture)); break;
                default: output.Append(c); break;
            }
        }

        output.Append('"');
    }

    private object? Fail()
    {
        _failed = true;
        return null;
    }

    private void SkipBlanks()
    {
        while (_index < _text.Length && _text[_index] is ' ' or '\t' or '\n' or '\r')
            _index++;
    }

    private object? Value()
    {
        SkipBlanks();
        switch (Current)
        {
            case '{': return Nested(Object);
            case '[': return Nested(Array);
            case '"': return Text();
            case 't': return Word("true", true);
            case 'f': return Word("false", false);
            case 'n': return Word("null", null);
            default: return Current == '-' || char.IsAsciiDigit(Current) ? Number() : Fail();
        }
    }

    private object? Nested(Func<object?> read)
    {
        if (++_depth > MaxDepth)
            return Fail();
        object? value = read();
        _depth--;
        return value;
    }

    private object? Word(string word, object? value)
    {
        if (string.CompareOrdinal(_text, _index, word, 0, word.Length) != 0)
            return Fail();
        _index += word.Length;
        bool goesOn = Current >= '0' && (char.IsLetterOrDigit(Current) || Current is '_');
        return goesOn ? Fail() : value;
    }

    private object? Number()
    {
        int start = _index;
        if (Current == '-')
            _index++;
        bool ok = Current == '0' ? Skip(1) && !char.IsAsciiDigit(Current) : Digits();
        if (ok && Current == '.')
            ok = Skip(1) && Digits();
        if (ok && Current is 'e' or 'E')
        {
            _index++;
            if (Current is '+' or '-')
                _index++;
            ok = Digits();
        }

        // A number at the top must end at a blank.
        ok = ok && (_depth > 0 || _index == _text.Length || Current is ' ' or '\t' or '\n' or '\r');
        return ok && _index - start <= 1000 ? JsonNumber.Read(_text.AsSpan(start, _index - start)) : Fail();
    }

    private bool Skip(int count)
    {
        _index += count;
        return true;
    }

    private bool Digits()
    {
        int start = _index;
        while (char.IsAsciiDigit(Current))
            _index++;
        return _index > start;
    }

    private string? Text()
    {
        var result = new StringBuilder();
        for (_index++; _index < _text.Length; _index++)
        {
            char c = _text[_index];
            if (c == '"')
            {
                _index++;
                return result.ToString();
            }

            if (c < ' ' || (c == '\\' && !Escape(ref c)))
                break;
            result.Append(c);
        }

        Fail();
        return null;
    }

    private bool Escape(ref char c)
    {
        _index++;
        switch (Current)
        {
            case '"' or '\\' or '/': c = Current; return true;
            case 'b': c = '\b'; return true;
            case 'f': c = '\f'; return true;
            case 'n': c = '\n'; return true;
            case 'r': c = '\r'; return true;
            case 't': c = '\t'; return true;
            case 'u' when _index + 4 < _text.Length
                && ushort.TryParse(_text.AsSpan(_index + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit):
                c = (char)unit;
                _index += 4;
                return true;
            default: return false;
        }
    }

    private object? Array()
    {
        var items = new List<object?>();
        _index++;
        SkipBlanks();
        if (Current == ']')
        {
            _index++;
            return items;
        }

        while (!_failed)
        {
            items.Add(Value());
            SkipBlanks();
            char c = Current;
            _index++;
            if (c == ']')
                return items;
            if (c != ',')
                break;
        }

        return Fail();
    }

    private object? Object()
    {
        var members = new JsonObject();
        _index++;
        SkipBlanks();
        if (Current == '}')
        {
            _index++;
            return members;
        }

        while (!_failed)
        {
            SkipBlanks();
            if (Current != '"' || Text() is not { } name)
                break;
            SkipBlanks();
            if (Current != ':')
                break;
            _index++;
            members.Set(name, Value());
            SkipBlanks();
            char c = Current;
            _index++;
            if (c == '}')
                return members;
            if (c != ',')
                break;
        }

        return Fail();
    }
}
