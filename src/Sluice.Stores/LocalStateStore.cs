using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sluice.Connectors.State;
using Sluice.Types;

namespace Sluice.Stores;

/// <summary>
/// Checkpoints in a folder of this machine: <c>FOLDER/JOB/0000000042.checkpoint</c>, the first line with length and SHA-256 of what follows.
/// </summary>
public sealed class LocalStateStore : IStateStore
{
    private const string Extension = ".checkpoint";
    private const string Magic = "sluice-checkpoint 1";
    private readonly string _folder;
    private readonly ILocalDisk _disk;
    private LocalLock? _lock;

    /// <summary>A store in a folder, which is made when first written.</summary>
    public LocalStateStore(string folder)
        : this(folder, LinuxDisk.Instance)
    {
    }

    internal LocalStateStore(string folder, ILocalDisk disk) => (_folder, _disk) = (Path.GetFullPath(folder), disk);

    /// <inheritdoc/>
    public string Text => _folder;

    /// <inheritdoc/>
    public ValueTask LockAsync(string job, CancellationToken cancellationToken) => Do("lock", job, folder =>
    {
        _lock ??= LocalLock.TryTake(Path.Combine(folder, ".lock")) ?? throw new SluiceException(
            StoreErrors.JobRunning, $"the job '{job}' is being run by another process", $"store {_folder}",
            "wait until it ends, or stop it; two runs of one job would undo each other's work");
    });

    /// <inheritdoc/>
    public ValueTask<LoadedCheckpoint> LoadAsync(string job, CancellationToken cancellationToken)
    {
        string folder = FolderOf(job);
        if (!Directory.Exists(folder))
            return ValueTask.FromResult(new LoadedCheckpoint(1, null, []));
        var damaged = ImmutableArray.CreateBuilder<string>();
        long next = 1;
        foreach ((long sequence, string path) in Numbered(folder).OrderByDescending(c => c.Sequence))
        {
            cancellationToken.ThrowIfCancellationRequested();
            next = Math.Max(next, sequence + 1);
            try
            {
                if (Verify(File.ReadAllBytes(path), out string? problem) is { } content)
                    return ValueTask.FromResult(new LoadedCheckpoint(next, content, damaged.ToImmutable()));
                damaged.Add($"{path}: {problem}");
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw FileErrors.Translate(error, "read", path);
            }
        }

        return ValueTask.FromResult(new LoadedCheckpoint(next, null, damaged.ToImmutable()));
    }

    /// <inheritdoc/>
    public ValueTask PublishAsync(string job, long sequence, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => Do("publish", job, folder =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        string path = PathOf(folder, sequence);
        string temporary = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
        using (var file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            RandomAccess.Write(file, Seal(content.Span), 0);
            RandomAccess.Write(file, content.Span, RandomAccess.GetLength(file));
            _disk.SyncFile(file, temporary);
        }

        // Invariant 3: the name appears in one step, over bytes that are durable, and only if nobody else has it.
        if (!_disk.TryRenameNew(temporary, path))
        {
            File.Delete(temporary);
            throw new SluiceException(
                StoreErrors.Fenced, string.Create(CultureInfo.InvariantCulture, $"checkpoint {sequence} of job '{job}' is there already: another run of the job has gone on"),
                $"store {_folder}", "let the other run end; this one wrote nothing behind its last checkpoint");
        }

        _disk.SyncFolder(folder);
    });

    /// <inheritdoc/>
    public ValueTask TrimAsync(string job, int keep, CancellationToken cancellationToken) => Do("trim", job, folder =>
    {
        foreach ((_, string path) in Numbered(folder).OrderByDescending(c => c.Sequence).Skip(keep))
            File.Delete(path);
    });

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _lock is { } held ? held.DisposeAsync() : ValueTask.CompletedTask;

    private static IEnumerable<(long Sequence, string Path)> Numbered(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder, "*" + Extension))
        {
            if (long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out long sequence))
                yield return (sequence, path);
        }
    }

    private static string PathOf(string folder, long sequence) =>
        Path.Combine(folder, sequence.ToString("D10", CultureInfo.InvariantCulture) + Extension);

    private static byte[] Seal(ReadOnlySpan<byte> content) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Magic} {content.Length} {Convert.ToHexStringLower(SHA256.HashData(content))}\n"));

    private static byte[]? Verify(byte[] file, out string? problem)
    {
        int line = Array.IndexOf(file, (byte)'\n');
        string[] seal = line < 0 ? [] : Encoding.ASCII.GetString(file, 0, line).Split(' ');
        if (seal.Length != 4 || $"{seal[0]} {seal[1]}" != Magic)
        {
            problem = "it does not begin as a checkpoint";
            return null;
        }

        byte[] content = file[(line + 1)..];
        problem = content.Length.ToString(CultureInfo.InvariantCulture) != seal[2] ? $"it holds {content.Length} bytes in place of {seal[2]}"
            : Convert.ToHexStringLower(SHA256.HashData(content)) != seal[3] ? "its checksum is wrong"
            : null;
        return problem is null ? content : null;
    }

    /// <summary>A folder name for any job name: letters, digits and a few signs as they are, the rest as <c>%XX</c>.</summary>
    private string FolderOf(string job)
    {
        string name = Uri.EscapeDataString(job);
        return Path.Combine(_folder, name.StartsWith('.') ? "%2E" + name[1..] : name);
    }

    private ValueTask Do(string doing, string job, Action<string> action)
    {
        string folder = FolderOf(job);
        try
        {
            Directory.CreateDirectory(folder);
            action(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.Translate(error, doing, folder);
        }

        return ValueTask.CompletedTask;
    }
}
