using Sluice.Types;

namespace Sluice.Expressions.Syntax;

/// <summary>Reading stopped; caught where reading began.</summary>
internal sealed class SyntaxException(Problem problem) : Exception(problem.What)
{
    /// <summary>What is wrong.</summary>
    public Problem Problem { get; } = problem;
}
