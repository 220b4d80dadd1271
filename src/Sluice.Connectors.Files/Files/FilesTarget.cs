using System.Collections.Immutable;
using Sluice.Connectors.Options;
using Sluice.Connectors.Sinks;
using Sluice.Types;

namespace Sluice.Connectors.Files.Files;

/// <summary>The planned writing of one table into a file, a folder or the standard output.</summary>
internal sealed record FilesTarget : SinkTable
{
    /// <summary>The file or folder; <c>-</c> for the standard output.</summary>
    public required string Path { get; init; }

    /// <summary>A folder of part files, not one file.</summary>
    public required bool IsFolder { get; init; }

    /// <summary>The standard output.</summary>
    public bool IsPipe => Path == "-";

    /// <summary>The format of the files.</summary>
    public required IFormat Format { get; init; }

    /// <summary>The format's options.</summary>
    public required OptionValues Options { get; init; }

    /// <summary>The columns in the files: all but those in folder names.</summary>
    public required TableSchema FileSchema { get; init; }

    /// <summary>The columns in folder names, outermost first, as indexes into the schema.</summary>
    public required ImmutableArray<int> Partitions { get; init; }

    /// <summary>The end of every part file's name.</summary>
    public required string Extension { get; init; }

    /// <summary>The folder that the file or folder is in.</summary>
    public string Parent => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>The file's or folder's own name.</summary>
    public string FileName => System.IO.Path.GetFileName(Path);
}
