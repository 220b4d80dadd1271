using System.Globalization;
using Sluice.Connectors.Options;

namespace Sluice.Cli.Output;

/// <summary>Numbers as people read them.</summary>
internal static class Numbers
{
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Rows(long count) => $"{Count(count)} {(count == 1 ? "row" : "rows")}";

    public static string Bytes(long bytes) => bytes < 1024 ? $"{bytes}B" : Units.PrintBytes(bytes / 1024 >= 1 << 20 ? bytes >> 20 << 20 : bytes >> 10 << 10);

    public static string Rate(double perSecond) => perSecond switch
    {
        >= 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{perSecond / 1e6:0}M"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{perSecond / 1e6:0.0}M"),
        >= 10_000 => string.Create(CultureInfo.InvariantCulture, $"{perSecond / 1e3:0}k"),
        >= 1_000 => string.Create(CultureInfo.InvariantCulture, $"{perSecond / 1e3:0.0}k"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{perSecond:0}"),
    };

    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s"),
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes:00} min"),
    };
}
