using Sluice.Connectors.Options;

namespace Sluice.Connectors.Files.Files;

/// <summary>Options of the connector itself; a format has its own.</summary>
internal static class FilesOptions
{
    /// <summary>Options in <c>source:</c>.</summary>
    public static OptionSchema Source { get; } = new(
        new OptionSpec("partitions", OptionKind.Choice, "Whether folders named column=value are columns: auto when there are any, none to ignore them.")
        { Default = "auto", Choices = ["auto", "none"] });
}
