using System.Collections.Immutable;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Stores;
using Sluice.Types;

namespace Sluice.Connectors.Files.Files;

/// <summary>Files as a sink: one file, a folder of part files, or the standard output.</summary>
internal sealed class FilesSink(FilesPlace place, SinkSpec spec) : ISink
{
    private const string DefaultFormat = "parquet";
    private string? _planned;

    public async ValueTask<SinkTable> PlanAsync(SinkRequest request, CancellationToken cancellationToken)
    {
        FilesAddress address = Expand(request);
        bool isFolder = !address.IsPipe && (!address.HasExtension || System.IO.Directory.Exists(address.Path));
        IFormat format = await FormatOfAsync(address, isFolder, cancellationToken).ConfigureAwait(false);
        CheckMode(request, isFolder);
        ImmutableArray<int> partitions = [.. request.PartitionColumns.Select(c => request.Schema.IndexOf(c))];
        foreach (int partition in partitions)
            CheckPartition(request.Schema.Columns[partition], isFolder);
        var fileSchema = new TableSchema([.. request.Schema.Columns.Where((_, i) => !partitions.Contains(i))])
        {
            PrimaryKey = partitions.Any(i => request.Schema.PrimaryKey.Contains(request.Schema.Columns[i].Name)) ? [] : request.Schema.PrimaryKey,
        };
        IReadOnlyList<string> how = format.DescribeColumns(fileSchema, spec.Options);
        bool exists = !address.IsPipe && await place.FileSystem.ExistsAsync(address.Path, cancellationToken).ConfigureAwait(false);
        // A run that can be continued may have published the file itself: it looks when it begins.
        if (exists && !isFolder && request.Write == WriteMode.Append && !request.IsResumable)
            FileErrors.ThrowTaken(place.NameOf(address.Path));
        if (!exists && request.Create == CreateMode.MustExist && !address.IsPipe)
            throw FilesErrors.NothingThere(address.Display);
        return new FilesTarget
        {
            Name = request.Name,
            Schema = request.Schema,
            Write = request.Write,
            Columns = [.. request.Schema.Columns.Select((c, i) => ColumnOf(c, partitions.Contains(i) ? "in the folder's name" : how[fileSchema.IndexOf(c.Name)]))],
            Ddl = exists || address.IsPipe ? [] : [$"create {(isFolder ? "folder" : "file")} {place.NameOf(address.Path)}"],
            Protocol = address.IsPipe ? CommitProtocol.None : CommitProtocol.TwoPhase,
            CanResume = !address.IsPipe,
            Method = isFolder ? $"{format.Name}, part files" : $"{format.Name}, one file",
            MaxWriters = Math.Max(1, request.Parallelism),
            Notes = Notes(request, address, isFolder),
            Local = address.IsPipe ? null : new LocalPlace(address.Path),
            Path = address.Path,
            IsFolder = isFolder,
            Format = format,
            Options = spec.Options,
            FileSchema = fileSchema,
            Partitions = partitions,
            Extension = ExtensionOf(format),
        };
    }

    public ValueTask<ISinkRun> OpenRunAsync(IReadOnlyList<SinkTable> tables, RunContext context, CancellationToken cancellationToken) =>
        new(new FilesSinkRun(place, [.. tables.Cast<FilesTarget>()], context));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static SinkColumn ColumnOf(Column column, string how) => new(column.Name, column.Type.ToString(), how.Length == 0 ? null : how);

    private static ImmutableArray<string> Notes(SinkRequest request, FilesAddress address, bool isFolder)
    {
        if (address.IsPipe)
            return ["what is written to the standard output cannot be taken back"];
        if (isFolder && request.IsResumable)
            return ["a part file ends at each checkpoint"];
        return !isFolder && request.Parallelism > 1 ? ["several workers write one file: rows stand in it in the order in which they are finished"] : [];
    }

    private FilesAddress Expand(SinkRequest request)
    {
        string path = place.Address.Path;
        if (path.Contains("{table}", StringComparison.Ordinal) || path.Contains("{schema}", StringComparison.Ordinal))
        {
            path = path.Replace("{table}", Safe(request.Name.Name), StringComparison.Ordinal)
                .Replace("{schema}", Safe(request.Name.Schema ?? "default"), StringComparison.Ordinal);
            return place.Address with { Path = path, Display = place.NameOf(path) };
        }

        _planned ??= request.Name.ToString();
        if (_planned != request.Name.ToString())
        {
            throw new SluiceException(
                FilesErrors.OneTableOnly, $"{place.Address.Display} holds one table, and both {_planned} and {request.Name} would go into it", place.Address.Display,
                "put {table} into the path, for example " + (place.Address.HasExtension ? "./{table}" + System.IO.Path.GetExtension(path) : place.Address.Display.TrimEnd('/') + "/{table}"));
        }

        return place.Address;
    }

    /// <summary>A table's name as one name of a file, whatever is in it.</summary>
    private static string Safe(string name) => name is "." or ".." ? "_" + name : name.Replace("/", "%2F", StringComparison.Ordinal).Replace("\0", "%00", StringComparison.Ordinal);

    private async ValueTask<IFormat> FormatOfAsync(FilesAddress address, bool isFolder, CancellationToken cancellationToken)
    {
        if (spec.Format is { } name)
            return place.FormatNamed(name);
        if (address.IsPipe)
            return place.FormatOfPipe;
        if (!isFolder && place.FormatOf(address.Path) is { } byName)
            return byName;
        if (!isFolder)
            throw FilesErrors.NoFormat(address.Display, place.Formats.Select(f => f.Name));
        IReadOnlyList<FileEntry> present = await place.FileSystem.ListAsync(address.Path, cancellationToken).ConfigureAwait(false);
        return present.Select(f => place.FormatOf(f.Path)).FirstOrDefault(f => f is not null)
            ?? place.Formats.FirstOrDefault(f => f.Name == DefaultFormat)
            ?? throw FilesErrors.NoFormat(address.Display, place.Formats.Select(f => f.Name));
    }

    private string ExtensionOf(IFormat format) => format.Extensions[0] + spec.Options.Text("compression") switch
    {
        "gzip" when !format.NeedsSeek => ".gz",
        "zstd" when !format.NeedsSeek => ".zst",
        _ => "",
    };

    private void CheckMode(SinkRequest request, bool isFolder)
    {
        bool isKnown = request.Write is WriteMode.Append or WriteMode.Replace
            || (request.Write == WriteMode.OverwritePartitions && isFolder && !request.PartitionColumns.IsEmpty);
        if (!isKnown)
        {
            throw new SluiceException(
                FilesErrors.WriteMode, request.Write == WriteMode.OverwritePartitions ? "overwrite_partitions needs a folder and partition_by" : $"files cannot be written by {request.Write.Text()}",
                place.Address.Display, "use write: append, replace or overwrite_partitions");
        }
    }

    private void CheckPartition(Column column, bool isFolder)
    {
        if (!isFolder)
            throw new SluiceException(FilesErrors.WrongPartition, "one file cannot be partitioned", place.Address.Display, "give a folder: a path without an extension");
        if (!PartitionValue.CanName(column.Type))
        {
            throw new SluiceException(
                FilesErrors.WrongPartition, $"values of {column.Name} {column.Type} cannot name folders", place.Address.Display, "partition by an integer, text, date or boolean");
        }
    }
}
