using System.Globalization;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>What a writer must know of the server.</summary>
/// <param name="Version">What it said of itself.</param>
/// <param name="IsLoadAllowed">Whether it takes LOAD DATA LOCAL.</param>
/// <param name="IsReadOnly">Whether this user cannot write there.</param>
/// <param name="MaxPacket">The longest statement it takes, in bytes.</param>
internal sealed record WriteServer(Handshake Version, bool IsLoadAllowed, bool IsReadOnly, long MaxPacket)
{
    /// <summary>Asks the server.</summary>
    public static ValueTask<WriteServer> AskAsync(MySqlSessions sessions, CancellationToken cancellationToken) => sessions.UseAsync(
        async s =>
        {
            string?[] row = (await s.QueryAsync("SELECT @@local_infile, @@read_only, @@max_allowed_packet", "asking the server about itself", cancellationToken)
                .ConfigureAwait(false))[0];
            bool isReadOnly = row[1] is not ("0" or "OFF");
            if (isReadOnly)
            {
                List<string?[]> grants = await s.QueryAsync("SHOW GRANTS", "asking for rights", cancellationToken).ConfigureAwait(false);
                isReadOnly = !MySqlRights.CanWriteAnyway([.. grants.Select(g => g[0]!)]);
            }

            return new WriteServer(s.Server, row[0] is "1" or "ON", isReadOnly, long.Parse(row[2]!, CultureInfo.InvariantCulture));
        },
        cancellationToken);
}
