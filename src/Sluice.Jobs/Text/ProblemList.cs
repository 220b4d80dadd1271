using Sluice.Connectors;
using Sluice.Types;

namespace Sluice.Jobs;

/// <summary>Collects all problems of a job, so that they are reported together and in the order of the file.</summary>
public sealed class ProblemList
{
    private readonly List<Problem> _problems = [];

    /// <summary>How many there are.</summary>
    public int Count => _problems.Count;

    /// <summary>Adds one, unless the same is there.</summary>
    public void Add(Problem problem)
    {
        if (!_problems.Contains(problem))
            _problems.Add(problem);
    }

    /// <summary>Adds several.</summary>
    public void AddRange(IEnumerable<Problem> problems)
    {
        foreach (Problem problem in problems)
            Add(problem);
    }

    /// <summary>All of them in the order of the texts they point into; those that point nowhere last. Secrets are masked.</summary>
    public IReadOnlyList<Problem> InOrder(SecretMask secrets)
    {
        List<string> files = [];
        foreach (Problem problem in _problems.Where(p => p.Span is not null))
        {
            if (!files.Contains(FileOf(problem)))
                files.Add(FileOf(problem));
        }

        return
        [
            .. _problems.OrderBy(p => p.Span is null ? int.MaxValue : files.IndexOf(FileOf(p)))
                .ThenBy(p => p.Span?.Line ?? 0)
                .ThenBy(p => p.Span?.Column ?? 0)
                .Select(p => Masked(p, secrets)),
        ];
    }

    /// <summary>Throws all of them, if there is any.</summary>
    /// <exception cref="SluiceException">There are problems.</exception>
    public void ThrowIfAny(SecretMask secrets)
    {
        if (_problems.Count > 0)
            throw new SluiceException(InOrder(secrets));
    }

    /// <summary>Invariant 8: the problem without secrets.</summary>
    public static Problem Masked(Problem problem, SecretMask secrets) => problem with
    {
        What = secrets.Apply(problem.What),
        Where = problem.Where is null ? null : secrets.Apply(problem.Where),
        SourceLine = problem.SourceLine is null ? null : secrets.Apply(problem.SourceLine),
        Span = problem is { SourceLine: { } line, Span: { } span } ? Moved(span, line, secrets) : problem.Span,
        Fix = problem.Fix is null ? null : secrets.Apply(problem.Fix),
    };

    // The caret stays under the same words when a secret before or in them became shorter or longer.
    private static SourceSpan Moved(SourceSpan span, string line, SecretMask secrets)
    {
        int start = Math.Min(span.Column - 1, line.Length);
        int end = Math.Min(start + span.Length, line.Length);
        if (secrets.Apply(line).Length == line.Length || end == start)
            return span;
        return span with { Column = secrets.Apply(line[..start]).Length + 1, Length = Math.Max(1, secrets.Apply(line[start..end]).Length) };
    }

    private static string FileOf(Problem problem) => problem.Where is { } where && problem.Span is { } span ? where[..^(span.ToString().Length + 1)] : "";
}
