using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Sluice.Expressions.Syntax;

namespace Sluice.Expressions;

/// <summary>
/// Prints a bound tree as Flink SQL text that binds to the same tree again. Implicit casts are left out: binding puts them back.
/// </summary>
public static class ExpressionPrinter
{
    private const int Or = 10;
    private const int And = 20;
    private const int Not = 25;
    private const int Is = 28;
    private const int Compare = 30;
    private const int Range = 32;
    private const int Sum = 40;
    private const int Product = 60;
    private const int Unary = 80;
    private const int Primary = 100;

    /// <summary>The text.</summary>
    public static string Print(BoundExpression expression) => Text(expression, 0);

    /// <summary>A name, in backticks if it needs them.</summary>
    public static string Quote(string name)
    {
        bool isPlain = name.Length > 0 && (char.IsAsciiLetter(name[0]) || name[0] == '_') && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            && !ReservedWords.Contains(name) && FunctionTable.Find(name) is not { IsKeyword: true };
        return isPlain ? name : $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";
    }

    /// <summary>A string literal.</summary>
    public static string QuoteText(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Text(BoundExpression node, int least)
    {
        (string text, int precedence) = node switch
        {
            BoundLiteral literal => (LiteralPrinter.Print(literal), LiteralPrinter.IsNegative(literal) ? Unary : Primary),
            BoundColumn column => (Quote(column.Name), Primary),
            BoundCast { IsImplicit: true } cast => (Text(cast.Operand, least), Primary),
            BoundCast cast => ($"{(cast.IsTry ? "TRY_CAST" : "CAST")}({Print(cast.Operand)} AS {cast.Type.Nullable()})", Primary),
            BoundArithmetic { Unit: { } unit } difference => ($"({Text(difference.Left, Sum)} - {Text(difference.Right, Sum + 1)}) {unit}", Primary),
            BoundArithmetic arithmetic => Infix(arithmetic),
            BoundNegate negate => ("-" + (Text(negate.Operand, Unary + 1) is var operand && operand.StartsWith('-') ? $"({operand})" : operand), Unary),
            BoundComparison comparison =>
                ($"{Text(comparison.Left, Compare)} {OperatorText.Of(comparison.Operator)} {Text(comparison.Right, Compare + 1)}", Compare),
            BoundDistinct distinct =>
                ($"{Text(distinct.Left, Compare)} IS {(distinct.IsNegated ? "NOT " : "")}DISTINCT FROM {Text(distinct.Right, Compare + 1)}", Compare),
            BoundLogical logical => Logical(logical),
            BoundNot not => ($"NOT {Text(not.Operand, Not)}", Not),
            BoundIsTest test => ($"{Text(test.Operand, Is)} IS {(test.IsNegated ? "NOT " : "")}{test.Test.ToString().ToUpperInvariant()}", Is),
            BoundCase choice => (Case(choice), Primary),
            BoundCoalesce coalesce => ($"COALESCE({List(coalesce.Arguments)})", Primary),
            BoundInList list => ($"{Text(list.Operand, Range)} {(list.IsNegated ? "NOT IN" : "IN")} ({List(list.Items)})", Range),
            BoundField field => ($"{FieldOwner(field.Operand)}.{Quote(field.Name)}", Primary),
            BoundCall call => CallPrinter.Print(call, Text),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return precedence < least ? $"({text})" : text;
    }

    private static (string Text, int Precedence) Infix(BoundArithmetic node)
    {
        int precedence = node.Operator is ArithmeticOperator.Add or ArithmeticOperator.Subtract ? Sum : Product;
        string right = Text(node.Right, precedence + 1);
        return ($"{Text(node.Left, precedence)} {OperatorText.Of(node.Operator)} {right}", precedence);
    }

    private static (string Text, int Precedence) Logical(BoundLogical node)
    {
        int precedence = node.IsAnd ? And : Or;
        return (string.Join(node.IsAnd ? " AND " : " OR ", node.Operands.Select(operand => Text(operand, precedence + 1))), precedence);
    }

    private static string Case(BoundCase node)
    {
        if (node.IsIf)
            return $"IF({Print(node.Branches[0].Condition)}, {Print(node.Branches[0].Value)}, {Print(node.Otherwise!)})";
        var text = new StringBuilder("CASE");
        foreach (BoundBranch branch in node.Branches)
            text.Append(CultureInfo.InvariantCulture, $" WHEN {Print(branch.Condition)} THEN {Print(branch.Value)}");
        if (node.Otherwise is not null)
            text.Append(" ELSE ").Append(Print(node.Otherwise));
        return text.Append(" END").ToString();
    }

    private static string FieldOwner(BoundExpression operand) => operand is BoundColumn or BoundField ? Text(operand, Primary) : $"({Print(operand)})";

    private static string List(ImmutableArray<BoundExpression> items) => string.Join(", ", items.Select(Print));
}
