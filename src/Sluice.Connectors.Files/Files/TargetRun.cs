using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Stores;
using Sluice.Types;

namespace Sluice.Connectors.Files.Files;

/// <summary>
/// One target being written by a run. All that the run writes has a hidden name <c>.sluice-RUN~NAME</c> beside the target, and beside it a lock file
/// <c>.sluice-RUN~NAME.lock</c> that the run holds: whoever can take the lock of another run knows that it is dead and cleans up after it.
/// </summary>
internal sealed class TargetRun(FilesPlace place, FilesTarget target, RunContext context) : IAsyncDisposable
{
    private const string Prefix = ".sluice-";
    private const string LockEnd = ".lock";
    private readonly SemaphoreSlim _opening = new(1, 1);
    private IAsyncDisposable? _lock;
    private readonly List<UnfinishedPart> _complete = [];
    private readonly List<string> _completeFiles = [];
    private OpenFile? _shared;
    private long _restoredRows;
    private bool _isPublished;
    private int _parts;
    private bool _isClean;
    private bool _isAbandoned;
    private bool _hasMadeFolder;

    /// <summary>The target.</summary>
    public FilesTarget Target => target;

    /// <summary>Where the rows of a run go before they replace others: a file, or a folder.</summary>
    public string Staged => Path.Combine(target.Parent, $"{Prefix}{context.RunId}~{target.FileName}");

    /// <summary>Whether files are added to a folder, not put in the place of others.</summary>
    private bool IsAppending => target is { IsFolder: true, Write: WriteMode.Append };

    private string LockPath => Path.Combine(IsAppending ? target.Path : target.Parent, $"{Prefix}{context.RunId}~{target.FileName}{LockEnd}");

