namespace Sluice.Connectors.Files.Files;

/// <summary>An open file under the name that people know it by: relative to the job's folder when it is in it.</summary>
internal sealed class NamedInputFile(IInputFile file, string name) : IInputFile
{
    public string Path => name;

    public long? Length => file.Length;

    /// <summary>The name of a path below a folder, or the whole path.</summary>
    public static string NameOf(string path, string baseDirectory)
    {
        string relative = System.IO.Path.GetRelativePath(baseDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken) => file.ReadAsync(offset, buffer, cancellationToken);

    public ValueTask DisposeAsync() => file.DisposeAsync();
}
