using System.Collections.Immutable;
using Sluice.Connectors.Catalog;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>The planned replacement of a table's rows: they go into a shadow table beside it, which takes its place at the end.</summary>
internal sealed record MySqlReplacement
{
    private const string NewEnding = "__sluice_new";
    private const string OldEnding = "__sluice_old";
    private const int NameLength = 64;
    private const string MarkHead = "sluice: rows of run ";

    /// <summary>The target.</summary>
    public required TableName Target { get; init; }

    /// <summary>The shadow table.</summary>
    public required TableName Shadow { get; init; }

    /// <summary>The name that the old table has between the swap and its end.</summary>
    public TableName Old => new(Shadow.Schema, Shadow.Name[..^NewEnding.Length] + OldEnding);

    /// <summary>How the rows get from there into the target.</summary>
    public required ReplaceStep Step { get; init; }

    /// <summary>The columns that are written into the target in <see cref="ReplaceStep.Rows"/>: all that the server does not compute.</summary>
    public ImmutableArray<MySqlColumn> AllColumns { get; init; } = [];

    /// <summary>The key by which rows are compared when other tables refer to the target; empty to delete all and insert all.</summary>
    public ImmutableArray<string> Key { get; init; } = [];

    /// <summary>The comment of a target that is made: on the shadow stands its mark.</summary>
    public string? Comment { get; init; }

    /// <summary>For the plan: what happens at the end.</summary>
    public string Text => Step switch
    {
        ReplaceStep.Swap => $"into '{Shadow.Name}', which then takes the table's place",
        ReplaceStep.New => $"into '{Shadow.Name}', which is then renamed",
        _ when Key.IsEmpty => $"into '{Shadow.Name}', then DELETE and INSERT in one transaction",
        _ => $"into '{Shadow.Name}', then DELETE, UPDATE and INSERT by key ({string.Join(", ", Key)}) in one transaction",
    };

    /// <summary>The mark of a shadow table in its comment: whose it is.</summary>
    public static string Mark(string runId) => MarkHead + runId;

    /// <summary>Whether a comment says that a table is a shadow.</summary>
    public static bool IsMark(string? comment) => comment?.StartsWith(MarkHead, StringComparison.Ordinal) is true;

    /// <summary>The shadow's name: the target's, cut so that the server takes it whole.</summary>
    public static TableName ShadowOf(TableName name) =>
        new(name.Schema, (name.Name.Length > NameLength - NewEnding.Length ? name.Name[..(NameLength - NewEnding.Length)] : name.Name) + NewEnding);
}

/// <summary>How the rows of a shadow table become those of its target.</summary>
internal enum ReplaceStep
{
    /// <summary>The shadow takes the target's name; what hangs on the name stays.</summary>
    Swap,

    /// <summary>The rows are moved in one transaction; the target stays the table it is.</summary>
    Rows,

    /// <summary>The target is not there yet, or is made anew: the shadow is the target to be.</summary>
    New,
}
