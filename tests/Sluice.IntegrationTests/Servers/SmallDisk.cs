namespace Sluice.IntegrationTests.Servers;

/// <summary>A file system in memory that is soon full; needs root.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private SmallDisk()
    {
    }

    /// <summary>Where it is mounted.</summary>
    public TemporaryFolder Folder => _folder;

    /// <summary>Mounts one of a size such as <c>2m</c>.</summary>
    public static async Task<SmallDisk> MountAsync(string size)
    {
        var disk = new SmallDisk();
        await ShellCommand.RunAsync("mount", "-t", "tmpfs", "-o", $"size={size}", "none", disk.Folder.FullName);
        return disk;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ShellCommand.RunAsync("umount", _folder.FullName);
        _folder.Dispose();
    }
}
