using System.Globalization;
using Sluice.Connectors.Catalog;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>Turns the answer to <see cref="CatalogQueries.Server"/> into what <c>sluice check</c> shows.</summary>
internal static class MySqlReport
{
    public static ServerReport Make(MySqlAddress address, MySqlSession session, string?[] row, IReadOnlyList<string> grants)
    {
        bool isReadOnly = row[6] is not ("0" or "OFF");
        bool isLoadAllowed = row[8] is "1" or "ON";
        long packet = long.Parse(row[9]!, CultureInfo.InvariantCulture);
        var facts = new List<KeyValuePair<string, string>>
        {
            new("server", address.Display),
            new("user", row[2]!),
            new("default database", row[3] ?? "none"),
            new("character set", $"{row[4]} ({row[5]})"),
            new("encrypted", session.Wire.IsEncrypted ? "yes" : address.Socket is null ? "no" : "no (unix socket)"),
            new("read only", isReadOnly ? "yes" : "no"),
            new("may lock tables for a snapshot", MySqlRights.CanLock(grants) ? "yes" : "not everywhere"),
            new("LOAD DATA LOCAL", isLoadAllowed ? "allowed" : "switched off"),
            new("max_allowed_packet", string.Create(CultureInfo.InvariantCulture, $"{packet >> 20} MB")),
            new("connections", $"{row[13]} of {row[7]} seen"),
            new("binary log", row[12] is "1" or "ON" ? "on" : "off"),
        };
        var warnings = new List<string>();
        if (isReadOnly)
            warnings.Add("the server is read-only, as replicas are: it cannot be written.");
        if (!isLoadAllowed)
            warnings.Add("local_infile is off: rows are written by INSERT, which is slower; SET GLOBAL local_infile = 1 allows LOAD DATA.");
        if (packet < 16 << 20)
            warnings.Add("max_allowed_packet is under 16 MB: a row that is larger is refused; raise it on the server.");
        return new ServerReport($"{session.Server} ({row[1]})", facts, warnings);
    }
}
