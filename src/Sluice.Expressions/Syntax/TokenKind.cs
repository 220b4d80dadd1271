namespace Sluice.Expressions.Syntax;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>The end of the text.</summary>
    End,

    /// <summary>A word: keyword or name.</summary>
    Word,

    /// <summary>A name in backticks; the text is without them.</summary>
    QuotedName,

    /// <summary>A string; the text is its value.</summary>
    Text,

    /// <summary>A binary literal; the text is its hex digits.</summary>
    Hex,

    /// <summary>A number; the text as written.</summary>
    Number,

    /// <summary>An operator or punctuation.</summary>
    Symbol,
}
