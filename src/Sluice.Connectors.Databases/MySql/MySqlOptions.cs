using Sluice.Connectors.Options;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>The options of the MySQL connector, bound. Declared once: the schemas here are also its docs.</summary>
internal sealed record MySqlOptions
{
    /// <summary>Connection options.</summary>
    public static OptionSchema ConnectionSchema { get; } = new(
        new OptionSpec("connect_timeout", OptionKind.Duration, "How long to wait for a connection, 1s to 17m.")
            { Default = "15s", Minimum = 1_000, Maximum = 1_024_000 });

    /// <summary>Source options.</summary>
    public static OptionSchema SourceSchema { get; } = new(
        new OptionSpec("snapshot", OptionKind.Choice,
            "What parallel readers see: auto = one state for all where the user may lock tables for a moment, else each reader as of its own start; "
            + "exported = one state or an error; single = one reader; parallel = each reader as of its own start, without any lock.")
            { Default = "auto", Choices = ["auto", "exported", "single", "parallel"] },
        new OptionSpec("split_by", OptionKind.Text,
            "The integer column whose ranges cut a table into splits; the first column of the primary key when absent."),
        new OptionSpec("split_size", OptionKind.Bytes, "Bytes of the table's file in one split; chosen from the table's size when absent.")
            { Minimum = 1 << 20 },
        new OptionSpec("zero_date", OptionKind.Choice,
            "What becomes of dates that no calendar has: 0000-00-00, 2024-00-10, 2024-02-31. As text: `columns: { d: STRING }`.")
            { Default = "dirty", Choices = ["dirty", "null"] },
        new OptionSpec("out_of_range", OptionKind.Choice, "What becomes of the year 0, and of a TIME below 0 or from 24:00:00 on.")
            { Default = "dirty", Choices = ["dirty", "null"] },
        new OptionSpec("statement_timeout", OptionKind.Duration, "The longest one read statement may take; 0s = as long as it needs.") { Default = "0s" });

    /// <summary>Sink options.</summary>
    public static OptionSchema SinkSchema { get; } = new(
        new OptionSpec("lock_timeout", OptionKind.Duration, "How long a write may wait for another transaction's lock, 1s or more.")
            { Default = "60s", Minimum = 1_000 },
        new OptionSpec("load", OptionKind.Choice,
            "How rows travel: auto = LOAD DATA LOCAL INFILE where the server allows it, else INSERT; insert = always INSERT of many rows.")
            { Default = "auto", Choices = ["auto", "insert"] },
        new OptionSpec("replace", OptionKind.Choice,
            "How write: replace puts the new rows in place: swap = another table takes the target's place; rows = DELETE and INSERT in one transaction.")
            { Default = "swap", Choices = ["swap", "rows"] },
        new OptionSpec("before", OptionKind.TextList,
            "SQL statements that run before anything is created, in one transaction; one that commits by itself, as CREATE does, may run again after a kill."),
        new OptionSpec("after", OptionKind.TextList,
            "SQL statements that run when all rows are in place, in the transaction that ends the run; one that commits by itself may run again after a kill."));

    /// <summary>How long to wait for a connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Binds connection options.</summary>
    public static MySqlOptions From(OptionValues values) => new()
    {
        ConnectTimeout = values.Duration("connect_timeout") ?? TimeSpan.FromSeconds(15),
    };
}

/// <summary>Source options, bound.</summary>
internal sealed record MySqlSourceOptions
{
    /// <summary>What parallel readers see.</summary>
    public string Snapshot { get; init; } = "auto";

    /// <summary>The column that cuts a table; null for the first of the primary key.</summary>
    public string? SplitBy { get; init; }

    /// <summary>Bytes in a split; null to choose.</summary>
    public long? SplitSize { get; init; }

    /// <summary>Dates that no calendar has become NULL.</summary>
    public bool ZeroDateIsNull { get; init; }

    /// <summary>Values out of range become NULL.</summary>
    public bool OutOfRangeIsNull { get; init; }

    /// <summary>The longest one statement may take; zero for no limit.</summary>
    public TimeSpan StatementTimeout { get; init; }

    /// <summary>Binds source options.</summary>
    public static MySqlSourceOptions From(OptionValues values) => new()
    {
        Snapshot = values.Text("snapshot") ?? "auto",
        SplitBy = values.Text("split_by"),
        SplitSize = values.Integer("split_size"),
        ZeroDateIsNull = values.Text("zero_date") == "null",
        OutOfRangeIsNull = values.Text("out_of_range") == "null",
        StatementTimeout = values.Duration("statement_timeout") ?? TimeSpan.Zero,
    };
}
