using Sluice.Types;

namespace Sluice.Connectors.Streams.Generator;

/// <summary>The error codes of the generator.</summary>
public static class GeneratorErrors
{
    /// <summary>The address is wrong.</summary>
    public static readonly ErrorCode InvalidAddress = new(
        "generator.invalid_address", Fault.Job, "A generator address is generator:TABLE?rows=N&seed=N, TABLE one of the built-in tables or any name with a schema of its own.");

    /// <summary>A type that is not generated.</summary>
    public static readonly ErrorCode UnsupportedType = new(
        "generator.unsupported_type", Fault.Job, "The generator makes no values of this type. Leave the column out, or make it with an expression in select.");

    /// <summary>All codes of the generator.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } = [InvalidAddress, UnsupportedType];
}
