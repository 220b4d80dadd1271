using System.Text.Json;

namespace Sluice.IntegrationTests.Matrix;

/// <summary>A system of the matrix: makes a boundary table, says how a job names it, and reads a table back without the program.</summary>
internal abstract class MatrixPlace
{
    /// <summary>As the page has it.</summary>
    public abstract string Name { get; }

    /// <summary>True for a format that keeps no types, so that the job that reads it says what they are.</summary>
    public virtual bool NeedsSchema => false;

    /// <summary>The types at their bounds.</summary>
    public abstract IReadOnlyList<BoundaryColumn> Columns { get; }

    /// <summary>Makes the boundary table.</summary>
    public abstract Task MakeAsync(string table, CancellationToken cancellationToken);

    /// <summary>The keys of <c>source:</c> and the glob of the table.</summary>
    public abstract (string Source, string Match) From(string table);

    /// <summary>The keys of <c>sink:</c> and the name that the rows go into; null for a file.</summary>
    public abstract (string Sink, string? Into) Into(string table);

    /// <summary>Takes a table away, if it is there.</summary>
    public abstract Task DropAsync(string table, CancellationToken cancellationToken);

    /// <summary>The table as a reader of other make sees it.</summary>
    /// <param name="table">Its name.</param>
    /// <param name="families">Column name → what its values are.</param>
    /// <param name="cancellationToken">Stops.</param>
    public abstract Task<MatrixTable> ReadAsync(string table, IReadOnlyDictionary<string, Family> families, CancellationToken cancellationToken);

    /// <summary>The id of the row that stands in a line, counted from 1.</summary>
    public virtual int IdAt(string table, int line) => throw new NotSupportedException($"{Name} has no lines");

    /// <summary>A YAML string.</summary>
    protected static string Text(string value) => JsonSerializer.Serialize(value);

    /// <summary>The columns of the boundary table as DDL.</summary>
    protected string Declared(string id) => string.Join(", ", Columns.Select((c, i) => $"{BoundaryColumn.NameOf(i)} {c.Type}").Prepend(id));
}
