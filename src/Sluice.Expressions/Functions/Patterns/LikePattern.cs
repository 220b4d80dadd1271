using System.Diagnostics.CodeAnalysis;
using System.Text;
using Sluice.Expressions.Functions.Text;

namespace Sluice.Expressions.Functions.Patterns;

/// <summary>
/// A compiled pattern of LIKE: <c>%</c> is any text, <c>_</c> one code point but, as in Flink, no line end (LF, CR, U+0085, U+2028, U+2029).
/// Matches UTF-8 bytes without allocating. Immutable and thread-safe.
/// </summary>
public sealed class LikePattern
{
    // Marks an underscore among the bytes of a segment: no byte of UTF-8.
    private const byte AnyOne = 0xFF;

    // The pattern cut at its percent signs; one segment means that there is none.
    private readonly Segment[] _segments;

    private LikePattern(Segment[] segments) => _segments = segments;

    /// <summary>Whether the pattern has no wildcard: LIKE is then an equality with <see cref="Literal"/>.</summary>
    public bool IsLiteral => _segments.Length == 1 && !_segments[0].HasWildcard;

    /// <summary>The text of a pattern without wildcards.</summary>
    public string Literal => Encoding.UTF8.GetString(_segments[0].Bytes);

    /// <summary>The bytes that every match begins with: useful to prune and to push down.</summary>
    public ReadOnlyMemory<byte> Prefix
    {
        get
        {
            byte[] first = _segments[0].Bytes;
            int wildcard = Array.IndexOf(first, AnyOne);
            return first.AsMemory(0, wildcard < 0 ? first.Length : wildcard);
        }
    }

    /// <summary>Whether the pattern is <see cref="Prefix"/> and one <c>%</c>, nothing else.</summary>
    public bool IsPrefix => _segments.Length == 2 && !_segments[0].HasWildcard && _segments[1].Bytes.Length == 0;

    /// <summary>The compiled pattern of a LIKE whose pattern and escape are constants; null for any other call.</summary>
    public static LikePattern? ForConstant(BoundCall call) => call.Function.Name == "LIKE" ? MatchFunctions.ConstantPattern(call) : null;

    /// <summary>
    /// Compiles a pattern. False when the escape is not one UTF-16 unit, or stands at the end or before anything but <c>%</c>, <c>_</c> or
    /// itself; <paramref name="problem"/> then says so in a clause.
    /// </summary>
    public static bool TryCompile(
        string pattern, string? escape, [NotNullWhen(true)] out LikePattern? like, [NotNullWhen(false)] out string? problem)
    {
        like = null;
        problem = null;
        if (escape is not null && escape.Length != 1)
        {
            problem = $"'{escape}' is not an escape character";
            return false;
        }

        var segments = new List<Segment>();
        var bytes = new List<byte>(pattern.Length + 8);
        var literal = new StringBuilder();
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            if (escape is not null && c == escape[0])
            {
                i++;
                if (i == pattern.Length || !(pattern[i] is '%' or '_' || pattern[i] == c))
                {
                    problem = $"the pattern '{pattern}' has an invalid escape sequence at {i}";
                    return false;
                }

                literal.Append(pattern[i]);
            }
            else if (c is '%' or '_')
            {
                Flush();
                if (c == '_')
                    bytes.Add(AnyOne);
                else
                    EndSegment();
            }
            else
            {
                literal.Append(c);
            }
        }

        Flush();
        EndSegment();
        like = new LikePattern([.. segments]);
        return true;

        void Flush()
        {
            bytes.AddRange(Encoding.UTF8.GetBytes(literal.ToString()));
            literal.Clear();
        }

        void EndSegment()
        {
            segments.Add(new Segment([.. bytes]));
            bytes.Clear();
        }
    }

    /// <summary>Whether the UTF-8 text matches as a whole.</summary>
    public bool IsMatch(ReadOnlySpan<byte> text)
    {
        Segment first = _segments[0];
        int start = first.MatchAt(text, 0);
        if (start < 0)
            return false;
        if (_segments.Length == 1)
            return start == text.Length;
        Segment last = _segments[^1];
        int end = last.StartAtEnd(text);
        if (end < start || last.MatchAt(text, end) != text.Length)
            return false;
        text = text[..end];
        for (int i = 1; i < _segments.Length - 1; i++)
        {
            start = _segments[i].Find(text, start);
            if (start < 0)
                return false;
        }

        return true;
    }

    /// <summary>Whether the text matches as a whole.</summary>
    public bool IsMatch(string text)
    {
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> bytes = most <= 512 ? stackalloc byte[512] : new byte[most];
        return IsMatch(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    private sealed class Segment
    {
        private readonly int _count;

        internal Segment(byte[] bytes)
        {
            Bytes = bytes;
            HasWildcard = Array.IndexOf(bytes, AnyOne) >= 0;
            _count = bytes.Count(b => (b & 0xC0) != 0x80);
        }

        internal byte[] Bytes { get; }

        internal bool HasWildcard { get; }

        /// <summary>The position behind the segment when it stands at <paramref name="start"/>; else -1.</summary>
        internal int MatchAt(ReadOnlySpan<byte> text, int start)
        {
            if (!HasWildcard)
                return text[start..].StartsWith(Bytes) ? start + Bytes.Length : -1;
            foreach (byte wanted in Bytes)
            {
                if (start >= text.Length)
                    return -1;
                if (wanted == AnyOne)
                {
                    if (IsLineEnd(text, start))
                        return -1;
                    start = Utf8Text.Next(text, start);
                }
                else if (text[start++] != wanted)
                    return -1;
            }

            return start;
        }

        private static bool IsLineEnd(ReadOnlySpan<byte> text, int index) => text[index] switch
        {
            (byte)'\n' or (byte)'\r' => true,
            0xC2 => index + 1 < text.Length && text[index + 1] == 0x85,
            0xE2 => index + 2 < text.Length && text[index + 1] == 0x80 && (text[index + 2] | 1) == 0xA9,
            _ => false,
        };

        /// <summary>Where the segment would have to begin to end with the text; -1 when the text is too short.</summary>
        internal int StartAtEnd(ReadOnlySpan<byte> text)
        {
            if (!HasWildcard)
                return text.Length - Bytes.Length;
            int start = text.Length;
            for (int i = 0; i < _count; i++)
            {
                if (start == 0)
                    return -1;
                start = Utf8Text.Previous(text, start);
            }

            return start;
        }

        /// <summary>The position behind the first place of the segment at or behind <paramref name="start"/>; else -1.</summary>
        internal int Find(ReadOnlySpan<byte> text, int start)
        {
            if (!HasWildcard)
            {
                int index = text[start..].IndexOf(Bytes);
                return index < 0 ? -1 : start + index + Bytes.Length;
            }

            for (; start < text.Length; start = Utf8Text.Next(text, start))
            {
                int end = MatchAt(text, start);
                if (end >= 0)
                    return end;
            }

            return -1;
        }
    }
}
