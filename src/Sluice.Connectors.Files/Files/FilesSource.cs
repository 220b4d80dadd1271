using System.Collections.Immutable;
using System.Globalization;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sources;
using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Connectors.Files.Files;

/// <summary>Files as a source.</summary>
internal sealed class FilesSource(FilesReading reading) : ISource
{
    private const long SmallestShare = 2L << 20;

    public PushedFilter Push(TableDescription table, BoundExpression conjunct) =>
        reading.Format.NeedsSeek
            ? new PushedFilter(FilterSupport.Partial, "skips row groups by their statistics", "row groups hold other rows too")
            : PushedFilter.NotPushed($"{reading.Format.Name} has no statistics");

    public async ValueTask<TableScan> PlanAsync(ScanRequest request, CancellationToken cancellationToken)
    {
        TableDescription table = await reading.DescribeAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<TableFile> files = await reading.FilesAsync(cancellationToken).ConfigureAwait(false);
        ImmutableArray<Column> columns = [.. request.Columns.Select(c => table.Schema.Columns[table.Schema.IndexOf(c)])];
        ImmutableArray<int> partitionOf = [.. columns.Select(c => PartitionIndex(c.Name))];
        long bytes = files.Sum(f => f.Length);
        int readers = reading.Place.Address.IsPipe ? 1 : Math.Clamp(files.Sum(f => MaxParts(f, request.Parallelism)), 1, Math.Max(1, request.Parallelism));
        return new FilesScan
        {
            Table = request.Table,
            Schema = new TableSchema(columns),
            Text = files.Count == 1 ? reading.Place.NameOf(files[0].Path) : string.Create(CultureInfo.InvariantCulture, $"{files.Count} files: {reading.Place.Address.Display}"),
            SplitText = SplitText(files, readers),
            MaxReaders = readers,
            CanResume = !reading.Place.Address.IsPipe,
            Consistency = "the files as they are when they are read",
            EstimatedRows = table.EstimatedRows,
            ReaderBytes = 1L << 20,
            Notes = reading.Place.Address.IsPipe ? [] : [string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes of {reading.Format.Name}")],
            Files = [.. files],
            Format = reading.Format,
            Request = new FormatReadRequest
            {
                Options = reading.Spec.Options,
                Schema = reading.FileSchema,
                IsInferred = reading.Spec.Schema is null,
                Columns = new TableSchema([.. columns.Where((_, i) => partitionOf[i] < 0)]),
                Filters = reading.PartitionColumns.IsEmpty ? request.Filters : [],
                TimeZone = reading.Spec.TimeZone,
                Table = request.Table.Name.ToString(),
            },
            PartitionOf = partitionOf,
        };
    }

    public ValueTask<ISourceRun> OpenRunAsync(IReadOnlyList<TableScan> scans, RunContext context, CancellationToken cancellationToken) =>
        new(new FilesSourceRun(reading, [.. scans.Cast<FilesScan>()], context));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string SplitText(IReadOnlyList<TableFile> files, int readers) => files.Count > 1
        ? string.Create(CultureInfo.InvariantCulture, $"{files.Count} files, large ones in parts")
        : readers > 1 ? "parts of the file" : "1 (the whole file)";

    private int PartitionIndex(string name)
    {
        for (int i = 0; i < reading.PartitionColumns.Length; i++)
        {
            if (reading.PartitionColumns[i].Name == name)
                return i;
        }

        return -1;
    }

    private static int MaxParts(TableFile file, int parallelism)
    {
        bool isCompressed = file.Path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) || file.Path.EndsWith(".zst", StringComparison.OrdinalIgnoreCase);
        return isCompressed || file.Length < SmallestShare ? 1 : parallelism;
    }
}
