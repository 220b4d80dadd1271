using System.Collections.Immutable;
using Sluice.Jobs;
using Sluice.Types;

namespace Sluice.Cli;

/// <summary>Finds the files of a job.</summary>
internal static class JobFiles
{
    private const string ConnectionsName = "connections.yaml";

    /// <summary>Reads a job file, <c>connections.yaml</c> beside it, overlays and variables.</summary>
    /// <exception cref="SluiceException">A file cannot be read, or a variable is not given as NAME=VALUE.</exception>
    public static JobDocument Read(string path, IReadOnlyList<string> sets, IReadOnlyList<string> overlays, CliContext context, DateTimeOffset? started = null)
    {
        TextFile file = Load(path, context);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path, context.WorkingDirectory))!;
        return JobReader.Read(file, Settings(context, folder, Path.GetFileNameWithoutExtension(path)) with
        {
            Started = started ?? context.Time.GetUtcNow(),
            Variables = ReadVariables(sets),
            Overlays = [.. overlays.Select(overlay => Load(overlay, context))],
        });
    }

    /// <summary>What reading depends on beside the text.</summary>
    public static JobReadSettings Settings(CliContext context, string folder, string name)
    {
        string connections = Path.Combine(folder, ConnectionsName);
        return new JobReadSettings
        {
            Started = context.Time.GetUtcNow(),
            BaseDirectory = folder,
            DefaultName = name,
            Environment = context.Environment,
            Connections = File.Exists(connections) ? Load(connections, context) : null,
        };
    }

    private static TextFile Load(string path, CliContext context)
    {
        string full = Path.GetFullPath(path, context.WorkingDirectory);
        try
        {
            return new TextFile(path, File.ReadAllText(full));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            string why = error switch
            {
                FileNotFoundException or DirectoryNotFoundException => "there is no such file",
                UnauthorizedAccessException when Directory.Exists(full) => "it is a folder",
                UnauthorizedAccessException => "you may not read it",
                _ => error.Message,
            };
            throw new SluiceException(JobErrors.CannotRead, $"'{path}' cannot be read: {why}", null, "correct the path", error);
        }
    }

    private static ImmutableDictionary<string, string> ReadVariables(IReadOnlyList<string> sets)
    {
        var variables = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (string set in sets)
        {
            int equals = set.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new SluiceException(CliErrors.Usage, $"--set takes NAME=VALUE, not '{set}'", null, "write --set day=2026-01-31");
            variables[set[..equals]] = set[(equals + 1)..];
        }

        return variables.ToImmutable();
    }
}
