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
    : Split(FilesScan, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{File.Path}:{Part.Start}:{Part.End}:{Part.FirstLine}"))
{
    /// <summary>The part that an id names, when it is one of this file; else null.</summary>
    public static FilePart? PartOf(TableFile file, string id)
    {
        if (!id.StartsWith(file.Path + ":", StringComparison.Ordinal))
            return null;
        string[] numbers = id[(file.Path.Length + 1)..].Split(':');
        return numbers.Length == 3
            && long.TryParse(numbers[0], out long start) && long.TryParse(numbers[1], out long end) && long.TryParse(numbers[2], out long line)
                ? new FilePart(start, end, line)
                : null;
    }

    /// <summary>The columns in the files, in the order of the scan.</summary>
    public TableSchema FileColumns => FilesScan.Request.Columns!;
}
