using Sluice.Expressions;

namespace Sluice.Corpus;

/// <summary>The oracle.</summary>
internal sealed class InterpreterExecutor : IExecutor
{
    public string Name => "interpreter";

    public IReadOnlyList<EvalResult>? Run(BoundExpression expression, CorpusTable table, SessionContext session)
    {
        var interpreter = new Interpreter(session, isObserved: true);
        return [.. table.Rows.Select(row => interpreter.Evaluate(expression, row))];
    }
}
