using System.Collections.Immutable;

namespace Sluice.Expressions;

/// <summary>
/// Renders a filter as SQL of a dialect. It knows three-valued logic and what may be left out; all else it asks the dialect, whose answers are
/// <see cref="SqlFidelity.None"/> until it says otherwise. A dialect derives it in its connector's folder and answers per operator and per type.
/// </summary>
/// <remarks>Invariant 9: only what keeps the same rows and cannot fail for a row is exact; what keeps more is partial and is applied again.</remarks>
public abstract class SqlRenderer
{
    /// <summary>A conjunct of a filter. Constant parts should have been folded (<see cref="ConstantFolder"/>).</summary>
    /// <param name="conjunct">A BOOLEAN expression.</param>
    public SqlFilter Filter(BoundExpression conjunct) => conjunct switch
    {
        BoundLogical { IsAnd: true } and => And(and),
        BoundLogical or => Or(or),
        _ => Value(conjunct),
    };

    /// <summary>The text of a value; used for operands. Partial makes sense for a BOOLEAN at the top only.</summary>
    protected SqlFilter Value(BoundExpression node) => node switch
    {
        BoundLiteral literal => Literal(literal) is { } text ? SqlFilter.Exact(text) : SqlFilter.None($"the literal {literal} has no exact form there"),
        BoundColumn column => Column(column) is { } name ? SqlFilter.Exact(name) : SqlFilter.None($"the column {column.Name} is not the database's own"),
        BoundLogical logical => Strict(logical),
        BoundNot not => Not(not),
        BoundIsTest test => Test(test),
        BoundComparison comparison => Compared(comparison),
        BoundInList list => Listed(list),
        BoundDistinct distinct => Distinct(distinct),
        BoundCast cast => Lossless.IsWidening(cast) ? Value(cast.Operand) : Cast(cast),
        BoundArithmetic arithmetic => Arithmetic(arithmetic),
        BoundNegate negate => Negate(negate),
        BoundCall call => Call(call),
        _ => SqlFilter.None($"{node} is not pushed down"),
    };

    /// <summary>The quoted name of a column; null when the database does not have it.</summary>
    protected abstract string? Column(BoundColumn column);

    /// <summary>The text of a constant, NULL included, that the database reads as exactly this value; null when there is none.</summary>
    protected abstract string? Literal(BoundLiteral literal);

    /// <summary>How the database's comparison of these two operands compares with ours: collation, NaN, padding, time zones.</summary>
    /// <returns>The fidelity and, when not exact, the reason.</returns>
    protected virtual (SqlFidelity Fidelity, string? Reason) Comparison(ComparisonOperator op, BoundExpression left, BoundExpression right) =>
        (SqlFidelity.None, "the comparison is not proved equal there");

    /// <summary>A call of a function or a keyword operator (LIKE); look it up in the dialect's table by <see cref="Function.Name"/>.</summary>
    protected virtual SqlFilter Call(BoundCall call) => SqlFilter.None($"{call.Function.Name} is not pushed down");

    /// <summary>A cast that is not a mere widening.</summary>
    protected virtual SqlFilter Cast(BoundCast cast) => SqlFilter.None($"the cast to {cast.Type.Nullable()} is not proved equal there");

    /// <summary>Arithmetic: it can overflow or divide by zero, so the default is none.</summary>
    protected virtual SqlFilter Arithmetic(BoundArithmetic node) => SqlFilter.None($"'{OperatorText.Of(node.Operator)}' can fail for a row");

    /// <summary>Unary minus: it can overflow, so the default is none.</summary>
    protected virtual SqlFilter Negate(BoundNegate node) => SqlFilter.None("'-' can fail for a row");

    // An operand that cannot be pushed is left to the engine: what remains keeps more rows.
    private SqlFilter And(BoundLogical node)
    {
        List<string> texts = [];
        string? reason = null;
        foreach (BoundExpression operand in node.Operands)
        {
            SqlFilter part = Filter(operand);
            reason ??= part.Reason;
            if (part.Text is not null && part.Fidelity != SqlFidelity.None)
                texts.Add(part.Text);
        }

        if (texts.Count == 0)
            return SqlFilter.None(reason ?? "nothing can be pushed");
        string text = texts.Count == 1 ? texts[0] : $"({string.Join(" AND ", texts)})";
        return reason is null ? SqlFilter.Exact(text) : SqlFilter.Partial(text, reason);
    }

    private SqlFilter Or(BoundLogical node)
    {
        List<SqlFilter> parts = [.. node.Operands.Select(Filter)];
        if (parts.Find(part => part.Fidelity == SqlFidelity.None) is { } missing)
            return missing;
        string text = $"({string.Join(" OR ", parts.Select(part => part.Text))})";
        return parts.Find(part => part.Fidelity == SqlFidelity.Partial) is { } partial ? SqlFilter.Partial(text, partial.Reason!) : SqlFilter.Exact(text);
    }

