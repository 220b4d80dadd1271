using Sluice.Types;

namespace Sluice.Plans;

/// <summary>The codes of what cannot be planned.</summary>
public static class PlanErrors
{
    /// <summary>No such column.</summary>
    public static readonly ErrorCode UnknownColumn = new(
        "plan.unknown_column", Fault.Job, "A rule names a column that the table, or what is selected from it, does not have. Names are case-sensitive.");

    /// <summary>Two columns of the same name.</summary>
    public static readonly ErrorCode DuplicateColumn = new("plan.duplicate_column", Fault.Job, "Two selected columns have the same name. Rename one with AS.");

    /// <summary>Nothing selected.</summary>
    public static readonly ErrorCode NoColumns = new("plan.no_columns", Fault.Job, "The rule leaves no column to write.");

    /// <summary>A column of a type that cannot be read.</summary>
    public static readonly ErrorCode UnreadableColumn = new(
        "plan.unreadable_column", Fault.Job, "A column's type cannot be read, not even as text. Leave the column out: `select: { \"*\": true, column: null }`.");

    /// <summary>A bare NULL.</summary>
    public static readonly ErrorCode UntypedColumn = new("plan.untyped_column", Fault.Job, "A selected value has no type. Write CAST(NULL AS type).");

    /// <summary>Two tables have one target that nobody asked to be one.</summary>
    public static readonly ErrorCode SameTarget = new(
        "plan.same_target", Fault.Job, "Two source tables would be written into one target without a rule that says so. Give `into` to merge or to rename them.");

    /// <summary>Merged tables differ.</summary>
    public static readonly ErrorCode DifferentColumns = new(
        "plan.different_columns", Fault.Job, "Tables that are merged into one target must give the same columns with the same types. Use `select` to make them equal.");

    /// <summary>A name in braces that means nothing.</summary>
    public static readonly ErrorCode UnknownPlaceholder = new(
        "plan.unknown_placeholder", Fault.Job, "`into` holds a {name} that is neither {schema}, {name} nor a part named in `match`.");

    /// <summary>The budget is too small.</summary>
    public static readonly ErrorCode MemoryTooSmall = new(
        "plan.memory_too_small", Fault.Job, "`limits.memory` is too small for even one worker of this job. Raise it.");

    /// <summary>A store is asked for, and source or sink cannot continue.</summary>
    public static readonly ErrorCode CannotResume = new(
        "plan.cannot_resume", Fault.Job, "`checkpoint.store` asks for a run that can be continued, and the source or the sink of a table cannot do that. Leave it out.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        UnknownColumn, DuplicateColumn, NoColumns, UnreadableColumn, UntypedColumn, SameTarget, DifferentColumns, UnknownPlaceholder, MemoryTooSmall, CannotResume,
    ];
}
