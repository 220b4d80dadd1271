namespace Sluice.Expressions;

/// <summary>The abbreviations of a zone today.</summary>
/// <param name="Standard">For example EST.</param>
/// <param name="Daylight">For example EDT; the same where there is no daylight saving time.</param>
internal sealed record ZoneNames(string Standard, string Daylight);
