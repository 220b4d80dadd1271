namespace Sluice.IntegrationTests.Servers;

/// <summary>A folder for one test, removed with all it holds.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    /// <summary>Its full path.</summary>
    public string FullName { get; } = Directory.CreateTempSubdirectory("sluice-test-").FullName;

    /// <summary>The full path of a name in it.</summary>
    public string this[string name] => Path.Combine(FullName, name);

    /// <summary>Every file in it, relative and in order: what a run has left visible.</summary>
    public IReadOnlyList<string> Files() =>
        [.. Directory.EnumerateFiles(FullName, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(FullName, f)).Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(FullName, recursive: true);
}
