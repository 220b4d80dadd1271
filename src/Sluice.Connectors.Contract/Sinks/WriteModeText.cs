namespace Sluice.Connectors.Sinks;

/// <summary>Write modes as a job file has them.</summary>
public static class WriteModeText
{
    /// <summary>The name: <c>insert_ignore</c>.</summary>
    public static string Text(this WriteMode mode) => mode switch
    {
        WriteMode.Append => "append",
        WriteMode.InsertIgnore => "insert_ignore",
        WriteMode.Upsert => "upsert",
        WriteMode.Replace => "replace",
        WriteMode.Truncate => "truncate",
        _ => "overwrite_partitions",
    };
}
