using Sluice.Types;

namespace Sluice.Stores;

/// <summary>What can go wrong with a state store.</summary>
public static class StoreErrors
{
    /// <summary>A live process runs the job.</summary>
    public static readonly ErrorCode JobRunning = new("store.job_running", Fault.Environment,
        "Another process runs this job with the same store. Wait until it ends, or stop it; two jobs need two names or two stores.");

    /// <summary>The next checkpoint was published by somebody else.</summary>
    public static readonly ErrorCode Fenced = new("store.fenced", Fault.Environment,
        "Another run of the job published a checkpoint that this run was about to publish. This run stopped; the other one goes on.");
}
