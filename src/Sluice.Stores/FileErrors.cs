using System.Diagnostics.CodeAnalysis;
using Sluice.Types;

namespace Sluice.Stores;

/// <summary>What can go wrong with files, and the one place that turns the operating system's errors into ours.</summary>
public static class FileErrors
{
    private const int BrokenPipe = 32;
    private const int NoSpace = 28;
    private const int ReadOnly = 30;
    private const int QuotaExceeded = 122;

    /// <summary>No such file or folder.</summary>
    public static readonly ErrorCode NotFound = new("files.not_found", Fault.Environment,
        "There is no such file or folder, or nothing matches the pattern. Check the path; a relative one starts at the job file's folder, or at the working folder.");

    /// <summary>The operating system refused access.</summary>
    public static readonly ErrorCode AccessDenied = new("files.access_denied", Fault.Environment,
        "The operating system does not let this user read or write there. Change the rights, or use another path.");

    /// <summary>No room.</summary>
    public static readonly ErrorCode DiskFull = new("files.disk_full", Fault.Environment,
        "The disk or the quota is full. Nothing of the run stays visible; make room and run again.");

    /// <summary>Something of that name is there already.</summary>
    public static readonly ErrorCode Exists = new("files.exists", Fault.Environment,
        "A file is there already and would have to be overwritten. Say write: replace, or choose another path.");

    /// <summary>A folder where a file is wanted, or the other way round.</summary>
    public static readonly ErrorCode WrongKind = new("files.wrong_kind", Fault.Environment,
        "The path is a folder where a file is wanted, or a file where a folder is wanted. A path with a file extension is one file, a path without one is a folder of files.");

    /// <summary>The reader of our output went away.</summary>
    public static readonly ErrorCode PipeClosed = new("files.pipe_closed", Fault.Environment,
        "The program that reads this output ended before everything was written.");

    /// <summary>Any other error of the operating system.</summary>
    public static readonly ErrorCode Failed = new("files.io_failed", Fault.Environment,
        "The operating system reported an error of the device or the file system; its own words are in the message.");

    /// <summary>An unfinished file is shorter than it was.</summary>
    public static readonly ErrorCode Unfinished = new("files.unfinished_lost", Fault.Environment,
        "The hidden file of an unfinished run is shorter than what the run had made durable, or gone: somebody changed it. Discard the run with --fresh.");

    /// <summary>Our error for one of the operating system's.</summary>
    /// <param name="error">What was thrown.</param>
    /// <param name="doing">What we were doing, as a verb: <c>read</c>, <c>create</c>.</param>
    /// <param name="path">The file or folder.</param>
    public static SluiceException Translate(Exception error, string doing, string path) => error switch
    {
        SluiceException ours => ours,
        FileNotFoundException or DirectoryNotFoundException => MissingFile(path, error),
        UnauthorizedAccessException when Directory.Exists(path) && doing is "read" or "open" => Folder(path, error),
        UnauthorizedAccessException => Denied(doing, path, error),
        IOException { HResult: ReadOnly } => Denied(doing, path, error),
        IOException { HResult: NoSpace or QuotaExceeded } => new SluiceException(
            DiskFull, $"no room left on the disk to {doing} {path}", path, "make room or choose a path on another disk, then run again", error),
        IOException { HResult: BrokenPipe } => new SluiceException(
            PipeClosed, $"the reader of {path} closed it before everything was written", null, "let the reading program take all of its input", error),
        IOException when doing == "create" && File.Exists(path) => Taken(path, error),
        _ => new SluiceException(Failed, $"cannot {doing} {path}: {error.Message}", path, "check the device and the file system", error),
    };

    /// <summary>An unfinished file is not what it was.</summary>
    public static SluiceException Shortened(string path, long length) => new(
        Unfinished, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the unfinished file {path} is shorter than the {length} bytes that were durable"), path,
        "discard the run with --fresh");

    /// <summary>Throws <see cref="NotFound"/>.</summary>
    [DoesNotReturn]
    public static void ThrowMissingFile(string path) => throw MissingFile(path, null);

    /// <summary>Throws <see cref="Exists"/>.</summary>
    [DoesNotReturn]
    public static void ThrowTaken(string path) => throw Taken(path, null);

    /// <summary>Throws <see cref="WrongKind"/> for a folder where a file is wanted.</summary>
    [DoesNotReturn]
    public static void ThrowFolder(string path) => throw Folder(path, null);

    private static SluiceException MissingFile(string path, Exception? inner) => new(
        NotFound, $"there is no file {path}", path, Directory.Exists(Path.GetDirectoryName(path)) ? "check the name" : $"check the path: there is no folder {Path.GetDirectoryName(path)}", inner);

    private static SluiceException Taken(string path, Exception? inner) => new(
        Exists, $"the file {path} is there already", path, "say write: replace to put the new rows in its place, or choose another path", inner);

    private static SluiceException Folder(string path, Exception? inner) => new(
        WrongKind, $"{path} is a folder, not a file", path, "give the path of a file", inner);

    private static SluiceException Denied(string doing, string path, Exception inner) => new(
        AccessDenied, $"user {Environment.UserName} has no right to {doing} {path}", path, "change the rights of the file or its folder, or use another path", inner);
}
