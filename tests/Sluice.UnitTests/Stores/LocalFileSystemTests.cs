using Microsoft.Win32.SafeHandles;
using Sluice.Connectors.Files;
using Sluice.Stores;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Stores;

public sealed class LocalFileSystemTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-files-").FullName;
    private readonly LocalFileSystem _files = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string path) => Path.Combine(_folder, path);

    private void Touch(params string[] paths)
    {
        foreach (string path in paths)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
            File.WriteAllText(At(path), path);
        }
    }

    private async Task<string[]> ListAsync(string pattern) =>
        [.. (await _files.ListAsync(At(pattern), default)).Select(f => Path.GetRelativePath(_folder, f.Path))];

    [Fact]
    public async Task Finds_files_by_path_folder_and_glob_in_order()
    {
        Touch("b.csv", "a.csv", "sub/c.csv", "sub/deep/d.csv", "sub/x.txt", ".hidden.csv", "_SUCCESS", "sub/.h/e.csv", "_k=1/f.csv");

        Assert.Equal(["a.csv"], await ListAsync("a.csv"));
        Assert.Equal(["a.csv", "b.csv"], await ListAsync("*.csv"));
        Assert.Equal(["a.csv"], await ListAsync("[!b-z].csv"));
        Assert.Equal(["_k=1/f.csv", "sub/c.csv"], await ListAsync("*/?.csv"));
        Assert.Equal(["_k=1/f.csv", "a.csv", "b.csv", "sub/c.csv", "sub/deep/d.csv"], await ListAsync("**/*.csv"));
        Assert.Equal(["sub/c.csv", "sub/deep/d.csv", "sub/x.txt"], await ListAsync("sub"));
        Assert.Equal(["sub/deep/d.csv"], await ListAsync("**/deep"));
        Assert.Equal([".hidden.csv"], await ListAsync(".h*"));
        Assert.Empty(await ListAsync("nothing*"));
    }

    [Fact]
    public async Task A_file_whose_name_looks_like_a_glob_is_found_by_its_name()
    {
        Touch("a[1].csv", "a1.csv");

        Assert.Equal(["a[1].csv"], await ListAsync("a[1].csv"));
    }

    [Fact]
    public async Task Orders_by_code_point()
    {
        Touch("\uFFFD", "😀", "z");

        Assert.Equal(["z", "\uFFFD", "😀"], await ListAsync("*"));
    }

    [Fact]
    public async Task Says_that_a_file_is_not_there()
    {
        SluiceException error = await Assert.ThrowsAsync<SluiceException>(async () => await _files.OpenReadAsync(At("none/x.csv"), default));

        Assert.Equal($"files.not_found: there is no file {At("none/x.csv")}\n  at {At("none/x.csv")}\n  fix: check the path: there is no folder {At("none")}", error.Message);
        Assert.Equal(Fault.Environment, error.Code.Fault);
    }

    [Fact]
    public async Task Does_not_create_over_a_file()
    {
        Touch("a.csv");

        SluiceException error = await Assert.ThrowsAsync<SluiceException>(async () => await _files.CreateAsync(At("a.csv"), default));

        Assert.Equal("files.exists", error.Code.Name);
        Assert.Equal("a.csv", File.ReadAllText(At("a.csv")));
    }

    [Fact]
    public async Task Publishes_bytes_before_the_name_and_the_name_before_it_returns()
    {
        var disk = new RecordingDisk();
        var files = new LocalFileSystem(disk);
        await using (IOutputFile file = await files.CreateAsync(At("new/.tmp"), default))
            await file.WriteAsync("text"u8.ToArray(), default);
        disk.Calls.Clear();

        await files.PublishAsync(At("new/.tmp"), At("new/a.csv"), default);

        Assert.Equal([$"sync {At("new/.tmp")}", $"rename {At("new/.tmp")} {At("new/a.csv")}", $"sync folder {At("new")}"], disk.Calls);
        Assert.Equal(["new/a.csv"], await ListAsync("new"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Puts_a_folder_in_the_place_of_another(bool canExchange)
    {
        Touch("old/1.csv", "old/2.csv", ".new/3.csv");
        var files = new LocalFileSystem(new RecordingDisk { CanExchange = canExchange });

        await files.PublishFolderAsync(At(".new"), At("old"), default);

        Assert.Equal(["old/3.csv"], await ListAsync("**/*.csv"));
        Assert.Equal([At("old")], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task Tells_a_live_holder_of_a_lock_from_none()
    {
        IAsyncDisposable held = (await _files.TryLockAsync(At(".lock"), default))!;

        Assert.Null(await _files.TryLockAsync(At(".lock"), default));
        await held.DisposeAsync();
        await (await _files.TryLockAsync(At(".lock"), default))!.DisposeAsync();
    }

    [Fact]
    public void Names_a_full_disk_and_a_missing_right()
    {
        Assert.Equal(
            "files.disk_full: no room left on the disk to write /d/x\n  at /d/x\n  fix: make room or choose a path on another disk, then run again",
            FileErrors.Translate(new IOException("No space left on device", 28), "write", "/d/x").Message);
        Assert.Equal(
            $"files.access_denied: user {Environment.UserName} has no right to create /d/x\n  at /d/x\n  fix: change the rights of the file or its folder, or use another path",
            FileErrors.Translate(new UnauthorizedAccessException(), "create", "/d/x").Message);
        Assert.Equal("files.pipe_closed", FileErrors.Translate(new IOException("Broken pipe", 32), "write", "stdout").Code.Name);
    }

    [Fact]
    public async Task A_pipe_gives_its_beginning_twice_and_the_rest_once()
    {
        byte[] bytes = [.. Enumerable.Range(0, 3 << 20).Select(i => (byte)(i * 31))];
        await using var pipe = new PipeInputFile(new MemoryStream(bytes), "stdin");
        byte[] first = new byte[1000];
        await pipe.ReadAsync(0, first, default);

        using var all = new MemoryStream();
        byte[] block = new byte[300_000];
        for (int read; (read = await pipe.ReadAsync(all.Length, block, default)) > 0;)
            all.Write(block, 0, read);

        Assert.Equal(bytes, all.ToArray());
        Assert.Equal(bytes[..1000], first);
        SluiceException error = await Assert.ThrowsAsync<SluiceException>(async () => await pipe.ReadAsync(0, block, default));
        Assert.Equal("stdin can be read only once, from its beginning to its end", error.Problems[0].What);
    }

    private sealed class RecordingDisk : ILocalDisk
    {
        public List<string> Calls { get; } = [];

        public bool CanExchange { get; init; } = true;

        public void SyncFile(SafeFileHandle file, string path) => Calls.Add($"sync {path}");

        public void SyncFolder(string folder) => Calls.Add($"sync folder {folder}");

        public void Rename(string from, string to)
        {
            Calls.Add($"rename {from} {to}");
            LinuxDisk.Instance.Rename(from, to);
        }

        public bool TryRenameNew(string from, string to)
        {
            Calls.Add($"rename new {from} {to}");
            return LinuxDisk.Instance.TryRenameNew(from, to);
        }

        public bool TryExchange(string one, string other) => CanExchange && LinuxDisk.Instance.TryExchange(one, other);
    }
}
