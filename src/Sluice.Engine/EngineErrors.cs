using Sluice.Types;

namespace Sluice.Engine;

/// <summary>The error codes of the engine.</summary>
public static class EngineErrors
{
    /// <summary>More dirty rows than <c>errors.limit</c>.</summary>
    public static readonly ErrorCode DirtyLimit = new(
        "run.dirty_limit", Fault.Data, "A row could not be read, evaluated or written, and errors.limit allows no more of them. The run stopped and took everything back. Mend the row, or raise errors.limit and name a folder in errors.dead_letter.");

    /// <summary>The sink took another number of rows than it was sent.</summary>
    public static readonly ErrorCode CountMismatch = new(
        "run.count_mismatch", Fault.Bug, "The sink says it took another number of rows than it was sent; nothing was committed. Please report it with the plan.");

    /// <summary>The dead letter folder cannot be written.</summary>
    public static readonly ErrorCode DeadLetterUnwritable = new(
        "run.dead_letter_unwritable", Fault.Environment, "The folder for dirty rows cannot be written, so the run stopped rather than lose them. Make it writable or name another one in errors.dead_letter.");

    /// <summary>Reading a split failed too often.</summary>
    public static readonly ErrorCode ReadExhausted = new(
        "run.read_exhausted", Fault.Transient, "A part of the source could not be read in eight tries with growing pauses. The message names the part and the last failure; mend that, then run again.");

    /// <summary>The job is not what it was when its unfinished run began.</summary>
    public static readonly ErrorCode PlanChanged = new(
        "run.plan_changed", Fault.Job, "An unfinished run of the job is recorded, and the job, its tables or their columns have changed since. Undo the change to continue it, or discard it with --fresh.");

    /// <summary>The sink has lost its part of the progress.</summary>
    public static readonly ErrorCode ProgressLost = new(
        "run.progress_lost", Fault.Environment, "The store has an unfinished run, and the sink knows nothing of it: its record was removed, or it is another sink. Rows written before cannot be told from others. Clear the target and run with --fresh.");

    /// <summary>The store's content is of a newer program, or not of this one.</summary>
    public static readonly ErrorCode CheckpointUnreadable = new(
        "run.checkpoint_unreadable", Fault.Environment, "The checkpoint in the store is whole, but not of a version that this program reads. Use the program that wrote it, or discard the run with --fresh.");

    /// <summary>The folder or file of dead letters cannot be read.</summary>
    public static readonly ErrorCode LettersUnreadable = new(
        "run.letters_unreadable", Fault.Environment, "The dead letters cannot be read. Make the folder and its files readable for the user that replays them.");

    /// <summary>A line is no dead letter.</summary>
    public static readonly ErrorCode LetterMalformed = new(
        "run.letter_malformed", Fault.Data, "A line of a dead-letter file is not what was written there. Put it back, or delete the line; nothing was replayed.");

    /// <summary>A value of a dead letter still does not fit.</summary>
    public static readonly ErrorCode LetterValue = new(
        "run.letter_value", Fault.Data, "A value of a replayed dead letter does not fit its column as it is written. Mend it in the letter's row, or change the column's type in the job.");

    /// <summary>Not ours to name: an exception that no layer expected.</summary>
    public static readonly ErrorCode Unexpected = new(
        "run.unexpected", Fault.Bug, "Something failed in a way Sluice does not know. Please report it with the plan and the message.");

    /// <summary>All codes of the engine.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } = [DirtyLimit, CountMismatch, DeadLetterUnwritable, ReadExhausted, PlanChanged, ProgressLost, CheckpointUnreadable, LettersUnreadable, LetterMalformed, LetterValue, Unexpected];
}
