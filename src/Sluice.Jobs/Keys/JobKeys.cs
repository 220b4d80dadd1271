namespace Sluice.Jobs.Keys;

/// <summary>All keys of a job file.</summary>
internal static class JobKeys
{
    private const string NeedsLogs = "it belongs to logs and streams, which this version does not read";

    public static KeyTable Errors { get; } = new("errors",
    [
        new("limit", KeyKind.Integer, "Dirty rows allowed before the job stops; 0 when absent."),
        new("dead_letter", KeyKind.Text, "The folder that dirty rows are written to, with value and reason."),
    ]);

    public static KeyTable Limits { get; } = new("limits",
    [
        new("memory", KeyKind.Bytes, "The memory budget for data; 160MB when absent."),
        new("read", KeyKind.Rate, "What is read per second at most: 20MB/s, 5000 rows/s, or a list of both."),
        new("connections", KeyKind.Integer, "Connections to the source at once at most."),
    ]);

    public static KeyTable Checkpoint { get; } = new("checkpoint",
    [
        new("every", KeyKind.Duration, "How often progress is committed and recorded; 10s when absent."),
        new("store", KeyKind.Text, "The folder where the job's progress is kept: an interrupted run continues.") { IsRequired = true },
        new("keep", KeyKind.Integer, "How many checkpoints are kept; 3 when absent."),
    ]);

    public static KeyTable LocalEngine { get; } = new("engine.local",
    [
        new("parallelism", KeyKind.Integer, "Workers at once at most; as many as the machine has processors when absent."),
    ]);

    public static KeyTable FlinkEngine { get; } = new("engine.flink",
    [
        new("version", KeyKind.Text, "The Flink version to compile for."),
        new("parallelism", KeyKind.Integer, "The parallelism of the Flink job."),
    ]);

    public static KeyTable Engine { get; } = new("engine",
    [
        new("local", KeyKind.Section, "Settings of the embedded engine.") { Section = LocalEngine },
        new("flink", KeyKind.Section, "Settings of Apache Flink; without effect on a local run.") { Section = FlinkEngine },
    ]);

    public static KeyTable Policies { get; } = new("policies",
    [
        new("overflow", KeyKind.Choice, "What an overflow in an expression gives: a dirty row, or NULL.") { Choices = ["dead_letter", "null"] },
        new("schema_change", KeyKind.Any, "What a changed source table does.") { Later = NeedsLogs },
    ])
    { IsOpen = true };

    public static KeyTable Rule { get; } = new("tables",
    [
        new("match", KeyKind.Text, "Which tables: a name, a glob such as shop.order_*, shop.{name}, or a regular expression between slashes.") { IsRequired = true },
        new("into", KeyKind.Text, "The target's name; may hold {schema}, {name} and parts named in match."),
        new("key", KeyKind.TextOrList, "The key columns of the target; the source table's when absent."),
        new("where", KeyKind.Expression, "Which rows are copied."),
        new("select", KeyKind.Select, "Which columns are written: a map from name to expression (\"*\": true for all, null drops one), or a list."),
        new("optional", KeyKind.Boolean, "Whether the rule may match no table."),
    ]);

    public static KeyTable Source { get; } = new("source",
    [
        new("connection", KeyKind.Connection, "A connection's name or an address: postgres://user@host/db, sqlite:shop.db, a path or glob.") { IsRequired = true },
        new("tables", KeyKind.TextOrList, "Which tables are copied: names, globs, /regular expressions/; ! in front leaves out."),
        new("read", KeyKind.Choice, "How the source is read.") { Choices = ["snapshot"], LaterChoices = ["incremental", "changes", "snapshot+changes", "stream", "bounded"] },
        new("format", KeyKind.Text, "The format of files; taken from the path's extension when absent."),
        new("schema", KeyKind.Text, "The columns of a source that has no schema of its own: \"id BIGINT, d DATE, doc STRING [json]\"."),
        new("columns", KeyKind.TextMap, "Types given to columns in place of those the type map chooses."),
        new("cursor", KeyKind.Text, "The column an incremental read goes by.") { Later = "incremental reads are not in this version" },
        new("topics", KeyKind.TextOrList, "The topics of a log.") { Later = NeedsLogs },
        new("start", KeyKind.Text, "Where reading a log starts.") { Later = NeedsLogs },
        new("metadata", KeyKind.TextMap, "Metadata of a log's records as columns.") { Later = NeedsLogs },
        new("watermark", KeyKind.Any, "The event time of a stream.") { Later = NeedsLogs },
    ])
    { IsOpen = true };

    public static KeyTable Sink { get; } = new("sink",
    [
        new("connection", KeyKind.Connection, "A connection's name or an address.") { IsRequired = true },
        new("schema", KeyKind.Text, "The schema that target tables are in; the connection's own when absent."),
        new("write", KeyKind.Choice, "How rows are written.")
        {
            Choices = ["append", "insert_ignore", "upsert", "replace", "truncate", "overwrite_partitions"],
        },
        new("create", KeyKind.Choice, "Whether targets are created: if_missing, never, always (what is there goes).") { Choices = ["if_missing", "never", "always"] },
        new("format", KeyKind.Text, "The format of files; taken from the path's extension when absent."),
        new("partition_by", KeyKind.Partitions, "What partitions the target: columns, or a map from new column to expression."),
        new("roll", KeyKind.Any, "When a stream's file is closed.") { Later = NeedsLogs },
        new("commit", KeyKind.Any, "When a stream's partition is committed.") { Later = NeedsLogs },
    ])
    { IsOpen = true };

    public static KeyTable Job { get; } = new("the job",
    [
        new("version", KeyKind.Integer, "The version of the job language: 1."),
        new("name", KeyKind.Text, "The job's name; the file's when absent."),
        new("time_zone", KeyKind.Text, "The session time zone of every expression; UTC when absent."),
        new("source", KeyKind.Section, "Where rows come from.") { IsRequired = true, Section = Source },
        new("sink", KeyKind.Section, "Where rows go.") { IsRequired = true, Section = Sink },
        new("where", KeyKind.Expression, "Which rows are copied, for a job of one table."),
        new("select", KeyKind.Select, "Which columns are written, for a job of one table."),
        new("tables", KeyKind.SectionList, "Rules in order; the first that matches a table is the one.") { Section = Rule },
        new("policies", KeyKind.Section, "What happens to values that do not fit.") { Section = Policies },
        new("errors", KeyKind.Section, "What happens to dirty rows.") { Section = Errors },
        new("limits", KeyKind.Section, "Limits of the job as a whole.") { Section = Limits },
        new("checkpoint", KeyKind.Section, "Checkpoints.") { Section = Checkpoint },
        new("engine", KeyKind.Section, "Settings of the engines.") { Section = Engine },
        new("connections", KeyKind.Connections, "Connections by name."),
    ]);
}
