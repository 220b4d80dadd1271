namespace Sluice.IntegrationTests.Servers;

/// <summary>How to start the program: arguments, and where they are wanted the working folder, variables and standard input.</summary>
internal sealed record SluiceStart(params string[] Arguments)
{
    /// <summary>Another program than <see cref="SluiceProcess.Program"/>; null for that one.</summary>
    public string? Program { get; init; }

    /// <summary>The working folder; the temporary folder when null.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Variables set (or, with null, removed) on top of the test's own environment.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Bytes for standard input, which is closed after them.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }
}
