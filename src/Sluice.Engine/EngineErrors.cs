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

    /// <summary>Not ours to name: an exception that no layer expected.</summary>
    public static readonly ErrorCode Unexpected = new(
        "run.unexpected", Fault.Bug, "Something failed in a way Sluice does not know. Please report it with the plan and the message.");

    /// <summary>All codes of the engine.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } = [DirtyLimit, CountMismatch, DeadLetterUnwritable, Unexpected];
}
