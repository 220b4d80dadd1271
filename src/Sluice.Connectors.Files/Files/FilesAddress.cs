namespace Sluice.Connectors.Files.Files;

/// <summary>Where files are: a path, a glob, a folder, or the standard input and output.</summary>
/// <param name="Path">The full path or glob; <c>-</c> for the standard streams.</param>
/// <param name="Display">The path as the user wrote it.</param>
/// <param name="EndsWithSlash">Written with a slash at the end, so it is a folder.</param>
internal sealed record FilesAddress(string Path, string Display, bool EndsWithSlash)
{
    private const string Scheme = "file://";

    /// <summary>The standard input or output.</summary>
    public bool IsPipe => Path == "-";

    /// <summary>Whether the last segment has an extension, so that it is one file.</summary>
    public bool HasExtension => !EndsWithSlash && System.IO.Path.HasExtension(Path);

    /// <summary>Whether the path has wildcards; a file or folder that is called so is not a pattern.</summary>
    public bool IsGlob => Path.AsSpan().IndexOfAny("*?[") >= 0 && !System.IO.Path.Exists(Path);

    /// <summary>Whether an address is a path: no scheme but <c>file:</c>.</summary>
    public static bool Recognizes(string address)
    {
        if (address == "-" || address.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return true;
        int colon = address.IndexOf(':', StringComparison.Ordinal);
        return address.Length > 0 && (colon < 0 || address.AsSpan(0, colon).IndexOfAny("/.*?[") >= 0);
    }

    /// <summary>Resolves an address against the folder that relative paths start at.</summary>
    public static FilesAddress Parse(string address, string baseDirectory)
    {
        if (address == "-")
            return new FilesAddress("-", "-", false);
        string path = address.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? Uri.UnescapeDataString(address[Scheme.Length..]) : address;
        if (path.StartsWith("localhost/", StringComparison.Ordinal))
            path = path["localhost".Length..];
        return new FilesAddress(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path, baseDirectory)), path, path.EndsWith('/'));
    }

    /// <summary>The table's name: the file's without its extensions, the folder's, or that of the folder before the wildcards.</summary>
    public string TableName
    {
        get
        {
            if (IsPipe)
                return "stdin";
            bool isGlob = IsGlob;
            string[] segments = Path.Split('/');
            string name = segments.LastOrDefault(s => s.Length > 0 && (!isGlob || s.AsSpan().IndexOfAny("*?[") < 0) && !s.Contains('=', StringComparison.Ordinal)) ?? "files";
            int dot = isGlob ? -1 : name.IndexOf('.', 1);
            return dot > 0 ? name[..dot] : name;
        }
    }
}
