using System.Collections.Immutable;
using Sluice.Expressions.Syntax;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>
/// Reads the schema of a job file: <c>id BIGINT, who STRING, doc STRING [json], net STRING [postgres.inet], PRIMARY KEY (id)</c>. A tag in brackets
/// is what the plan prints behind the type of a tagged column.
/// </summary>
public static class SchemaParser
{
    /// <summary>Reads a schema.</summary>
    /// <returns>The schema; null when there are problems.</returns>
    public static TableSchema? TryParse(string text, out ImmutableArray<Problem> problems)
    {
        try
        {
            var reader = new TokenReader(new SourceText(text));
            List<Problem> found = [];
            TableSchema schema = Read(reader, found);
            problems = [.. found];
            return problems.IsEmpty ? schema : null;
        }
        catch (SyntaxException error)
        {
            problems = [error.Problem];
            return null;
        }
    }

    private static TableSchema Read(TokenReader reader, List<Problem> found)
    {
        var columns = ImmutableArray.CreateBuilder<Column>();
        ImmutableArray<string> key = [];
        do
        {
            if (reader.Current.Is("PRIMARY") && reader.Peek(1).Is("KEY"))
                key = Key(reader, columns, found);
            else
                ReadColumn(reader, columns, found);
        }
        while (reader.TryTakeSymbol(","));
        if (reader.Current.Kind != TokenKind.End)
            throw reader.Unexpected("',' or the end of the schema");
        return new TableSchema(columns.ToImmutable()) { PrimaryKey = key };
    }

    private static void ReadColumn(TokenReader reader, ImmutableArray<Column>.Builder columns, List<Problem> found)
    {
        Token name = reader.Current;
        if (name.Kind is not (TokenKind.Word or TokenKind.QuotedName))
            throw reader.Unexpected("a column's name");
        reader.Take();
        LogicalType type = new DataTypeReader(reader).Read();
        if (columns.Any(column => column.Name == name.Text))
            found.Add(reader.Error(ExpressionErrors.DuplicateColumn, $"the column '{name.Text}' is named twice", reader.SpanOf(name), "rename one of them").Problem);
        columns.Add(new Column(name.Text, type) { Tag = reader.Current.IsSymbol("[") ? ReadTag(reader, type) : null });
    }

    /// <summary>Reads <c>[json]</c>, <c>[postgres.int4[]]</c>: the text between the brackets, which may hold pairs of them.</summary>
    private static string ReadTag(TokenReader reader, LogicalType type)
    {
        Token open = reader.Take();
        int depth = 1;
        Token last = reader.Current;
        while (depth > 0)
        {
            last = reader.Current;
            if (last.Kind == TokenKind.End)
                throw reader.Unexpected("']'");
            depth += last.IsSymbol("[") ? 1 : last.IsSymbol("]") ? -1 : 0;
            reader.Take();
        }

        string tag = reader.Source.Text[open.End..last.Start].Trim();
        if (tag.Length == 0)
            throw reader.Error(ExpressionErrors.Syntax, "a tag is empty", reader.SpanFrom(open.Start), "write a tag such as [json], or leave the brackets out");
        return tag is not (Tags.Json or Tags.Uuid or Tags.Xml or Tags.Enum) || type.IsCharacter
            ? tag
            : throw reader.Error(ExpressionErrors.UnknownType, $"the tag {tag} belongs to text, not to {type.Nullable()}", reader.SpanFrom(open.Start), "write STRING");
    }

    private static ImmutableArray<string> Key(TokenReader reader, ImmutableArray<Column>.Builder columns, List<Problem> found)
    {
        reader.Take();
        reader.Take();
        reader.ExpectSymbol("(");
        var key = ImmutableArray.CreateBuilder<string>();
        do
        {
            Token name = reader.Current;
            if (name.Kind is not (TokenKind.Word or TokenKind.QuotedName))
                throw reader.Unexpected("a column's name");
            reader.Take();
            if (columns.All(column => column.Name != name.Text))
                found.Add(reader.Error(ExpressionErrors.UnknownColumn, $"the key names a column '{name.Text}' that the schema has not", reader.SpanOf(name), null).Problem);
            key.Add(name.Text);
        }
        while (reader.TryTakeSymbol(","));
        reader.ExpectSymbol(")");
        reader.TryTakeAll("NOT", "ENFORCED");
        return key.ToImmutable();
    }
}
