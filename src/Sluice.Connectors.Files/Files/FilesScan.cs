using System.Collections.Immutable;
using Sluice.Connectors.Sources;
using Sluice.Types;

namespace Sluice.Connectors.Files.Files;

/// <summary>The planned reading of the files of a table.</summary>
internal sealed record FilesScan : TableScan
{
    /// <summary>The files.</summary>
    public required ImmutableArray<TableFile> Files { get; init; }

    /// <summary>Their format.</summary>
    public required IFormat Format { get; init; }

    /// <summary>How to read each; without a run.</summary>
    public required FormatReadRequest Request { get; init; }

    /// <summary>For each column of the scan: its place among the partition columns, or -1 when it is in the files.</summary>
    public required ImmutableArray<int> PartitionOf { get; init; }
}

/// <summary>A part of a file.</summary>
internal sealed record FileSplit(FilesScan FilesScan, TableFile File, FilePart Part)
    : Split(FilesScan, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{File.Path}:{Part.Start}"))
{
    /// <summary>The columns in the files, in the order of the scan.</summary>
    public TableSchema FileColumns => FilesScan.Request.Columns!;
}
