using Sluice.Connectors.Sinks;

namespace Sluice.Jobs.Reading;

/// <summary>The write modes that this version passes on to a sink, which may refuse them.</summary>
internal static class WriteModes
{
    public static WriteMode Parse(string? name) => name switch
    {
        "insert_ignore" => WriteMode.InsertIgnore,
        "upsert" => WriteMode.Upsert,
        "truncate" => WriteMode.Truncate,
        "replace" => WriteMode.Replace,
        "overwrite_partitions" => WriteMode.OverwritePartitions,
        _ => WriteMode.Append,
    };
}
