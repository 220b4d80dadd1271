using Sluice.Jobs;

namespace Sluice.Cli;

/// <summary>What the commands have of the outside world. No command touches the console by itself.</summary>
internal sealed record CliContext
{
    public const int WidthOfFiles = 10_000;

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    public bool IsOutTerminal { get; init; }

    public bool IsErrorTerminal { get; init; }

    public required ConnectorList Connectors { get; init; }

    public CancellationToken Interrupted { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public string WorkingDirectory { get; init; } = Directory.GetCurrentDirectory();

    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Whether what a program reads is wanted in place of what people read.</summary>
    public bool IsJson { get; init; }

    public bool IsErrorColored => IsErrorTerminal && Allows(Environment);

    public bool IsOutColored => IsOutTerminal && Allows(Environment);

    /// <summary>Columns of the terminal; more than any table has when it is none.</summary>
    public int Width { get; init; } = WidthOfFiles;

    // https://no-color.org: any value that is not empty.
    private static bool Allows(Func<string, string?> environment) =>
        string.IsNullOrEmpty(environment("NO_COLOR")) && environment("TERM") != "dumb";
}