    private SqlFilter Strict(BoundLogical node)
    {
        List<SqlFilter> parts = [.. node.Operands.Select(Value)];
        return parts.Find(part => part.Fidelity != SqlFidelity.Exact) is { } wrong
            ? SqlFilter.None(wrong.Reason!)
            : SqlFilter.Exact($"({string.Join(node.IsAnd ? " AND " : " OR ", parts.Select(part => part.Text))})");
    }

    private SqlFilter Not(BoundNot node) => Exactly(Value(node.Operand), text => $"(NOT {text})");

    private SqlFilter Test(BoundIsTest node)
    {
        if (node.Test is IsTest.True or IsTest.False && Value(node.Operand) is { Fidelity: SqlFidelity.Exact, Text: { } truth })
            return SqlFilter.Exact(TruthTest(node, truth));
        return Exactly(Value(node.Operand), text => $"({text} IS {(node.IsNegated ? "NOT " : "")}NULL)", isAllowed: node.Test is IsTest.Null or IsTest.Unknown);
    }

    /// <summary>The text of <c>IS [NOT] TRUE</c> and <c>IS [NOT] FALSE</c> over an exact operand.</summary>
    protected virtual string TruthTest(BoundIsTest node, string operand) =>
        $"({operand} IS {(node.IsNegated ? "NOT " : "")}{(node.Test == IsTest.True ? "TRUE" : "FALSE")})";

    private SqlFilter Compared(BoundComparison node)
    {
        (SqlFidelity fidelity, string? reason) = Comparison(node.Operator, node.Left, node.Right);
        return Two(node.Left, node.Right, fidelity, reason, (left, right) => $"({left} {OperatorText.Of(node.Operator)} {right})");
    }

    private SqlFilter Distinct(BoundDistinct node)
    {
        (SqlFidelity fidelity, string? reason) = Comparison(ComparisonOperator.Equal, node.Left, node.Right);
        return fidelity == SqlFidelity.Exact
            ? Two(node.Left, node.Right, fidelity, reason, (left, right) => DistinctText(left, right, node.IsNegated))
            : SqlFilter.None(reason ?? "IS DISTINCT FROM is not proved equal there");
    }

    /// <summary>The text of <c>IS [NOT] DISTINCT FROM</c>.</summary>
    protected virtual string DistinctText(string left, string right, bool isNegated) => $"({left} IS {(isNegated ? "NOT " : "")}DISTINCT FROM {right})";

    private SqlFilter Listed(BoundInList node)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        SqlFidelity least = SqlFidelity.Exact;
        string? reason = null;
        foreach (BoundExpression item in node.Items)
        {
            (SqlFidelity fidelity, string? why) = Comparison(ComparisonOperator.Equal, node.Operand, item);
            SqlFilter text = Value(item);
            reason ??= why ?? text.Reason;
            least = Least(least, Least(fidelity, text.Fidelity));
            texts.Add(text.Text ?? "");
        }

        SqlFilter operand = Value(node.Operand);
        least = Least(least, operand.Fidelity);
        if (least == SqlFidelity.None || (least == SqlFidelity.Partial && node.IsNegated))
            return SqlFilter.None(reason ?? operand.Reason ?? "IN is not proved equal there");
        string list = $"({operand.Text} {(node.IsNegated ? "NOT IN" : "IN")} ({string.Join(", ", texts)}))";
        return least == SqlFidelity.Exact ? SqlFilter.Exact(list) : SqlFilter.Partial(list, reason!);
    }

    private SqlFilter Two(BoundExpression left, BoundExpression right, SqlFidelity fidelity, string? reason, Func<string, string, string> text)
    {
        if (fidelity == SqlFidelity.None)
            return SqlFilter.None(reason ?? "the comparison is not proved equal there");
        SqlFilter a = Value(left);
        SqlFilter b = Value(right);
        if (a.Fidelity != SqlFidelity.Exact || b.Fidelity != SqlFidelity.Exact)
            return SqlFilter.None(a.Reason ?? b.Reason!);
        string both = text(a.Text!, b.Text!);
        return fidelity == SqlFidelity.Exact ? SqlFilter.Exact(both) : SqlFilter.Partial(both, reason ?? "it may keep more rows");
    }

    private static SqlFilter Exactly(SqlFilter operand, Func<string, string> text, bool isAllowed = true) =>
        isAllowed && operand.Fidelity == SqlFidelity.Exact ? SqlFilter.Exact(text(operand.Text!)) : SqlFilter.None(operand.Reason ?? "it is not proved equal there");

    private static SqlFidelity Least(SqlFidelity a, SqlFidelity b) => a < b ? a : b;
}
