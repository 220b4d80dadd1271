using System.Collections.Immutable;
using Sluice.Connectors.Sinks;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>The planned writing of one table.</summary>
internal sealed record PostgresTarget : SinkTable
{
    /// <summary>The target's columns, in the order of <see cref="SinkTable.Schema"/>.</summary>
    public required ImmutableArray<PostgresColumn> Targets { get; init; }

    /// <summary>Whether rows go in binary form; else as text.</summary>
    public required bool IsBinary { get; init; }

    /// <summary>Whether the run creates the table (and takes it away again when it fails).</summary>
    public required bool IsCreated { get; init; }

    /// <summary>The statement among <see cref="SinkTable.Ddl"/> that creates the progress table; null when the run keeps none, or it is there.</summary>
    public string? ProgressDdl { get; init; }

    /// <summary>How rows get from a temporary table into the target; null when they are copied into it.</summary>
    public PostgresMerge? Merge { get; init; }

    /// <summary>How the rows take the place of those that are there; null when they are added.</summary>
    public PostgresReplacement? Replacement { get; init; }

    /// <summary>The COPY statement.</summary>
    public string CopySql =>
        $"COPY {Merge?.Stage ?? PostgresDialect.Quote(Replacement?.Shadow ?? Name)} ({string.Join(", ", Targets.Select(c => PostgresDialect.Quote(c.Name)))}) FROM STDIN"
        + (IsBinary ? " (FORMAT binary)" : " (FORMAT text, ENCODING 'UTF8')");

    /// <summary>New encoders for one writer.</summary>
    public ColumnEncoder[] CreateEncoders() => [.. Schema.Columns.Select((column, i) => IsBinary
        ? ColumnEncoders.Binary(column.Type, Targets[i])!
        : ColumnEncoders.Text(column.Type, Targets[i]))];
}
