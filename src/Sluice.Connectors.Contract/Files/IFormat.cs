using Apache.Arrow;
using Sluice.Connectors.Options;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sources;
using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Connectors.Files;

/// <summary>A format: bytes ↔ batches. Knows nothing of where the bytes are. One instance serves the process and keeps no state.</summary>
public interface IFormat
{
    /// <summary>The name in job files: <c>csv</c>.</summary>
    string Name { get; }

    /// <summary>One sentence for help.</summary>
    string Summary { get; }

    /// <summary>File extensions with the dot, without compression: <c>.csv</c>.</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>Options in <c>source:</c>.</summary>
    OptionSchema ReadOptions { get; }

    /// <summary>Options in <c>sink:</c>.</summary>
    OptionSchema WriteOptions { get; }

    /// <summary>Whether a file is read at random (Parquet) and so cannot come from a pipe.</summary>
    bool NeedsSeek { get; }

    /// <summary>The schema of a file: its own, or inferred from a sample; with notes for the plan on what was decided.</summary>
    ValueTask<FormatSchema> DescribeAsync(IInputFile file, FormatReadRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Parts of a file that can be read at the same time, lazily and in order; together they are the whole file, each row once. A file
    /// that cannot be cut is one part.
    /// </summary>
    IAsyncEnumerable<FilePart> SplitAsync(IInputFile file, FormatReadRequest request, CancellationToken cancellationToken);

    /// <summary>A reader of one part. The caller disposes it; the file stays the caller's.</summary>
    IFormatReader OpenReader(IInputFile file, FilePart part, FormatReadRequest request);

    /// <summary>A writer of one file. The caller disposes it; the output stays the caller's.</summary>
    IFormatWriter OpenWriter(IOutputFile file, FormatWriteRequest request);

    /// <summary>
    /// How each column is written, for the plan, and what cannot be: throws for a type that the format cannot carry.
    /// </summary>
    /// <exception cref="SluiceException">A column's type has no form in this format; names the column.</exception>
    IReadOnlyList<string> DescribeColumns(TableSchema schema, OptionValues options);
}

/// <summary>A schema and how it was found.</summary>
/// <param name="Schema">The columns; primary key empty.</param>
/// <param name="EstimatedRows">Rows when the file says so; null otherwise.</param>
/// <param name="Notes">What was inferred from what.</param>
public sealed record FormatSchema(TableSchema Schema, long? EstimatedRows, IReadOnlyList<string> Notes)
{
    /// <summary>Columns of the file that the declared schema does not name, so that they are not read.</summary>
    public IReadOnlyList<string> ExtraColumns { get; init; } = [];
}

/// <summary>A part of a file.</summary>
/// <param name="Start">First byte, or first row group.</param>
/// <param name="End">One past the last byte or row group; <see cref="long.MaxValue"/> for the end of the file.</param>
/// <param name="FirstLine">The line number (from 1) at <paramref name="Start"/> for text formats; 0 when it does not apply.</param>
public sealed record FilePart(long Start, long End, long FirstLine);

/// <summary>How to read.</summary>
public sealed record FormatReadRequest
{
    /// <summary>Bound options.</summary>
    public OptionValues Options { get; init; } = OptionValues.Empty;

    /// <summary>The schema declared by the job or found by <see cref="IFormat.DescribeAsync"/>; null while describing without one.</summary>
    public TableSchema? Schema { get; init; }

    /// <summary><see cref="Schema"/> was inferred from a sample, not declared: what it does not name was not left out on purpose.</summary>
    public bool IsInferred { get; init; }

    /// <summary>The columns to read, a subset of <see cref="Schema"/> in the order wanted; null for all.</summary>
    public TableSchema? Columns { get; init; }

    /// <summary>Conjuncts over <see cref="Schema"/> with which a reader may skip parts that cannot match (row groups); never relied on.</summary>
    public IReadOnlyList<BoundExpression> Filters { get; init; } = [];

    /// <summary>The session time zone of the job.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The run; null while planning.</summary>
    public RunContext? Run { get; init; }

    /// <summary>Where bad rows go; null while planning.</summary>
    public IDirtyRows? DirtyRows { get; init; }

    /// <summary>The table's name, for dirty rows and errors.</summary>
    public string Table { get; init; } = "";
}

/// <summary>How to write.</summary>
public sealed record FormatWriteRequest
{
    /// <summary>Bound options.</summary>
    public OptionValues Options { get; init; } = OptionValues.Empty;

    /// <summary>The columns of the batches, all to be written.</summary>
    public required TableSchema Schema { get; init; }

    /// <summary>The run.</summary>
    public required RunContext Run { get; init; }

    /// <summary>Bytes that all encoders of the file may hold together.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>
    /// What <see cref="IFormatWriter.Snapshot"/> gave for the file, which is as long as it was then: writing goes on behind it. Null for a new file.
    /// </summary>
    public string? Resumed { get; init; }

    /// <summary>Encoders that will be open at once at most.</summary>
    public int Encoders { get; init; } = 1;

    /// <summary>The target's name, for dirty rows and errors.</summary>
    public string Table { get; init; } = "";
}

/// <summary>Reads one part of a file. Not thread-safe.</summary>
public interface IFormatReader : IAsyncDisposable
{
    /// <summary>The next rows (locator and source bytes set where known), which the caller disposes; null at the end.</summary>
    ValueTask<FormatRows?> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>A batch from a format. The receiver owns the batch.</summary>
/// <param name="Batch">1 or more rows of the wanted columns.</param>
/// <param name="Locator">Says where a row stands; null when the format cannot.</param>
/// <param name="SourceBytes">Bytes of the file that the batch came from.</param>
public readonly record struct FormatRows(RecordBatch Batch, IRowLocator? Locator, long SourceBytes);

/// <summary>Writes one file. Its encoders work at the same time, so that one file is not one thread.</summary>
public interface IFormatWriter : IAsyncDisposable
{
    /// <summary>An encoder for one worker. The caller disposes it.</summary>
    /// <param name="dirtyRows">Where values that the format cannot carry go.</param>
    IFormatEncoder CreateEncoder(IDirtyRows dirtyRows);

    /// <summary>
    /// What a later process needs to go on writing the file where it is now; every encoder must have been flushed. In its beginning stand the rows
    /// of the file: <c>ROWS TEXT</c>.
    /// </summary>
    string Snapshot() => throw new NotSupportedException("a file of this format cannot be continued");

    /// <summary>Ends the file: footer. Every encoder must have been flushed. Returns rows and bytes that are in the file.</summary>
    ValueTask<FileSummary> FinishAsync(CancellationToken cancellationToken);
}

/// <summary>Encodes batches of one worker into pieces (row groups, blocks of lines) that are appended to the file in whole.</summary>
public interface IFormatEncoder : IAsyncDisposable
{
    /// <summary>Encodes a batch. Borrows it.</summary>
    ValueTask WriteAsync(RecordBatch batch, IRowLocator? locator, CancellationToken cancellationToken);

    /// <summary>Appends what is open to the file.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);
}

/// <summary>What is in a finished file.</summary>
/// <param name="RowCount">Rows, as the format counted them when writing.</param>
/// <param name="Bytes">Bytes.</param>
public readonly record struct FileSummary(long RowCount, long Bytes);
