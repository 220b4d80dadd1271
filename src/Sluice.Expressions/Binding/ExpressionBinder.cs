using Sluice.Expressions.Syntax;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>From the text of an expression to a bound tree.</summary>
public static class ExpressionBinder
{
    /// <summary>Parses and binds a text over the columns of a table.</summary>
    /// <returns>The expression, or every problem that was found. Never throws for what a user wrote.</returns>
    public static BindingResult Bind(string text, TableSchema schema, SessionContext session)
    {
        var source = new SourceText(text);
        try
        {
            SyntaxNode syntax = Parser.Parse(source);
            var binder = new Binder(source, schema, session);
            BoundExpression? bound = binder.BindRoot(syntax);
            return new BindingResult(binder.Problems.Count == 0 ? bound : null, [.. binder.Problems], [.. binder.Warnings]);
        }
        catch (SyntaxException error)
        {
            return new BindingResult(null, [error.Problem], []);
        }
        catch (SluiceException error)
        {
            // The session, not the text: an unknown time zone.
            return new BindingResult(null, [.. error.Problems], []);
        }
    }

    /// <summary>As <see cref="Bind"/>, and the result must be a BOOLEAN: a filter.</summary>
    public static BindingResult BindFilter(string text, TableSchema schema, SessionContext session)
    {
        BindingResult result = Bind(text, schema, session);
        if (result.Expression is null || result.Expression.Type.Kind == TypeKind.Boolean)
            return result;
        Problem problem = new SourceText(text).Problem(
            ExpressionErrors.TypeMismatch, $"a filter is a BOOLEAN, but this is {result.Expression.Type.Nullable()}", result.Expression.Span, "write a comparison");
        return result with { Expression = null, Problems = [problem] };
    }
}
