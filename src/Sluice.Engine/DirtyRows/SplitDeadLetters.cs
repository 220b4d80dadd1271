using System.Security.Cryptography;
using System.Text;
using Sluice.Connectors;
using Sluice.Types;

namespace Sluice.Engine.DirtyRows;

/// <summary>
/// The dead letters of a run that keeps its progress: one hidden file a split, whose committed length stands in the split's progress. What lies
/// behind it belongs to rows that were not committed and is cut off when the split is opened again, so that a restart repeats none. The
/// files become <c>RUN.jsonl</c> at the end.
/// </summary>
internal sealed class SplitDeadLetters(string folder, string runId, SecretMask secrets, TimeProvider time)
{
    private string HiddenFolder => Path.Combine(folder, $".sluice-{runId}");

    /// <summary>The letters of a split, cut to what is committed. The caller disposes it.</summary>
    public SplitDeadLetter Open(string split, long committedBytes)
    {
        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(split)).AsSpan(0, 12));
        return new SplitDeadLetter(Path.Combine(HiddenFolder, name + ".jsonl"), committedBytes, this);
    }

    /// <summary>Puts all letters into one visible file. Done again after a crash, it gives the same file. Null when there is none.</summary>
    public string? Publish()
    {
        string path = Path.Combine(folder, $"{runId}.jsonl");
        if (!Directory.Exists(HiddenFolder))
            return File.Exists(path) ? path : null;
        string[] parts = [.. Directory.EnumerateFiles(HiddenFolder, "*.jsonl").Order(StringComparer.Ordinal)];
        string whole = Path.Combine(HiddenFolder, "whole");
        using (FileStream target = new(whole, FileMode.Create, FileAccess.Write))
        {
            foreach (string part in parts)
            {
                using FileStream source = File.OpenRead(part);
                source.CopyTo(target);
            }

            target.Flush(flushToDisk: true);
        }

        File.Move(whole, path, overwrite: true);
        return path;
    }

    /// <summary>Deletes the hidden files; behind the checkpoint that says the run is done, or of a run that is discarded.</summary>
    public void Clear()
    {
        if (Directory.Exists(HiddenFolder))
            Directory.Delete(HiddenFolder, recursive: true);
    }

    public byte[] Render(Connectors.Runs.DirtyRow row) => DeadLetterLine.Render(row, runId, time.GetUtcNow().UtcDateTime, secrets);

    public T Try<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SluiceException(
                EngineErrors.DeadLetterUnwritable, $"the dead letter folder '{folder}' cannot be written: {e.Message}", folder,
                "make the folder writable, or name another one in errors.dead_letter", e);
        }
    }
}

/// <summary>The dead letters of one split. Nothing is created before the first row. Not thread-safe.</summary>
internal sealed class SplitDeadLetter : IDisposable
{
    private readonly string _path;
    private readonly SplitDeadLetters _letters;
    private FileStream? _file;

    public SplitDeadLetter(string path, long committedBytes, SplitDeadLetters letters)
    {
        (_path, _letters) = (path, letters);
        if (File.Exists(path))
            _file = letters.Try(() => Cut(path, committedBytes));
    }

    /// <summary>Bytes so far, those of earlier attempts included.</summary>
    public long Length => _file?.Length ?? 0;

    public void Add(Connectors.Runs.DirtyRow row)
    {
        byte[] line = _letters.Render(row);
        _letters.Try(() =>
        {
            _file ??= Create();
            _file.Write(line);
            return true;
        });
    }

    /// <summary>Makes the letters durable: before the commit of the rows around them, so that no row is ever in neither.</summary>
    public void Flush() => _letters.Try(() =>
    {
        _file?.Flush(flushToDisk: true);
        return true;
    });

    public void Dispose() => _file?.Dispose();

    private FileStream Create()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        return new FileStream(_path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 14);
    }

    private static FileStream Cut(string path, long bytes)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read, 1 << 14);
        file.SetLength(Math.Min(bytes, file.Length));
        file.Seek(0, SeekOrigin.End);
        return file;
    }
}
