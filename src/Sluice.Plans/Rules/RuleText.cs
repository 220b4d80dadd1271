namespace Sluice.Plans;

/// <summary>A text that the user wrote, and where.</summary>
/// <param name="Text">The text.</param>
/// <param name="Place">Where it stands.</param>
public sealed record RuleText(string Text, IPlace Place);
