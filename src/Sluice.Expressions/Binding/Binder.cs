using System.Collections.Immutable;
using Sluice.Expressions.Functions.Text;
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
    public BoundExpression? BindRoot(SyntaxNode syntax) => BindTyped(syntax) is { } bound ? FoldedText.Cut(bound) : null;

    // A bare NULL has no type: most places refuse it.
    private BoundExpression? BindTyped(SyntaxNode syntax)
    {
        BoundExpression? bound = Bind(syntax);
        if (bound is not { Type.Kind: TypeKind.Null })
            return bound;
        Report(ExpressionErrors.UntypedNull, "NULL has no type here", syntax.Span, "write CAST(NULL AS type)");
        return null;
    }

    private BoundExpression? Bind(SyntaxNode syntax) => syntax switch
    {
        ParenthesisSyntax node => Bind(node.Inner),
        NumberSyntax or TextSyntax or HexSyntax or KeywordLiteralSyntax or TemporalSyntax or IntervalSyntax => BindLiteral(syntax),
        NameSyntax node => BindName(node),
        UnarySyntax node => BindUnary(node),
        BinarySyntax node => BindBinary(node),
        IsSyntax node => BindIs(node),
        DistinctSyntax node => BindDistinct(node),
        BetweenSyntax node => BindBetween(node),
        InSyntax node => BindIn(node.Operand, node.Items, node.IsNegated, node.Span),
        QuantifiedSyntax node => BindQuantified(node),
        LikeSyntax node => BindLike(node),
        CaseSyntax node => BindCase(node),
        CastSyntax node => BindCast(node),
        CallSyntax node => BindCall(node),
        DifferenceSyntax node => BindDifference(node),
        FieldSyntax node => BindTyped(node.Operand) is { } operand ? Field(operand, node.Field, node.Span) : null,
        ItemSyntax node => Call(FunctionTable.Find("ITEM")!, [node.Operand, node.Index], null, node.Span),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private BoundExpression? BindCast(CastSyntax node)
    {
        if (Bind(node.Operand) is not { } operand)
            return null;
        LogicalType type = CommonTypes.Planned(node.Type);
        if (operand is BoundLiteral { Value: null })
            return new BoundLiteral(null, type.Nullable(), node.Span);
        LogicalType target = type.WithNullability(operand.Type.IsNullable || node.IsTry);
        if (operand.Type.IsCharacter && target.IsCharacter && target.Length < operand.Type.Length && operand is not BoundLiteral)
            Warn(ExpressionErrors.CutsText, $"text longer than {target.Nullable()} is cut without an error", node.Span);
        return Cast(operand, target, node.IsTry, isImplicit: false, node.Span);
    }

    private BoundExpression? BindName(NameSyntax node)
    {
        ImmutableArray<NamePart> parts = node.Parts;
        // column.field…, table.column.field…, catalog.database.table.column.field…
        if (Column(parts[0]) is { } first)
            return Fields(first, parts, 1, node.Span);
        int table = parts.Length >= 4 && parts[2].Text == Session.TableName ? 2 : 0;
        if (Session.TableName is not null && parts[table].Text == Session.TableName && parts.Length > table + 1 && Column(parts[table + 1]) is { } second)
            return Fields(second with { Span = node.Span }, parts, table + 2, node.Span);
        ReportUnknownColumn(node);
        return null;
    }

    private BoundExpression? Fields(BoundExpression operand, ImmutableArray<NamePart> parts, int from, SourceSpan span)
    {
        BoundExpression? result = operand;
        for (int i = from; i < parts.Length && result is not null; i++)
            result = Field(result, parts[i], span);
        return result;
    }

    private BoundColumn? Column(NamePart name)
    {
        int index = schema.IndexOf(name.Text);
        if (index >= 0)
            return new BoundColumn(index, name.Text, schema.Columns[index].Type, name.Span);
        for (int i = 0; i < Session.MetadataColumns.Length; i++)
        {
            if (Session.MetadataColumns[i].Name == name.Text)
                return new BoundColumn(schema.Columns.Length + i, name.Text, Session.MetadataColumns[i].Type, name.Span);
        }

        return null;
    }

    private void ReportUnknownColumn(NameSyntax node)
    {
        NamePart name = node.Parts.Length > 1 && node.Parts[0].Text == Session.TableName ? node.Parts[1] : node.Parts[0];
        List<string> known = [.. schema.Columns.Concat(Session.MetadataColumns).Select(column => column.Name)];
        string? near = NearestName.Find(name.Text, known);
        string fix = near is not null ? $"write {ExpressionPrinter.Quote(near)}"
            : known.Count is > 0 and <= 20 ? $"use one of: {string.Join(", ", known.Select(ExpressionPrinter.Quote))}"
            : "look at the table's columns";
        Report(ExpressionErrors.UnknownColumn, $"there is no column '{name.Text}'", name.Span, fix);
    }

    private BoundField? Field(BoundExpression operand, NamePart name, SourceSpan span)
    {
        if (operand.Type.Kind != TypeKind.Row)
        {
            Report(ExpressionErrors.TypeMismatch, $"{operand.Type.Nullable()} has no field '{name.Text}'", name.Span);
            return null;
        }

        for (int i = 0; i < operand.Type.Fields.Length; i++)
        {
            RowField field = operand.Type.Fields[i];
            if (field.Name == name.Text)
                return new BoundField(operand, i, field.Name, field.Type.WithNullability(operand.Type.IsNullable || field.Type.IsNullable), span);
        }

        string? near = NearestName.Find(name.Text, operand.Type.Fields.Select(field => field.Name));
        Report(ExpressionErrors.UnknownColumn, $"the row has no field '{name.Text}'", name.Span, near is null ? null : $"write {ExpressionPrinter.Quote(near)}");
        return null;
    }
}
