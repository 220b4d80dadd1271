using Microsoft.Win32.SafeHandles;

namespace Sluice.Stores;

/// <summary>The few calls whose order decides whether a published file survives a power cut; a seam, so that a test can see the order.</summary>
internal interface ILocalDisk
{
    /// <summary>Makes a file's bytes durable.</summary>
    void SyncFile(SafeFileHandle file, string path);

    /// <summary>Makes the names in a folder durable.</summary>
    void SyncFolder(string folder);

    /// <summary>Gives a file or folder another name in one step; a file there is replaced.</summary>
    void Rename(string from, string to);

    /// <summary>Gives a file a name that nobody has, in one step; false when somebody has it.</summary>
    bool TryRenameNew(string from, string to);

    /// <summary>Exchanges two folders in one step; false when the file system cannot.</summary>
    bool TryExchange(string one, string other);
}
