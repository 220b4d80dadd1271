namespace Sluice.Connectors.Files.Files;

/// <summary>What commits a file: give it, or the folder it was staged in, its real name. Outlives the process as text.</summary>
/// <param name="IsFolder">A staged folder takes the place of another; else a file gets its name.</param>
/// <param name="From">The temporary path.</param>
/// <param name="To">The real path.</param>
internal sealed record PreparedFile(bool IsFolder, string From, string To)
{
    /// <summary>As kept in a committable.</summary>
    public string State => $"{(IsFolder ? "folder" : "file")} {Uri.EscapeDataString(From)} {Uri.EscapeDataString(To)}";

    /// <summary>Reads <see cref="State"/>.</summary>
    public static PreparedFile Parse(string state)
    {
        string[] parts = state.Split(' ');
        return new PreparedFile(parts[0] == "folder", Uri.UnescapeDataString(parts[1]), Uri.UnescapeDataString(parts[2]));
    }
}
