namespace Sluice.Types;

/// <summary>Whose fault an error is: one classification for the exit code, the retry and, later, the HTTP status.</summary>
public enum Fault
{
    /// <summary>The data or the run failed; exit code 1. Not retried.</summary>
    Data,

    /// <summary>The job or the command line is wrong; exit code 2. Not retried.</summary>
    Job,

    /// <summary>The environment: unreachable, refused, no such file, missing right; exit code 3. Not retried.</summary>
    Environment,

    /// <summary>The environment, and likely to pass: a cut connection, a server starting up; exit code 3 when retries are exhausted.</summary>
    Transient,

    /// <summary>Ours; exit code 1.</summary>
    Bug,
}
