using System.Text;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Makes text fit a CHAR, VARCHAR or STRING: longer text is cut without an error, as in Flink, and CHAR is padded with blanks.</summary>
internal static class TextFit
{
    /// <summary>Whether values of one text type are values of another as they are.</summary>
    public static bool IsIdentity(LogicalType from, LogicalType to) =>
        to.Kind == TypeKind.VarChar ? from.Length <= to.Length : from.Kind == TypeKind.Char && from.Length == to.Length;

    /// <summary>The text as a value of the type. Lengths are code points.</summary>
    public static string Fit(string text, LogicalType type)
    {
        if (type.Length == LogicalType.MaxLength || (type.Kind == TypeKind.VarChar && text.Length <= type.Length))
            return text;
        int end = 0;
        int count = 0;
        while (end < text.Length && count < type.Length)
        {
            end += char.IsHighSurrogate(text[end]) && end + 1 < text.Length && char.IsLowSurrogate(text[end + 1]) ? 2 : 1;
            count++;
        }

        if (end < text.Length)
            return text[..end];
        return type.Kind == TypeKind.Char && count < type.Length
            ? new StringBuilder(text, text.Length + type.Length - count).Append(' ', type.Length - count).ToString()
            : text;
    }

    /// <summary>The same with lengths in UTF-16 units, as a cast of a binary counts; a pair is not cut apart.</summary>
    public static string FitUnits(string text, LogicalType type)
    {
        if (text.Length <= type.Length)
            return type.Kind == TypeKind.Char ? text.PadRight(type.Length) : text;
        return char.IsHighSurrogate(text[type.Length - 1]) ? text[..(type.Length - 1)] : text[..type.Length];
    }
}
