using Sluice.Connectors.Options;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>The options of the PostgreSQL connector, bound. Declared once: the schemas here are also its docs.</summary>
internal sealed record PostgresOptions
{
    /// <summary>Connection options.</summary>
    public static OptionSchema ConnectionSchema { get; } = new(
        new OptionSpec("connect_timeout", OptionKind.Duration, "How long to wait for a connection, 1s to 17m.")
            { Default = "15s", Minimum = 1_000, Maximum = 1_024_000 },
        new OptionSpec("application_name", OptionKind.Text, "The name of the sessions in pg_stat_activity.") { Default = "sluice" });

    /// <summary>Source options.</summary>
    public static OptionSchema SourceSchema { get; } = new(
        new OptionSpec("snapshot", OptionKind.Choice,
            "What parallel readers see: auto = one consistent state for all, and a later one for the rest if it is lost and tables are cut by key; exported = the same, and the run stops if it is lost; single = one reader; parallel = each split as of its own start.")
            { Default = "auto", Choices = ["auto", "exported", "single", "parallel"] },
        new OptionSpec("split_by", OptionKind.Text,
            "The column whose ranges cut a table into splits: an integer column, or ctid (the place in the table's file).") { Default = "ctid" },
        new OptionSpec("split_size", OptionKind.Bytes, "Bytes of the table's file in one split; chosen from the table's size when absent.")
            { Minimum = 1 << 20 },
        new OptionSpec("infinity", OptionKind.Choice, "What becomes of infinite dates, time stamps and numerics.")
            { Default = "dirty", Choices = ["dirty", "null"] },
        new OptionSpec("nan", OptionKind.Choice, "What becomes of NaN in a numeric that is read as DECIMAL.")
            { Default = "dirty", Choices = ["dirty", "null"] },
        new OptionSpec("out_of_range", OptionKind.Choice, "What becomes of years before 1 or after 9999, 24:00:00, and numerics that do not fit.")
            { Default = "dirty", Choices = ["dirty", "null"] },
        new OptionSpec("statement_timeout", OptionKind.Duration, "The longest one read statement may take; 0s = as long as it needs.") { Default = "0s" });

    /// <summary>Sink options.</summary>
    public static OptionSchema SinkSchema { get; } = new(
        new OptionSpec("lock_timeout", OptionKind.Duration, "How long a write may wait for another transaction's lock; 0s = without end.")
            { Default = "60s" },
        new OptionSpec("replace", OptionKind.Choice,
            "How write: replace puts the new rows in place: swap = another table takes the target's place; rows = DELETE and INSERT in one transaction.")
            { Default = "swap", Choices = ["swap", "rows"] },
        new OptionSpec("before", OptionKind.TextList, "SQL statements that run before anything is created, in one transaction with it."),
        new OptionSpec("after", OptionKind.TextList, "SQL statements that run when all rows are in place, in the transaction that ends the run."));

    /// <summary>How long to wait for a connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The sessions' name.</summary>
    public string ApplicationName { get; init; } = "sluice";

    /// <summary>Binds connection options.</summary>
    public static PostgresOptions From(OptionValues values) => new()
    {
        ConnectTimeout = values.Duration("connect_timeout") ?? TimeSpan.FromSeconds(15),
        ApplicationName = values.Text("application_name") ?? "sluice",
    };
}

/// <summary>Source options, bound.</summary>
internal sealed record PostgresSourceOptions
{
    /// <summary>What parallel readers see.</summary>
    public string Snapshot { get; init; } = "auto";

    /// <summary>Whether readers share one exported snapshot.</summary>
    public bool IsSnapshotShared => Snapshot is "auto" or "exported";

    /// <summary>Whether a lost snapshot ends the run.</summary>
    public bool IsSnapshotDemanded => Snapshot == "exported";

    /// <summary>The column that cuts a table; <c>ctid</c> for the place in its file.</summary>
    public string SplitBy { get; init; } = "ctid";

    /// <summary>Bytes in a split; null to choose.</summary>
    public long? SplitSize { get; init; }

    /// <summary>Infinite values become NULL.</summary>
    public bool InfinityIsNull { get; init; }

    /// <summary>NaN in numerics becomes NULL.</summary>
    public bool NanIsNull { get; init; }

    /// <summary>Values out of range become NULL.</summary>
    public bool OutOfRangeIsNull { get; init; }

    /// <summary>The longest one statement may take; zero for no limit.</summary>
    public TimeSpan StatementTimeout { get; init; }

    /// <summary>Binds source options.</summary>
    public static PostgresSourceOptions From(OptionValues values) => new()
    {
        Snapshot = values.Text("snapshot") ?? "auto",
        SplitBy = values.Text("split_by") ?? "ctid",
        SplitSize = values.Integer("split_size"),
        InfinityIsNull = values.Text("infinity") == "null",
        NanIsNull = values.Text("nan") == "null",
        OutOfRangeIsNull = values.Text("out_of_range") == "null",
        StatementTimeout = values.Duration("statement_timeout") ?? TimeSpan.Zero,
    };
}
