using System.Globalization;

namespace Sluice.IntegrationTests.Chaos;

/// <summary>
/// What the campaign has done, for the page of results: kills, and how many of them met committed rows. Written to the file that
/// <c>SLUICE_CHAOS_RESULTS</c> names, one table row for each path and step; nothing is written without it.
/// </summary>
public sealed class ChaosRecord : IAsyncLifetime
{
    private readonly SortedDictionary<(string Path, string Step), (int Kills, int WithRows)> _kills = [];

    /// <summary>Counts a kill.</summary>
    /// <param name="path">The kind of target.</param>
    /// <param name="step">The fault point, or what else was killed.</param>
    /// <param name="hadCommittedRows">Whether the target or its staging held rows of the run.</param>
    public void Add(string path, string step, bool hadCommittedRows)
    {
        lock (_kills)
        {
            (int kills, int withRows) = _kills.GetValueOrDefault((path, step));
            _kills[(path, step)] = (kills + 1, withRows + (hadCommittedRows ? 1 : 0));
        }
    }

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Environment.GetEnvironmentVariable("SLUICE_CHAOS_RESULTS") is not { Length: > 0 } file)
            return;
        IEnumerable<string> rows = _kills.Select(k => string.Create(
            CultureInfo.InvariantCulture, $"| {k.Key.Path} | {k.Key.Step} | {k.Value.Kills} | {k.Value.WithRows} |"));
        await File.AppendAllLinesAsync(file, rows);
    }
}
