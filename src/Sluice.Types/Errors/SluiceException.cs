namespace Sluice.Types;

/// <summary>The only exception a user can see: one or more <see cref="Problem"/>s, all found together.</summary>
public sealed class SluiceException : Exception
{
    /// <summary>One problem.</summary>
    public SluiceException(Problem problem, Exception? inner = null)
        : this([problem], inner)
    {
    }

    /// <summary>Several problems, in the order of the user's text. At least one.</summary>
    public SluiceException(IReadOnlyList<Problem> problems, Exception? inner = null)
        : base(string.Join("\n", problems.Select(p => p.Render())), inner)
    {
        ArgumentOutOfRangeException.ThrowIfZero(problems.Count);
        Problems = problems;
    }

    /// <summary>A problem from its parts.</summary>
    public SluiceException(ErrorCode code, string what, string? where = null, string? fix = null, Exception? inner = null)
        : this(new Problem(code, what) { Where = where, Fix = fix }, inner)
    {
    }

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<Problem> Problems { get; }

    /// <summary>The first problem's code.</summary>
    public ErrorCode Code => Problems[0].Code;
}
