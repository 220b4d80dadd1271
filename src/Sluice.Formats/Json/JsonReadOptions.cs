namespace Sluice.Formats.Json;

/// <summary>How JSON values are read.</summary>
/// <param name="Zone">The zone of instants written without an offset; null for UTC.</param>
/// <param name="IsHex">Binary values are hex, not base64.</param>
/// <param name="IgnoresUnknownKeys">Keys that no column or field has are left out, not a failure.</param>
internal sealed record JsonReadOptions(TimeZoneInfo? Zone, bool IsHex, bool IgnoresUnknownKeys);
