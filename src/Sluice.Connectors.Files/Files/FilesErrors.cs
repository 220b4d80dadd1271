using Sluice.Stores;
using Sluice.Types;

namespace Sluice.Connectors.Files.Files;

/// <summary>What can go wrong with files as tables.</summary>
public static class FilesErrors
{
    /// <summary>The files of an unfinished run are not there any more.</summary>
    public static readonly ErrorCode ChangedFiles = new("files.changed", Fault.Environment,
        "An unfinished run was reading files that are not there any more, or have other parts now. Put them back, or discard the run with --fresh.");

    /// <summary>The format of a file is not known.</summary>
    public static readonly ErrorCode UnknownFormat = new("files.unknown_format", Fault.Job,
        "The format of a file follows from its extension or from the option format. Give one of them.");

    /// <summary>Files of one table differ.</summary>
    public static readonly ErrorCode SchemaDiffers = new("files.schema_differs", Fault.Job,
        "The files of one table have different columns or types. Read them as tables of their own, or give a schema with the columns that all of them have.");

    /// <summary>Several tables into one file or folder.</summary>
    public static readonly ErrorCode OneTableOnly = new("files.one_table_only", Fault.Job,
        "A file or folder holds one table. To write several, put {table} into the path.");

    /// <summary>A write mode that files do not know.</summary>
    public static readonly ErrorCode WriteMode = new("files.write_mode", Fault.Job,
        "Files know the write modes append, replace and overwrite_partitions.");

    /// <summary>A format that must be read at random, from a pipe.</summary>
    public static readonly ErrorCode NeedsFile = new("files.needs_file", Fault.Job,
        "This format cannot come from the standard input. Copy it to a file first.");

    /// <summary>The folder to be replaced holds other things.</summary>
    public static readonly ErrorCode ForeignFiles = new("files.foreign_files", Fault.Environment,
        "A folder is replaced as a whole, so it may hold nothing but files of the table's format. Choose another folder, or remove the other files.");

    /// <summary>Partition folders do not agree.</summary>
    public static readonly ErrorCode PartitionsDiffer = new("files.partitions_differ", Fault.Job,
        "All files of a table must lie in partition folders of the same names in the same order.");

    /// <summary>A partition that files cannot have.</summary>
    public static readonly ErrorCode WrongPartition = new("files.wrong_partition", Fault.Job,
        "Only a folder can be partitioned, and by values that can name a folder: integers, texts, dates, timestamps, decimals, booleans.");

    /// <summary>The rows of a file are not those that were written.</summary>
    public static readonly ErrorCode RowsMissing = new("files.rows_missing", Fault.Bug,
        "The finished file does not hold the rows that were written. Nothing was published; report this.");

    /// <summary>Prepared work that is not there any more.</summary>
    public static readonly ErrorCode LostPreparedFile = new("files.lost_prepared_file", Fault.Environment,
        "A file prepared by a run is gone before it was published. Run the job again.");

    internal static SluiceException NoFormat(string path, IEnumerable<string> formats) => new(
        UnknownFormat, $"the format of {path} is not known", path, $"say format: {string.Join(" or ", formats)}");

    internal static SluiceException NothingThere(string path) => new(
        FileErrors.NotFound, GlobLike(path) ? $"no file matches {path}" : $"there is no file or folder {path}", path, "check the path");

    private static bool GlobLike(string path) => path.AsSpan().IndexOfAny("*?[") >= 0;
}
