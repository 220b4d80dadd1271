using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Runs;

/// <summary>A disk that is full and a folder of somebody else, through the real program.</summary>
public sealed class DiskErrorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [RootFact]
    public async Task A_full_disk_under_one_file_leaves_none()
    {
        await using SmallDisk disk = await SmallDisk.MountAsync("2m");

        SluiceResult result = await CopyAsync(disk, "x.csv");

        result.AssertFailed(3, ErrorText.NothingCommitted("copy", "lineitem"),
            """
            files.disk_full: no room left on the disk to write FOLDER/.sluice-RUN~x.csv.csv
              at FOLDER/.sluice-RUN~x.csv.csv
              fix: make room or choose a path on another disk, then run again

            """, disk.Folder.FullName);
        Assert.Empty(Directory.EnumerateFileSystemEntries(disk.Folder.FullName));
    }

    [RootFact]
    public async Task A_full_disk_under_a_folder_leaves_not_even_the_folder()
    {
        await using SmallDisk disk = await SmallDisk.MountAsync("2m");

        SluiceResult result = await CopyAsync(disk, "folder");

        result.AssertFailed(3, ErrorText.NothingCommitted("copy", "lineitem"),
            """
            files.disk_full: no room left on the disk to write FOLDER/folder/.sluice-RUN~part-RUN-00001.parquet
              at FOLDER/folder/.sluice-RUN~part-RUN-00001.parquet
              fix: make room or choose a path on another disk, then run again

            """, disk.Folder.FullName);
        Assert.Empty(Directory.EnumerateFileSystemEntries(disk.Folder.FullName));
    }

    [RootFact]
    public async Task A_full_disk_under_a_database_leaves_neither_it_nor_its_journal()
    {
        await using SmallDisk disk = await SmallDisk.MountAsync("2m");

        SluiceResult result = await CopyAsync(disk, "sqlite:x.db", "--into", "t");

        result.AssertFailed(3, ErrorText.NothingCommitted("copy", "lineitem → t"),
            """
            sqlite.unavailable: the disk of 'FOLDER/x.db' is full
              at FOLDER/x.db
              fix: make room, then run again; nothing was committed

            """, disk.Folder.FullName);
        Assert.Empty(Directory.EnumerateFileSystemEntries(disk.Folder.FullName));
    }

    [RootFact]
    public async Task A_folder_of_another_user_is_named()
    {
        using var folder = new TemporaryFolder();
        File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_101_101);
        string program = await RealProgramAsync();
        var start = new SluiceStart("--reuid=65534", "--regid=65534", "--clear-groups", program, "copy", "generator:lineitem?rows=10", "x.csv")
        {
            Program = "setpriv",
            WorkingDirectory = folder.FullName,
        };

        SluiceResult result = await SluiceProcess.RunAsync(start, Cancellation);

        result.AssertFailed(3, "copy: failed, nothing was committed in N s\n  table read written filtered dirty bytes written\n  lineitem N N N N\n",
            """
            files.access_denied: user nobody has no right to create files in FOLDER
              at FOLDER
              fix: change the rights of the file or its folder, or use another path

            """, folder.FullName);
        Assert.Empty(folder.Files());
    }

    private static Task<SluiceResult> CopyAsync(SmallDisk disk, string sink, params string[] more) => SluiceProcess.RunAsync(
        new SluiceStart(["copy", "generator:lineitem?rows=200000", sink, .. more]) { WorkingDirectory = disk.Folder.FullName }, Cancellation);

    // Another user may not build: the launcher says what it would start.
    private static async Task<string> RealProgramAsync()
    {
        if (Environment.GetEnvironmentVariable("SLUICE_BIN") is { Length: > 0 } program)
            return program;
        var build = new SluiceStart { Environment = new Dictionary<string, string?> { ["SLUICE_BUILD_ONLY"] = "1" } };
        return (await SluiceProcess.RunAsync(build, Cancellation)).MustExitWith(0).Output.Trim();
    }
}
