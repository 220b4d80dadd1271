namespace Sluice.Expressions;

/// <summary>One element of a compiled <see cref="SimpleDatePattern"/>.</summary>
/// <param name="Letter">The letter; NUL for text as it stands.</param>
/// <param name="Count">How often it stands there.</param>
/// <param name="Text">The text.</param>
internal readonly record struct SimpleField(char Letter, int Count, string Text)
{
    /// <summary>Whether it is text as it stands.</summary>
    public bool IsText => Letter == '\0';
}
