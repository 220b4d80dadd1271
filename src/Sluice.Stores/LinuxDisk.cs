using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sluice.Stores;

/// <summary>The real disk. On systems without the Linux calls, the portable ones are used where they exist.</summary>
internal sealed partial class LinuxDisk : ILocalDisk
{
    private const int AtCurrentFolder = -100;
    private const uint RenameExchange = 2;
    private const uint StartWriting = 2;
    private const int OpenFolder = 0x10000;

    public static LinuxDisk Instance { get; } = new();

    /// <summary>Asks the kernel to begin writing a range back, so that the sync at the end is short. A hint: failures do not matter.</summary>
    public static void StartWriteBack(SafeFileHandle file, long offset, long length)
    {
        if (OperatingSystem.IsLinux())
            _ = SyncFileRange(file, offset, length, StartWriting);
    }

    public void SyncFile(SafeFileHandle file, string path) => RandomAccess.FlushToDisk(file);

    public void SyncFolder(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return;
        int descriptor = Open(folder, OpenFolder);
        if (descriptor < 0)
            throw new IOException($"cannot open the folder {folder}", Marshal.GetLastPInvokeError());
        int result = Sync(descriptor);
        int error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        const int notSupported = 22;
        if (result != 0 && error != notSupported)
            throw new IOException($"cannot sync the folder {folder}", error);
    }

    public void Rename(string from, string to)
    {
        if (Directory.Exists(from))
            Directory.Move(from, to);
        else
            File.Move(from, to, overwrite: true);
    }

    public bool TryRenameNew(string from, string to)
    {
        try
        {
            // A hard link and an unlink: the link fails when the name is taken, on every local file system.
            File.Move(from, to, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(to))
        {
            return false;
        }
    }

    public bool TryExchange(string one, string other) =>
        OperatingSystem.IsLinux() && RenameAt2(AtCurrentFolder, one, AtCurrentFolder, other, RenameExchange) == 0;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt2(int fromFolder, string from, int toFolder, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "sync_file_range", SetLastError = true)]
    private static partial int SyncFileRange(SafeFileHandle file, long offset, long length, uint flags);
}