    /// <summary>Cleans up after dead runs, takes the lock, and begins a single file, so that an empty table is a file too.</summary>
    /// <param name="unfinished">What an earlier attempt of the run had made durable; null for a new run.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async ValueTask BeginAsync(UnfinishedTarget? unfinished, CancellationToken cancellationToken)
    {
        if (!target.IsPipe)
        {
            if (unfinished is null)
                await CheckTargetAsync(cancellationToken).ConfigureAwait(false);
            _hasMadeFolder = IsAppending && !await place.FileSystem.ExistsAsync(target.Path, cancellationToken).ConfigureAwait(false);
            await CleanAsync(cancellationToken).ConfigureAwait(false);
            _lock = await place.FileSystem.TryLockAsync(LockPath, cancellationToken).ConfigureAwait(false);
        }

        if (context.Recovery is not null)
            await RestoreAsync(unfinished, cancellationToken).ConfigureAwait(false);
        if (!target.IsFolder && !_isPublished)
            _ = await SharedAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What is durable now. Every writer has flushed.</summary>
    public async ValueTask<UnfinishedTarget> SnapshotAsync(CancellationToken cancellationToken)
    {
        if (_shared is not null)
            return await _shared.SnapshotAsync(cancellationToken).ConfigureAwait(false);
        lock (_complete)
            return new UnfinishedTarget(null, null, [.. _complete], [.. _completeFiles]);
    }

    /// <summary>Keeps part files that are complete until they are committed.</summary>
    public void AddComplete(IEnumerable<Committable> parts)
    {
        lock (_complete)
            _complete.AddRange(parts.Select(p => new UnfinishedPart(p.State, p.RowCount, p.Bytes)));
    }

    /// <summary>Notes that a part file is complete under its temporary name.</summary>
    public void NoteComplete(string temporaryPath)
    {
        lock (_complete)
            _completeFiles.Add(temporaryPath);
    }

    /// <summary>What earlier flushes and attempts have completed, to be committed; once.</summary>
    public IReadOnlyList<Committable> TakeComplete()
    {
        string name = target.Name.ToString();
        lock (_complete)
        {
            long restored = Interlocked.Exchange(ref _restoredRows, 0);
            List<Committable> all = [.. _complete.Select(p => new Committable(name, p.State, p.Rows, p.Bytes))];
            if (restored > 0)
                all.Add(new Committable(name, SharedCommit.State, restored, 0));
            _complete.Clear();
            return all;
        }
    }

    /// <summary>
    /// Goes back to what was durable at the checkpoint: the one file is cut to its length then, and part files written since are removed.
    /// </summary>
    private async ValueTask RestoreAsync(UnfinishedTarget? unfinished, CancellationToken cancellationToken)
    {
        if (target.IsFolder)
        {
            _complete.AddRange(unfinished?.Parts ?? []);
            _completeFiles.AddRange(unfinished?.Files ?? []);
            await RemoveAsync(context.RunId, _completeFiles, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (unfinished?.Length is not { } length)
        {
            await RemoveAsync(context.RunId, [], cancellationToken).ConfigureAwait(false);
            return;
        }

        if (!await place.FileSystem.ExistsAsync(SharedCommit.From, cancellationToken).ConfigureAwait(false))
        {
            // Published by an attempt that was killed before it could say so.
            _isPublished = await place.FileSystem.ExistsAsync(target.Path, cancellationToken).ConfigureAwait(false);
            if (!_isPublished)
                throw FileErrors.Shortened(SharedCommit.From, length);
            return;
        }

        IOutputFile file = await place.FileSystem.ContinueAsync(SharedCommit.From, length, cancellationToken).ConfigureAwait(false);
        _shared = OpenFile.Begin(file, target, context, Math.Max(1, context.Parallelism), unfinished.Format);
        _restoredRows = unfinished.Rows;
    }

    /// <summary>The one file that all workers write.</summary>
    public async ValueTask<OpenFile> SharedAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_shared is not null)
                return _shared;
            IOutputFile file = target.IsPipe ? PipeOutputFile.StandardOutput()
                : await place.FileSystem.CreateAsync(Staged + Path.GetExtension(target.Path), cancellationToken).ConfigureAwait(false);
            return _shared = OpenFile.Begin(file, target, context, Math.Max(1, context.Parallelism));
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Begins a part file of a folder.</summary>
    /// <param name="partition">Its partition folders below the target; empty for none.</param>
    /// <param name="part">The run, with the memory of this file.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async ValueTask<(OpenFile File, PreparedFile Prepared)> OpenPartAsync(string partition, RunContext part, CancellationToken cancellationToken)
    {
        string attempt = context.Recovery is { } recovery ? $"-{recovery.Attempt}" : "";
        string name = $"part-{context.RunId}{attempt}-{Interlocked.Increment(ref _parts):D5}{target.Extension}";
        string final = Path.Combine(target.Path, partition, name);
        string temporary = IsAppending ? Path.Combine(target.Path, partition, $"{Prefix}{context.RunId}~{name}") : Path.Combine(Staged, partition, name);
        PreparedFile prepared = target.Write switch
        {
            WriteMode.Append => new PreparedFile(false, temporary, final),
            WriteMode.OverwritePartitions => new PreparedFile(true, Path.Combine(Staged, partition), Path.Combine(target.Path, partition)),
            _ => new PreparedFile(true, Staged, target.Path),
        };
        IOutputFile file = await place.FileSystem.CreateAsync(temporary, cancellationToken).ConfigureAwait(false);
        return (OpenFile.Begin(file, target, part, 1), prepared);
    }

    /// <summary>How a single file is committed.</summary>
    public PreparedFile SharedCommit => new(false, target.IsPipe ? "-" : Staged + Path.GetExtension(target.Path), target.Path);

    /// <summary>Ends a single file, and writes an empty part file when a folder got none.</summary>
    public async ValueTask FinishAsync(long expectedRows, bool hasParts, CancellationToken cancellationToken)
    {
        if (_isPublished)
            return;
        if (_shared is not null)
        {
            FileSummary summary = await _shared.FinishAsync(cancellationToken).ConfigureAwait(false);
            // Invariant 4: the file's own count, not what we meant to write.
            if (summary.RowCount != expectedRows)
                throw Missing(summary.RowCount, expectedRows);
            if (!target.IsPipe)
                await PublishAsync(SharedCommit, cancellationToken).ConfigureAwait(false);
        }
        else if (target.IsFolder && !hasParts && _parts == 0 && target.Partitions.IsEmpty && await NeedsEmptyPartAsync(cancellationToken).ConfigureAwait(false))
        {
            (OpenFile file, PreparedFile prepared) = await OpenPartAsync("", context, cancellationToken).ConfigureAwait(false);
            await using (file.ConfigureAwait(false))
                _ = await file.FinishAsync(cancellationToken).ConfigureAwait(false);
            await PublishAsync(prepared, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Makes prepared work visible. Idempotent.</summary>
    public ValueTask PublishAsync(PreparedFile prepared, CancellationToken cancellationToken) => PublishAsync(place.FileSystem, prepared, cancellationToken);

    /// <summary>Makes prepared work visible. Invariant 2: idempotent; what is not there any more under its temporary name was published before.</summary>
    public static async ValueTask PublishAsync(IFileSystem fileSystem, PreparedFile prepared, CancellationToken cancellationToken)
    {
        if (!await fileSystem.ExistsAsync(prepared.From, cancellationToken).ConfigureAwait(false))
        {
            if (await fileSystem.ExistsAsync(prepared.To, cancellationToken).ConfigureAwait(false))
                return;
            throw new SluiceException(FilesErrors.LostPreparedFile, $"{prepared.From} is gone before it was published", prepared.To, "run the job again");
        }

        if (prepared.IsFolder)
            await fileSystem.PublishFolderAsync(prepared.From, prepared.To, cancellationToken).ConfigureAwait(false);
        else
            await fileSystem.PublishAsync(prepared.From, prepared.To, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes everything of the run that was not published.</summary>
    public async ValueTask AbandonAsync(CancellationToken cancellationToken)
    {
        if (_shared is not null)
            await _shared.DisposeAsync().ConfigureAwait(false);
        if (!target.IsPipe)
            await RemoveAsync(context.RunId, [], cancellationToken).ConfigureAwait(false);
        (_isClean, _isAbandoned) = (true, true);
    }

    /// <summary>Says that all is published: nothing of the run is left to be cleaned up.</summary>
    public void End() => _isClean = true;

    public async ValueTask DisposeAsync()
    {
        if (_shared is not null)
            await _shared.DisposeAsync().ConfigureAwait(false);
        // Deleted while still held, so that nobody can take a lock whose name is about to go. A run that was neither committed nor abandoned leaves it, as a dead process does.
        if (_lock is not null && _isClean)
            await place.FileSystem.DeleteAsync(LockPath, CancellationToken.None).ConfigureAwait(false);
        if (_lock is not null)
            await _lock.DisposeAsync().ConfigureAwait(false);
        if (_hasMadeFolder && _isAbandoned)
            await place.FileSystem.DeleteEmptyFoldersAsync(target.Path, CancellationToken.None).ConfigureAwait(false);
        _opening.Dispose();
    }

    private SluiceException Missing(long found, long expected) => new(
        FilesErrors.RowsMissing, $"the file holds {found} rows and was sent {expected}", target.Path, "nothing was published; report this with the output of 'sluice plan'");

    private async ValueTask<bool> NeedsEmptyPartAsync(CancellationToken cancellationToken) =>
        target.Write != WriteMode.Append || (await place.FileSystem.ListAsync(Glob(target.Path), cancellationToken).ConfigureAwait(false)).Count == 0;

    private async ValueTask CheckTargetAsync(CancellationToken cancellationToken)
    {
        if (!target.IsFolder && target.Write == WriteMode.Append && await place.FileSystem.ExistsAsync(target.Path, cancellationToken).ConfigureAwait(false))
            FileErrors.ThrowTaken(place.NameOf(target.Path));
        if (!target.IsFolder || target.Write != WriteMode.Replace)
            return;
        foreach (FileEntry entry in await place.FileSystem.ListAsync(Glob(target.Path) + "/**/*", cancellationToken).ConfigureAwait(false))
        {
            if (!ReferenceEquals(place.FormatOf(entry.Path), target.Format))
            {
                throw new SluiceException(
                    FilesErrors.ForeignFiles, $"{place.NameOf(entry.Path)} is not a {target.Format.Name} file, and write: replace would delete it", place.NameOf(target.Path),
                    "choose another folder, or remove the file");
            }
        }
    }

    /// <summary>Cleans up after runs whose locks can be taken: they are dead.</summary>
    private async ValueTask CleanAsync(CancellationToken cancellationToken)
    {
        string end = $"~{target.FileName}{LockEnd}";
        foreach (string folder in (string[])[target.Parent, target.Path])
        {
            foreach (FileEntry entry in await place.FileSystem.ListAsync($"{Glob(folder)}/{Prefix}*", cancellationToken).ConfigureAwait(false))
            {
                string name = Path.GetFileName(entry.Path);
                if (!name.EndsWith(end, StringComparison.Ordinal) || name == Path.GetFileName(LockPath))
                    continue;
                IAsyncDisposable? dead = await place.FileSystem.TryLockAsync(entry.Path, cancellationToken).ConfigureAwait(false);
                if (dead is null)
                    continue;
                await using (dead.ConfigureAwait(false))
                {
                    await RemoveAsync(name[Prefix.Length..^end.Length], [], cancellationToken).ConfigureAwait(false);
                    await place.FileSystem.DeleteAsync(entry.Path, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Removes what a run has written under temporary names, but for some files.</summary>
    private async ValueTask RemoveAsync(string runId, IReadOnlyCollection<string> kept, CancellationToken cancellationToken)
    {
        string staged = Path.Combine(target.Parent, $"{Prefix}{runId}~{target.FileName}");
        if (!target.IsFolder)
            await place.FileSystem.DeleteAsync(staged + Path.GetExtension(target.Path), cancellationToken).ConfigureAwait(false);
        else if (kept.Count == 0)
            await place.FileSystem.DeleteAsync(staged, cancellationToken).ConfigureAwait(false);
        else
            await RemoveFilesAsync($"{Glob(staged)}/**/*", kept, cancellationToken).ConfigureAwait(false);
        if (IsAppending)
            await RemoveFilesAsync($"{Glob(target.Path)}/**/{Prefix}{runId}~*", kept, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask RemoveFilesAsync(string pattern, IReadOnlyCollection<string> kept, CancellationToken cancellationToken)
    {
        foreach (FileEntry entry in await place.FileSystem.ListAsync(pattern, cancellationToken).ConfigureAwait(false))
        {
            if (!entry.Path.EndsWith(LockEnd, StringComparison.Ordinal) && !kept.Contains(entry.Path))
                await place.FileSystem.DeleteAsync(entry.Path, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A path as a pattern that matches it alone.</summary>
    private static string Glob(string path) => string.Concat(path.Select(c => c is '*' or '?' or '[' ? $"[{c}]" : c.ToString()));
}
