using Sluice.Types;

namespace Sluice.Connectors.Streams.Console;

/// <summary>The error codes of the console.</summary>
public static class ConsoleErrors
{
    /// <summary>A write mode that a stream has not.</summary>
    public static readonly ErrorCode WriteMode = new(
        "console.write_mode", Fault.Job, "What is printed can only be appended to. Use write: append.");

    /// <summary>All codes of the console.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } = [WriteMode];
}
