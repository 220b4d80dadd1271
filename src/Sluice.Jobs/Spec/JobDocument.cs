using System.Collections.Immutable;
using Sluice.Connectors;
using Sluice.Types;

namespace Sluice.Jobs;

/// <summary>A job as read: the spec with everything that could be read, what is wrong with the rest, and its secrets.</summary>
public sealed class JobDocument
{
    /// <summary>The job; null when the text is no YAML at all.</summary>
    public JobSpec? Spec { get; init; }

    /// <summary>What is wrong.</summary>
    public ProblemList Problems { get; } = new();

    /// <summary>What deserves a look.</summary>
    public ProblemList Warnings { get; } = new();

    /// <summary>Invariant 8: the secrets that the job resolved.</summary>
    public SecretMask Secrets { get; init; } = new();

    /// <summary>The warnings in the order of the file, masked.</summary>
    public ImmutableArray<Problem> WarningsInOrder() => [.. Warnings.InOrder(Secrets)];
}
