using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>An error of the server (protocol: ERR_Packet).</summary>
/// <param name="Number">The server's number: 1062.</param>
/// <param name="SqlState">Five characters: 23000.</param>
/// <param name="Text">The message.</param>
internal sealed partial record ServerMessage(int Number, string SqlState, string Text)
{
    /// <summary>Whether the error is about a row's values, or was raised by a trigger.</summary>
    public bool IsAboutRow => SqlState[..2] is "22" or "23" or "45" || Number is
        1048 or 1062 or 1264 or 1265 or 1292 or 1364 or 1366 or 1369 or 1406 or 1411 or 1416 or 1525 or 1526 or 1690 or 1748 or 3140 or 3819 or 3854
        or 4025 or 4079 or 1300 or 1118 or 3903 or 3141;

    /// <summary>The column that the message names; null when it names none.</summary>
    public string? Column => ColumnPattern().Match(Text) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>The row's number in the statement, from 1; null when the message does not say.</summary>
    public int? Row => RowPattern().Match(Text) is { Success: true } match
        && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int row)
            ? row
            : null;

    /// <summary>Reads an ERR packet's payload.</summary>
    public static ServerMessage Parse(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 3)
            return new ServerMessage(0, "HY000", "no message");
        int number = BinaryPrimitives.ReadUInt16LittleEndian(payload[1..]);
        payload = payload[3..];
        if (payload.Length < 6 || payload[0] != '#')
            return new ServerMessage(number, "HY000", Encoding.UTF8.GetString(payload));
        return new ServerMessage(number, Encoding.ASCII.GetString(payload[1..6]), Encoding.UTF8.GetString(payload[6..]));
    }

    [GeneratedRegex(@"(?:column|field|Column) (?:`[^`]*`\.`[^`]*`\.)?[`'](.+?)[`'](?: at row| cannot| doesn't|$| )", RegexOptions.CultureInvariant)]
    private static partial Regex ColumnPattern();

    [GeneratedRegex(@" at row (\d+)$", RegexOptions.CultureInvariant)]
    private static partial Regex RowPattern();
}
