using System.Text.Json;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Connectors.Databases.Postgres;

/// <summary>A table into a file and back again by jobs that the real program runs. Removes the file at the end.</summary>
internal sealed class FileTrip(PostgresServer server, string fileName) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The file.</summary>
    public string File => _folder[fileName];

    /// <summary>Workers of both jobs.</summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>The columns for a format that keeps no types, as <c>schema:</c> has them; null to let them be found.</summary>
    public string? Schema { get; set; }

    /// <summary>Further keys of <c>source:</c> on the way out.</summary>
    public string OutOptions { get; init; } = "";

    /// <summary>The filter of the way out.</summary>
    public string? Where { get; init; }

    /// <summary>Further keys of both jobs, each a line.</summary>
    public string Keys { get; init; } = "";

    /// <summary>The folder of the file and the jobs.</summary>
    public TemporaryFolder Folder => _folder;

    /// <summary>Table → file; fails the test unless the program says it went well.</summary>
    public async Task<SluiceResult> OutAsync(string table, CancellationToken cancellationToken, int exitCode = 0) => await RunAsync(
        "out.yaml",
        $"source: {{ connection: {Text(server.Url)}, split_size: 1MB{(OutOptions.Length == 0 ? "" : ", " + OutOptions)} }}\n"
        + $"sink: {{ connection: {Text("./" + fileName)} }}\ntables: [ {{ match: {Text("public." + table)}{(Where is null ? "" : $", where: {Text(Where)}")} }} ]\n", exitCode, cancellationToken);

    /// <summary>File → table.</summary>
    public async Task<SluiceResult> BackAsync(string table, string create, CancellationToken cancellationToken, int exitCode = 0) => await RunAsync(
        "back.yaml",
        $"source: {{ connection: {Text("./" + fileName)}{(Schema is null ? "" : $", schema: {Text(Schema)}")} }}\n"
        + $"sink: {{ connection: {Text(server.Url)}, create: {create} }}\ntables: [ {{ match: \"*\", into: {Text("public." + table)} }} ]\n", exitCode, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private async Task<SluiceResult> RunAsync(string name, string job, int exitCode, CancellationToken cancellationToken)
    {
        await System.IO.File.WriteAllTextAsync(_folder[name], $"version: 1\n{job}engine: {{ local: {{ parallelism: {Parallelism} }} }}\n{Keys}", cancellationToken);
        return (await SluiceProcess.RunAsync(cancellationToken, "run", _folder[name])).MustExitWith(exitCode);
    }

    // JSON's strings are YAML's.
    private static string Text(string value) => JsonSerializer.Serialize(value);
}
