using System.Text;
using Sluice.Connectors.State;
using Sluice.Stores;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Stores;

public sealed class LocalStateStoreTests : IAsyncDisposable
{
    private const string Job = "shop / night";
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-store-").FullName;
    private readonly LocalStateStore _store;

    public LocalStateStoreTests() => _store = new LocalStateStore(_folder);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_store_without_the_job_has_nothing_and_makes_nothing()
    {
        LoadedCheckpoint loaded = await _store.LoadAsync(Job, Cancellation);

        Assert.Equal((1L, false, 0), (loaded.NextSequence, loaded.Content.HasValue, loaded.Damaged.Length));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task The_newest_checkpoint_is_loaded()
    {
        await PublishAsync(9, "nine");
        await PublishAsync(10, "ten");

        Assert.Equal(("ten", 11, ""), await LoadAsync());
    }

    [Fact]
    public async Task A_number_that_is_there_is_not_published_again()
    {
        await PublishAsync(1, "mine");

        SluiceException error = await Assert.ThrowsAsync<SluiceException>(() => PublishAsync(1, "theirs"));

        Assert.Equal(
            $"store.fenced: checkpoint 1 of job '{Job}' is there already: another run of the job has gone on\n  at store {_folder}\n"
            + "  fix: let the other run end; this one wrote nothing behind its last checkpoint",
            error.Message);
        Assert.Equal(("mine", 2, ""), await LoadAsync());
        Assert.Equal(["0000000001.checkpoint"], Files());
    }

    [Theory]
    [InlineData("flip", "its checksum is wrong")]
    [InlineData("cut", "it holds 5 bytes in place of 6")]
    [InlineData("longer", "it holds 7 bytes in place of 6")]
    [InlineData("empty", "it does not begin as a checkpoint")]
    [InlineData("other", "it does not begin as a checkpoint")]
    public async Task A_damaged_checkpoint_is_named_and_the_one_before_is_used(string damage, string problem)
    {
        await PublishAsync(1, "before");
        await PublishAsync(2, "newest");
        string path = PathOf(2);
        byte[] bytes = await File.ReadAllBytesAsync(path, Cancellation);
        byte[] damaged = damage switch
        {
            "flip" => [.. bytes[..^1], (byte)(bytes[^1] ^ 1)],
            "cut" => bytes[..^1],
            "longer" => [.. bytes, 0],
            "empty" => [],
            _ => Encoding.ASCII.GetBytes("sluice-checkpoint 2 6 x\nnewest"),
        };
        await File.WriteAllBytesAsync(path, damaged, Cancellation);

        Assert.Equal(("before", 3, $"{path}: {problem}"), await LoadAsync());
    }

    [Fact]
    public async Task A_torn_publishing_is_not_seen()
    {
        await PublishAsync(1, "whole");
        await File.WriteAllTextAsync(Path.Combine(FolderOfJob(), ".0123.tmp"), "sluice-checkpoint 1 10", Cancellation);

        Assert.Equal(("whole", 2, ""), await LoadAsync());
    }

    [Fact]
    public async Task Trimming_keeps_the_newest()
    {
        for (int i = 1; i <= 12; i++)
            await PublishAsync(i, $"c{i}");

        await _store.TrimAsync(Job, 3, Cancellation);

        Assert.Equal(["0000000010.checkpoint", "0000000011.checkpoint", "0000000012.checkpoint"], Files());
        Assert.Equal(("c12", 13, ""), await LoadAsync());
    }

    [Fact]
    public async Task Jobs_have_nothing_in_common_whatever_their_names_are()
    {
        string[] jobs = ["a", "a/b", "..", ".lock", "数据"];
        foreach (string job in jobs)
            await _store.PublishAsync(job, 1, Encoding.UTF8.GetBytes(job), Cancellation);

        foreach (string job in jobs)
            Assert.Equal(job, Encoding.UTF8.GetString((await _store.LoadAsync(job, Cancellation)).Content!.Value.Span));
        Assert.Equal(jobs.Length, Directory.GetDirectories(_folder).Length);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_job_that_another_holder_has_is_refused_until_it_lets_go()
    {
        await using (var other = new LocalStateStore(_folder))
        {
            await other.LockAsync(Job, Cancellation);
            SluiceException error = await Assert.ThrowsAsync<SluiceException>(() => _store.LockAsync(Job, Cancellation).AsTask());
            Assert.Equal(
                $"store.job_running: the job '{Job}' is being run by another process\n  at store {_folder}\n"
                + "  fix: wait until it ends, or stop it; two runs of one job would undo each other's work",
                error.Message);
        }

        await _store.LockAsync(Job, Cancellation);
    }

    private string FolderOfJob() => Path.Combine(_folder, "shop%20%2F%20night");

    private string PathOf(int sequence) => Path.Combine(FolderOfJob(), $"{sequence:D10}.checkpoint");

    private IEnumerable<string> Files() => Directory.EnumerateFiles(FolderOfJob()).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal);

    private Task PublishAsync(long sequence, string content) =>
        _store.PublishAsync(Job, sequence, Encoding.UTF8.GetBytes(content), Cancellation).AsTask();

    private async Task<(string? Content, long Next, string Damaged)> LoadAsync()
    {
        LoadedCheckpoint loaded = await _store.LoadAsync(Job, Cancellation);
        return (loaded.Content is { } content ? Encoding.UTF8.GetString(content.Span) : null, loaded.NextSequence, string.Join('\n', loaded.Damaged));
    }
}
