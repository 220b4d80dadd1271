using Sluice.Types;

namespace Sluice.Connectors.Runs;

/// <summary>A row that cannot be read, evaluated or written as it is.</summary>
public sealed record DirtyRow
{
    /// <summary>Its table, as printed.</summary>
    public required string Table { get; init; }

    /// <summary>Where it failed: <c>read</c>, <c>evaluate</c> or <c>write</c>.</summary>
    public required string Stage { get; init; }

    /// <summary>Why: the code, with its whole-text rules.</summary>
    public required ErrorCode Code { get; init; }

    /// <summary>Why, with the offending value in it.</summary>
    public required string Reason { get; init; }

    /// <summary>Where it stands in the source: <c>orders.csv:1234</c>, or its key.</summary>
    public string? Position { get; init; }

    /// <summary>The column at fault (the first, when several are); null when the whole row is.</summary>
    public string? Column { get; init; }

    /// <summary>The value at fault as text, cut to a sensible length.</summary>
    public string? Value { get; init; }

    /// <summary>The whole row as text by column, as far as it is known; null when it is not.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>>? Row { get; init; }
}

/// <summary>Takes the dirty rows of one worker. Not thread-safe.</summary>
/// <remarks>Invariant 10: a dirty row is reported here and left out; the good rows of its batch go on.</remarks>
public interface IDirtyRows
{
    /// <summary>Counts a dirty row and keeps it for the dead letter.</summary>
    /// <exception cref="SluiceException">The limit is exceeded: the run stops, and the message names the row and the setting.</exception>
    void Report(DirtyRow row);
}
