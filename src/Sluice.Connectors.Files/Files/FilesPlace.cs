using System.Collections.Immutable;

namespace Sluice.Connectors.Files.Files;

/// <summary>A place that tables are in, and what is needed to work there.</summary>
/// <param name="FileSystem">Where files are.</param>
/// <param name="Formats">The formats known.</param>
/// <param name="Address">The path.</param>
/// <param name="BaseDirectory">The folder that names are shown relative to.</param>
internal sealed record FilesPlace(IFileSystem FileSystem, ImmutableArray<IFormat> Formats, FilesAddress Address, string BaseDirectory)
{
    /// <summary>The format by name.</summary>
    public IFormat FormatNamed(string name) =>
        Formats.FirstOrDefault(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw FilesErrors.NoFormat($"'{name}'", Formats.Select(f => f.Name));

    /// <summary>The format of a path by its extension; null when no format has it.</summary>
    public IFormat? FormatOf(string path)
    {
        string name = System.IO.Path.GetFileName(path);
        foreach (string compression in (ReadOnlySpan<string>)[".gz", ".zst", ".zstd"])
        {
            if (name.EndsWith(compression, StringComparison.OrdinalIgnoreCase))
                name = name[..^compression.Length];
        }

        return Formats.FirstOrDefault(f => f.Extensions.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>The format of the standard streams when none is said: CSV, what most programs in a pipe speak.</summary>
    public IFormat FormatOfPipe => FormatNamed("csv");

    /// <summary>The name a path is shown by.</summary>
    public string NameOf(string path) => NamedInputFile.NameOf(path, BaseDirectory);

    /// <summary>Opens a file. The caller disposes it.</summary>
    public async ValueTask<IInputFile> OpenAsync(string path, CancellationToken cancellationToken) =>
        new NamedInputFile(await FileSystem.OpenReadAsync(path, cancellationToken).ConfigureAwait(false), NameOf(path));
}
