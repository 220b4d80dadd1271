using System.Globalization;

namespace Sluice.Connectors.Options;

/// <summary>Reads and prints values with units: sizes in powers of 1024 (<c>64MB</c>), durations (<c>10s</c>).</summary>
public static class Units
{
    private static readonly (string Name, long Bytes)[] s_sizes =
    [
        ("TB", 1L << 40), ("GB", 1L << 30), ("MB", 1L << 20), ("KB", 1L << 10), ("B", 1),
    ];

    private static readonly (string Name, long Ticks)[] s_durations =
    [
        ("ms", TimeSpan.TicksPerMillisecond), ("s", TimeSpan.TicksPerSecond), ("m", TimeSpan.TicksPerMinute), ("h", TimeSpan.TicksPerHour),
        ("d", TimeSpan.TicksPerDay),
    ];

    /// <summary>Bytes of a text such as <c>64MB</c>, <c>1.5GB</c>, <c>512 B</c>; units are case-insensitive and required.</summary>
    public static bool TryParseBytes(string text, out long bytes) => TryParse(text, s_sizes, StringComparison.OrdinalIgnoreCase, out bytes);

    /// <summary>A duration such as <c>10s</c>, <c>500ms</c>, <c>1.5h</c>; the unit is required.</summary>
    public static bool TryParseDuration(string text, out TimeSpan duration)
    {
        bool isRead = TryParse(text, s_durations, StringComparison.Ordinal, out long ticks);
        duration = TimeSpan.FromTicks(ticks);
        return isRead;
    }

    /// <summary>Bytes as printed: exact in the largest unit that divides them (<c>64MB</c>), else with one digit (<c>1.3GB</c>).</summary>
    public static string PrintBytes(long bytes)
    {
        foreach ((string name, long size) in s_sizes)
        {
            if (bytes >= size && bytes % size == 0)
                return string.Create(CultureInfo.InvariantCulture, $"{bytes / size}{name}");
            if (bytes >= size)
                return string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)size:0.0}{name}");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bytes}B");
    }

    /// <summary>A duration as printed: exact in the largest unit that divides it (<c>90s</c>).</summary>
    public static string PrintDuration(TimeSpan duration)
    {
        for (int i = s_durations.Length - 1; i >= 0; i--)
        {
            if (duration.Ticks != 0 && duration.Ticks % s_durations[i].Ticks == 0)
                return string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / s_durations[i].Ticks}{s_durations[i].Name}");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0.###}ms");
    }

    private static bool TryParse(string text, (string Name, long Size)[] units, StringComparison comparison, out long value)
    {
        value = 0;
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        int digits = 0;
        while (digits < trimmed.Length && (char.IsAsciiDigit(trimmed[digits]) || trimmed[digits] == '.'))
            digits++;
        ReadOnlySpan<char> unit = trimmed[digits..].Trim();
        if (digits == 0 || !decimal.TryParse(trimmed[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number))
            return false;
        foreach ((string name, long size) in units)
        {
            if (!unit.Equals(name, comparison))
                continue;
            if (number > (decimal)long.MaxValue / size)
                return false;
            value = (long)(number * size);
            return true;
        }

        return false;
    }
}
