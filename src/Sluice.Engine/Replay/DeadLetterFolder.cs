using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Sluice.Types;

namespace Sluice.Engine.Replay;

/// <summary>What became of the run that a file of dead letters is of.</summary>
public enum DeadLetterState
{
    /// <summary>The run's other rows were written: these can be replayed.</summary>
    Open,

    /// <summary>The run failed and wrote nothing: all rows come again with the next run.</summary>
    Failed,

    /// <summary>They were replayed.</summary>
    Replayed,
}

/// <summary>One file of dead letters.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Path">The file.</param>
/// <param name="State">What became of the run.</param>
public sealed record DeadLetterRun(string Run, string Path, DeadLetterState State);

/// <summary>The folder of a job's dead letters: <c>RUN.jsonl</c>, <c>RUN.failed.jsonl</c>, <c>RUN.replayed.jsonl</c>.</summary>
public sealed class DeadLetterFolder(string folder)
{
    private const string Extension = ".jsonl";
    private const string FailedExtension = ".failed.jsonl";
    private const string ReplayedExtension = ".replayed.jsonl";

    /// <summary>The files in the order of their runs; none when there is no folder.</summary>
    /// <exception cref="SluiceException">The folder cannot be read.</exception>
    public ImmutableArray<DeadLetterRun> List()
    {
        if (!Directory.Exists(folder))
            return [];
        try
        {
            return
            [
                .. Directory.EnumerateFiles(folder, "*" + Extension).Where(path => !Path.GetFileName(path).StartsWith('.'))
                    .Select(Describe).OrderBy(run => run.Run, StringComparer.Ordinal).ThenBy(run => run.State),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(folder, e.Message, e);
        }
    }

    /// <summary>The letters of a file, in order.</summary>
    /// <exception cref="SluiceException">The file cannot be read, or a line of it is no letter.</exception>
    public static IEnumerable<DeadLetter> Read(DeadLetterRun run)
    {
        int number = 0;
        foreach (string line in Lines(run.Path))
        {
            number++;
            DeadLetter letter;
            try
            {
                letter = DeadLetter.Parse(line, number);
            }
            catch (JsonException e)
            {
                throw new SluiceException(
                    EngineErrors.LetterMalformed, $"the line is no dead letter: {(e.LineNumber is null ? e.Message : "it is not valid JSON")}", FormattableString.Invariant($"{run.Path}:{number}"),
                    "put the line back as it was written, or delete it", e);
            }

            yield return letter;
        }
    }

    /// <summary>
    /// Notes that letters were replayed: they go to <c>RUN.replayed.jsonl</c>, the others stay. Done again after a crash, it gives the same files:
    /// the replayed ones are durable before they leave the file.
    /// </summary>
    public static void Settle(DeadLetterRun run, IReadOnlyList<DeadLetter> replayed, IReadOnlyList<DeadLetter> kept)
    {
        string target = run.Path[..^Extension.Length] + ReplayedExtension;
        string[] before = File.Exists(target) ? File.ReadAllLines(target) : [];
        HashSet<string> known = [.. before];
        Write(target, [.. before, .. replayed.Select(letter => letter.Line).Where(line => !known.Contains(line))]);
        if (kept.Count == 0)
            File.Delete(run.Path);
        else
            Write(run.Path, [.. kept.Select(letter => letter.Line)]);
    }

    private static void Write(string path, IReadOnlyList<string> lines)
    {
        string hidden = Path.Combine(Path.GetDirectoryName(path)!, ".sluice-" + Path.GetFileName(path));
        using (var file = new FileStream(hidden, FileMode.Create, FileAccess.Write))
        {
            foreach (string line in lines)
            {
                file.Write(Encoding.UTF8.GetBytes(line));
                file.WriteByte((byte)'\n');
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(hidden, path, overwrite: true);
    }

    private static DeadLetterRun Describe(string path)
    {
        string name = Path.GetFileName(path);
        return name.EndsWith(FailedExtension, StringComparison.Ordinal) ? new DeadLetterRun(name[..^FailedExtension.Length], path, DeadLetterState.Failed)
            : name.EndsWith(ReplayedExtension, StringComparison.Ordinal) ? new DeadLetterRun(name[..^ReplayedExtension.Length], path, DeadLetterState.Replayed)
            : new DeadLetterRun(name[..^Extension.Length], path, DeadLetterState.Open);
    }

    private static IEnumerable<string> Lines(string path)
    {
        StreamReader reader;
        try
        {
            reader = new StreamReader(path, Encoding.UTF8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e.Message, e);
        }

        using (reader)
        {
            // Not ReadLine: a lone carriage return is no end of a line here.
            var line = new StringBuilder();
            for (int c = reader.Read(); c >= 0; c = reader.Read())
            {
                if (c != '\n')
                {
                    line.Append((char)c);
                    continue;
                }

                yield return line.ToString();
                line.Clear();
            }

            if (line.Length > 0)
                yield return line.ToString();
        }
    }

    private static SluiceException Unreadable(string path, string why, Exception e) =>
        new(EngineErrors.LettersUnreadable, $"'{path}' cannot be read: {why}", path, "make it readable for this user", e);
}
