using System.Text;

namespace Sluice.Expressions;

/// <summary>An offset from UTC: read and forgotten, for a date-time has none; it cannot be printed.</summary>
/// <param name="minutes">0 none where they are zero, 1 always.</param>
/// <param name="hasColon">Whether a colon stands between.</param>
/// <param name="seconds">0 none, 1 where they are not zero.</param>
/// <param name="zero">The text of the offset zero.</param>
internal sealed class OffsetPart(int minutes, bool hasColon, int seconds, string zero) : PatternPart
{
    /// <inheritdoc/>
    public override bool Print(in DateFields fields, StringBuilder target) => false;

    /// <inheritdoc/>
    public override int Parse(ParsedFields fields, ReadOnlySpan<char> text, int at)
    {
        if (zero.Length > 0 && text[at..].StartsWith(zero, StringComparison.Ordinal))
            return at + zero.Length;
        if (at >= text.Length || text[at] is not ('+' or '-') || !TryPair(text, at + 1, 18, out int end))
            return -1;
        int next = hasColon && end < text.Length && text[end] == ':' ? end + 1 : end;
        bool hasMinutes = (next > end || !hasColon) && TryPair(text, next, 59, out next);
        if (!hasMinutes)
            return minutes == 1 ? -1 : end;
        end = next;
        next = hasColon && end < text.Length && text[end] == ':' ? end + 1 : end;
        return seconds == 1 && (next > end || !hasColon) && TryPair(text, next, 59, out next) ? next : end;
    }

    private static bool TryPair(ReadOnlySpan<char> text, int at, int most, out int end)
    {
        end = at + 2;
        return end <= text.Length && char.IsAsciiDigit(text[at]) && char.IsAsciiDigit(text[at + 1]) && ((text[at] - '0') * 10) + text[at + 1] - '0' <= most;
    }
}
