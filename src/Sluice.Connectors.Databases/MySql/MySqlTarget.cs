using System.Collections.Immutable;
using Sluice.Connectors.Sinks;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>The planned writing of one table.</summary>
internal sealed record MySqlTarget : SinkTable
{
    /// <summary>The target's columns, in the order of <see cref="SinkTable.Schema"/>.</summary>
    public required ImmutableArray<MySqlColumn> Targets { get; init; }

    /// <summary>Whether rows go by LOAD DATA; else by INSERT.</summary>
    public required bool IsLoaded { get; init; }

    /// <summary>Whether the run creates the table (and takes it away again when it fails).</summary>
    public required bool IsCreated { get; init; }

    /// <summary>The statement that creates the progress table, which is not run with the others; null when it is there or not needed.</summary>
    public string? ProgressDdl { get; init; }

    /// <summary>How rows get from a temporary table into this one; null when they go straight into it.</summary>
    public MySqlMerge? Merge { get; init; }

    /// <summary>The table that rows go into and that takes this one's place at the end; null when they go into this one.</summary>
    public MySqlReplacement? Replacement { get; init; }

    /// <summary>The longest statement the server takes, in bytes.</summary>
    public required long MaxPacket { get; init; }

    /// <summary>The table that rows are sent into, quoted.</summary>
    private string Into => Merge?.Stage ?? MySqlDialect.Quote(Replacement?.Shadow ?? Name);

    private bool IsReplacing => Merge is { IsIgnoring: false };

    /// <summary>The LOAD DATA statement. What is not text goes by way of a variable.</summary>
    public string LoadSql
    {
        get
        {
            FieldEncoder[] encoders = CreateEncoders();
            IEnumerable<string> fields = Targets.Select((c, i) => encoders[i].Conversion is null ? MySqlDialect.Quote(c.Name) : $"@v{i}");
            string[] sets = [.. Targets.Select((c, i) => encoders[i].Conversion is { } call ? $"{MySqlDialect.Quote(c.Name)} = {call.Replace("?", $"@v{i}", StringComparison.Ordinal)}" : null).OfType<string>()];
            return $"LOAD DATA LOCAL INFILE 'sluice' {(IsReplacing ? "REPLACE " : "")}INTO TABLE {Into} CHARACTER SET utf8mb4 "
                + $@"FIELDS TERMINATED BY '\t' ESCAPED BY '\\' LINES TERMINATED BY '\n' ({string.Join(", ", fields)})"
                + (sets.Length == 0 ? "" : " SET " + string.Join(", ", sets));
        }
    }

    /// <summary>The beginning of an INSERT statement.</summary>
    public string InsertSql =>
        $"{(IsReplacing ? "REPLACE" : "INSERT")} INTO {Into} ({string.Join(", ", Targets.Select(c => MySqlDialect.Quote(c.Name)))}) VALUES ";

    /// <summary>New encoders for one writer.</summary>
    public FieldEncoder[] CreateEncoders() => [.. Schema.Columns.Select((column, i) => FieldEncoders.Create(column.Type, Targets[i]))];
}
