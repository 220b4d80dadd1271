using System.Globalization;
using Sluice.Connectors.Options;

namespace Sluice.Jobs.Reading;

/// <summary>Reads rates: <c>20MB/s</c>, <c>5000 rows/s</c>.</summary>
internal static class Rates
{
    public static bool TryParse(string text, out long? bytesPerSecond, out long? rowsPerSecond)
    {
        (bytesPerSecond, rowsPerSecond) = (null, null);
        string trimmed = text.Trim();
        if (!trimmed.EndsWith("/s", StringComparison.Ordinal))
            return false;
        string amount = trimmed[..^2].TrimEnd();
        if (amount.EndsWith("rows", StringComparison.Ordinal) || amount.EndsWith("row", StringComparison.Ordinal))
        {
            string number = amount[..amount.LastIndexOf("row", StringComparison.Ordinal)].Trim();
            if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long rows) || rows == 0)
                return false;
            rowsPerSecond = rows;
            return true;
        }

        if (!Units.TryParseBytes(amount, out long bytes) || bytes == 0)
            return false;
        bytesPerSecond = bytes;
        return true;
    }
}
