using Sluice.Cli;
using Sluice.Connectors;
using Sluice.Jobs;
using Sluice.UnitTests.Connectors.Memory;

namespace Sluice.UnitTests.Cli;

/// <summary>Runs the program in this process over tables in memory and the built-in connectors.</summary>
internal sealed class CliRun : IDisposable
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public CliRun() => Directory.CreateDirectory(Folder);

    public MemoryConnector Memory { get; } = MemoryConnector.Shop();

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "sluice-cli-" + Guid.NewGuid().ToString("N"));

    public Dictionary<string, string> Environment { get; } = [];

    public CancellationToken Interrupted { get; set; }

    public bool IsTerminal { get; set; }

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    public void Write(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text);

    public Task<int> RunAsync(params string[] args)
    {
        _out.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
        return CliProgram.RunAsync(args, new CliContext
        {
            Out = _out,
            Error = _error,
            IsOutTerminal = IsTerminal,
            IsErrorTerminal = IsTerminal,
            Connectors = new ConnectorList([Memory, .. BuiltInConnectors.All.Cast<IConnector>()]),
            WorkingDirectory = Folder,
            Interrupted = Interrupted,
            Environment = Environment.GetValueOrDefault,
            Width = 120,
        });
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
