using Sluice.Types;

namespace Sluice.Cli;

/// <summary>The one place where faults become exit codes.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int JobWrong = 2;
    public const int EnvironmentWrong = 3;
    public const int Interrupted = 130;

    /// <summary>The exit code of problems reported together: a wrong job goes before a wrong environment, and that before anything else.</summary>
    public static int Of(IEnumerable<Problem> problems)
    {
        Fault[] faults = [.. problems.Select(problem => problem.Code.Fault)];
        if (faults.Contains(Fault.Job))
            return JobWrong;
        return faults.Any(fault => fault is Fault.Environment or Fault.Transient) ? EnvironmentWrong : Failed;
    }
}
