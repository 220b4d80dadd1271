using Sluice.Connectors;
using Sluice.Connectors.Runs;
using Sluice.Types;

namespace Sluice.Engine.DirtyRows;

/// <summary>
/// Keeps dirty rows as JSON lines in <c>FOLDER/RUN.jsonl</c> (<c>RUN.failed.jsonl</c> when the run failed): run, time, table, position, stage,
/// column, value, code, reason and the row as far as it is known. Written under a hidden name and renamed at the end.
/// </summary>
public sealed class DeadLetterFile : IDeadLetters
{
    private readonly string _folder;
    private readonly string _runId;
    private readonly SecretMask _secrets;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private FileStream? _file;

    /// <summary>Nothing is created before the first row.</summary>
    public DeadLetterFile(string folder, string runId, SecretMask secrets, TimeProvider time) =>
        (_folder, _runId, _secrets, _time) = (Path.GetFullPath(folder), runId, secrets, time);

    private string HiddenPath => Path.Combine(_folder, $".sluice-{_runId}.jsonl");

    /// <inheritdoc/>
    public void Add(DirtyRow row)
    {
        byte[] line = DeadLetterLine.Render(row, _runId, _time.GetUtcNow().UtcDateTime, _secrets);
        lock (_lock)
        {
            _file ??= Create();
            _file.Write(line);
        }
    }

    /// <inheritdoc/>
    public ValueTask<string?> PublishAsync(bool runFailed, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_file is null)
                return ValueTask.FromResult<string?>(null);
            _file.Flush(flushToDisk: true);
            _file.Dispose();
            _file = null;
            string path = Path.Combine(_folder, runFailed ? $"{_runId}.failed.jsonl" : $"{_runId}.jsonl");
            File.Move(HiddenPath, path, overwrite: true);
            return ValueTask.FromResult<string?>(path);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_file is not null)
            {
                _file.Dispose();
                File.Delete(HiddenPath);
                _file = null;
            }
        }

        return ValueTask.CompletedTask;
    }

    private FileStream Create()
    {
        try
        {
            Directory.CreateDirectory(_folder);
            return new FileStream(HiddenPath, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SluiceException(
                EngineErrors.DeadLetterUnwritable, $"the dead letter folder '{_folder}' cannot be written: {e.Message}", _folder,
                "make the folder writable, or name another one in errors.dead_letter", e);
        }
    }
}
