using Sluice.Connectors.Files;

namespace Sluice.Stores;

/// <summary>Finds the files that match a path, folder or glob.</summary>
internal static class LocalListing
{
    private const int MaxDepth = 64;

    public static List<FileEntry> Find(string pattern)
    {
        var found = new List<FileEntry>();
        if (File.Exists(pattern))
            found.Add(Entry(new FileInfo(pattern)));
        else if (Directory.Exists(pattern))
            AddAll(new DirectoryInfo(pattern), found, 0);
        else if (GlobPattern.IsGlob(pattern))
            AddMatches(pattern, found);
        found.Sort((a, b) => CodePointOrder.Instance.Compare(a.Path, b.Path));
        return found;
    }

    /// <summary>Hidden, or a marker such as <c>_SUCCESS</c>; a partition folder <c>_k=v</c> is neither.</summary>
    private static bool IsHidden(string name) => name[0] == '.' || (name[0] == '_' && !name.Contains('=', StringComparison.Ordinal));

    private static FileEntry Entry(FileInfo file)
    {
        // A link's own length is that of its text.
        FileInfo target = file.LinkTarget is null ? file : (FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!;
        return new FileEntry(file.FullName, target.Length);
    }

    private static void AddMatches(string pattern, List<FileEntry> found)
    {
        string[] segments = pattern.Split('/');
        int fixedSegments = Array.FindIndex(segments, GlobPattern.IsGlob);
        string start = fixedSegments == 0 ? "." : string.Join('/', segments[..fixedSegments]);
        if (start.Length == 0)
            start = "/";
        if (Directory.Exists(start))
            Match(new DirectoryInfo(start), segments.AsSpan(fixedSegments), found, 0);
    }

    private static void Match(DirectoryInfo folder, ReadOnlySpan<string> segments, List<FileEntry> found, int depth)
    {
        if (depth > MaxDepth)
            return;
        string segment = segments[0];
        bool isLast = segments.Length == 1;
        if (segment == "**" && !isLast)
            Match(folder, segments[1..], found, depth);
        bool isDeep = segment == "**";
        bool wantsHidden = segment[0] is '.' or '_';
        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos())
        {
            if (!wantsHidden && IsHidden(entry.Name))
                continue;
            if (entry is DirectoryInfo inner)
            {
                if (isDeep)
                    Match(inner, segments, found, depth + 1);
                else if (GlobPattern.Matches(segment, entry.Name))
                    AddFolder(inner, segments, found, depth + 1);
            }
            else if (isLast && (isDeep || GlobPattern.Matches(segment, entry.Name)) && entry is FileInfo { Exists: true } file)
            {
                found.Add(Entry(file));
            }
        }
    }

    private static void AddFolder(DirectoryInfo folder, ReadOnlySpan<string> segments, List<FileEntry> found, int depth)
    {
        if (segments.Length == 1)
            AddAll(folder, found, depth);
        else
            Match(folder, segments[1..], found, depth);
    }

    private static void AddAll(DirectoryInfo folder, List<FileEntry> found, int depth)
    {
        if (depth > MaxDepth)
            return;
        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos())
        {
            if (IsHidden(entry.Name))
                continue;
            if (entry is DirectoryInfo inner)
                AddAll(inner, found, depth + 1);
            else if (entry is FileInfo { Exists: true } file)
                found.Add(Entry(file));
        }
    }
}
