namespace Sluice.Expressions.Syntax;

/// <summary>A token.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its value: for a string what it means, for a word and a number what was written.</param>
/// <param name="Start">Offset of its first character.</param>
/// <param name="End">Offset behind its last one.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Start, int End)
{
    /// <summary>Whether it is this keyword, in any case.</summary>
    public bool Is(string keyword) => Kind == TokenKind.Word && string.Equals(Text, keyword, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is this operator.</summary>
    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && Text == symbol;
}
