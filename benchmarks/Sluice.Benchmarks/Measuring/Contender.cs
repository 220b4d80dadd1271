namespace Sluice.Benchmarks.Measuring;

/// <summary>One program under measurement: a shell command that is a whole process, and how its result is checked.</summary>
/// <param name="Name">Name in the table.</param>
/// <param name="Command">For <c>sh -c</c>; starts with the program, whose shell is replaced by it, so that time and memory are its own.</param>
internal sealed record Contender(string Name, string Command)
{
    /// <summary>File or folder that it writes; removed before each run. Null when it writes to a device.</summary>
    public string? Output { get; init; }

    /// <summary>The fingerprint of what it wrote, from <see cref="Output"/>; null when nothing can be checked.</summary>
    public Func<string>? Check { get; init; }

    /// <summary>Brings its target back to where it began, before each run and outside the measured time.</summary>
    public Action? Prepare { get; init; }

    /// <summary>Said beside its numbers: what is not equal.</summary>
    public string? Note { get; init; }
}
