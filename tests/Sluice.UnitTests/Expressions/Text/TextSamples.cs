using CsCheck;

namespace Sluice.UnitTests.Expressions.Text;

/// <summary>Random texts of the characters that make a difference: ASCII, blanks, two, three and four bytes of UTF-8, combining marks.</summary>
internal static class TextSamples
{
    private static readonly string[] s_parts = ["a", "b", "A", " ", "%", "_", "!", "\n", "\u0085", "\u2028", "é", "ß", "ı", "中", "\u0301", "\uE000", "😀", "𐀀", "\0"];

    internal static Gen<string> Text { get; } = Gen.Int[0, s_parts.Length - 1].Select(i => s_parts[i]).Array[0, 9].Select(string.Concat);

    internal static Gen<string> Part { get; } = Gen.Int[0, s_parts.Length - 1].Select(i => s_parts[i]).Array[0, 2].Select(string.Concat);
}
