using Sluice.Expressions;

namespace Sluice.Corpus;

/// <summary>Something that evaluates a bound expression over the rows of a table.</summary>
internal interface IExecutor
{
    /// <summary>Its name in the output.</summary>
    string Name { get; }

    /// <summary>One result for each row, deviations included.</summary>
    /// <returns>Null when it does not run this expression.</returns>
    IReadOnlyList<EvalResult>? Run(BoundExpression expression, CorpusTable table, SessionContext session);
}
