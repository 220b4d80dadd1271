namespace Sluice.Types;

/// <summary>A place in a text that a person wrote.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in characters, from 1.</param>
/// <param name="Length">Characters, at least 1 when something can be underlined.</param>
public readonly record struct SourceSpan(int Line, int Column, int Length)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Line}:{Column}");
}
