using Sluice.Expressions.Syntax;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Turns a tree as written into a bound tree, and collects all problems on the way: a part that is wrong gives null and binding goes on.</summary>
internal sealed partial class Binder(SourceText source, TableSchema schema, SessionContext session)
{
    /// <summary>The session.</summary>
    public SessionContext Session { get; } = session;

    /// <summary>The problems so far.</summary>
    public List<Problem> Problems { get; } = [];

    /// <summary>The warnings so far.</summary>
    public List<Problem> Warnings { get; } = [];

    /// <summary>Adds a problem.</summary>
    public void Report(ErrorCode code, string what, SourceSpan span, string? fix = null) => Problems.Add(source.Problem(code, what, span, fix));

    /// <summary>Adds a warning.</summary>
    public void Warn(ErrorCode code, string what, SourceSpan span, string? fix = null) => Warnings.Add(source.Problem(code, what, span, fix));

    /// <summary>Binds a whole expression.</summary>
    public BoundExpression? BindRoot(SyntaxNode syntax)
    {
        _ = schema;
        Report(ExpressionErrors.UnsupportedSyntax, "nothing can be bound yet", syntax.Span);
        return null;
    }
}
