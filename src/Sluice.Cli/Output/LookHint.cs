using Sluice.Connectors.Sinks;
using Sluice.Engine.Events;
using Sluice.Jobs;
using Sluice.Plans;

namespace Sluice.Cli.Output;

/// <summary>The last line of a run's summary: the command that shows what it has written, ready to be pasted.</summary>
internal static class LookHint
{
    /// <summary>The variable by which a launcher says how the program was called.</summary>
    private const string Launcher = "SLUICE_COMMAND";

    /// <summary>The line; empty when nothing was written, or where what was written cannot be read back.</summary>
    public static string Of(JobPlan plan, JobSpec spec, RunSummary summary, CliContext context)
    {
        SinkTable table = plan.Tables[0].Sink;
        if (summary.Outcome != RunOutcome.Done || table.Protocol == CommitProtocol.None)
            return "";
        string program = context.Environment(Launcher) is { Length: > 0 } called ? called : "sluice";
        string address = table.Local is { } local ? local.Scheme + Relative(local.Path, context.WorkingDirectory) : Connection(plan, spec, context);
        string tableFlag = table.Local is { HoldsTables: false } ? "" : $" --table {Quoted(table.Name.ToString())}";
        int targets = plan.Tables.Select(t => t.Sink.Name).Distinct().Count();
        return $"  look at it: {Quoted(program)} preview {Quoted(address)}{tableFlag}{(targets > 1 ? $" (one of {targets} tables)" : "")}\n";
    }

    // A name of connections.yaml holds outside of the job, one of the job's own does not. Invariant 8: an address is shown without its password.
    private static string Connection(JobPlan plan, JobSpec spec, CliContext context)
    {
        string written = spec.Sink!.Connection.Address.Value;
        return spec.Connections.TryGetValue(written, out ConnectionText? named) && named.IsShared && spec.BaseDirectory == context.WorkingDirectory
            ? written
            : plan.SinkText;
    }

    private static string Relative(string path, string folder)
    {
        string relative = Path.GetRelativePath(folder, path);
        return Path.IsPathRooted(relative) || relative.StartsWith("..", StringComparison.Ordinal) ? path : "./" + relative;
    }

    // As a shell reads it.
    private static string Quoted(string text) =>
        text.Length > 0 && text.All(c => char.IsLetterOrDigit(c) || "-_./:@=,+%".Contains(c, StringComparison.Ordinal))
            ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
