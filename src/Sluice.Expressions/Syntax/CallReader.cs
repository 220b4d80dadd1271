namespace Sluice.Expressions.Syntax;

/// <summary>Reads calls, the ones with words between their arguments too, into the regular form of <see cref="CallSyntax"/>.</summary>
internal sealed class CallReader(TokenReader reader, Parser parser, DataTypeReader types)
{
    /// <summary>Reads a call; a name and an opening parenthesis stand here.</summary>
    public SyntaxNode Read()
    {
        Token name = reader.Take();
        string upper = name.Text.ToUpperInvariant();
        reader.ExpectSymbol("(");
        if (name.Kind == TokenKind.Word)
        {
            switch (upper)
            {
                case "EXTRACT": return Extract(name);
                case "TIMESTAMPADD" or "TIMESTAMPDIFF": return WithUnit(name);
                case "TRIM": return Trim(name);
                case "POSITION": return Position(name);
                case "OVERLAY": return Words(name, "PLACING", "FROM", "FOR");
                case "SUBSTRING": return Words(name, "FROM", "FOR");
                case "JSON_VALUE" or "JSON_EXISTS" or "JSON_QUERY": return JsonPath(name);
                case "JSON_OBJECT": return JsonObject(name);
                case "JSON_ARRAY": return JsonArray(name);
                case "COUNT" or "SUM" or "AVG" or "MIN" or "MAX" or "LISTAGG" or "COLLECT" or "STDDEV_POP" or "VAR_POP":
                    throw reader.Error(
                        ExpressionErrors.UnsupportedFunction, $"{upper} is an aggregate; an expression sees one row", reader.SpanOf(name), null);
                default: break;
            }
        }

        List<SyntaxNode> arguments = Arguments();
        string? keyword = null;
        if (upper is "FLOOR" or "CEIL" or "CEILING" && reader.TryTake("TO"))
            keyword = UnitWord();
        reader.ExpectSymbol(")");
        return Call(name, arguments, keyword);
    }

    private List<SyntaxNode> Arguments()
    {
        List<SyntaxNode> arguments = [];
        if (reader.Current.IsSymbol(")"))
            return arguments;
        if (reader.Current.Is("DISTINCT") || reader.Current.Is("ALL"))
            throw reader.Error(ExpressionErrors.UnsupportedSyntax, "DISTINCT is not supported in a call", reader.SpanOf(reader.Current), null);
        do
            arguments.Add(parser.Expression());
        while (reader.TryTakeSymbol(","));
        return arguments;
    }

    private CallSyntax Call(Token name, IEnumerable<SyntaxNode> arguments, string? keyword) =>
        new(name.Text, [.. arguments], keyword, reader.SpanOf(name), reader.SpanFrom(name.Start));

    private string UnitWord()
    {
        if (reader.Current.Kind != TokenKind.Word)
            throw reader.Unexpected("a unit such as DAY");
        return reader.Take().Text.ToUpperInvariant();
    }

    private CallSyntax Extract(Token name)
    {
        string unit = UnitWord();
        reader.Expect("FROM");
        SyntaxNode argument = parser.Expression();
        reader.ExpectSymbol(")");
        return Call(name, [argument], unit);
    }

    private CallSyntax WithUnit(Token name)
    {
        string unit = UnitWord();
        reader.ExpectSymbol(",");
        List<SyntaxNode> arguments = Arguments();
        reader.ExpectSymbol(")");
        return Call(name, arguments, unit);
    }

    // TRIM([BOTH|LEADING|TRAILING] [characters] FROM text): arguments (text[, characters]).
    private CallSyntax Trim(Token name)
    {
        string keyword = "BOTH";
        bool isGiven = reader.Current.Is("BOTH") || reader.Current.Is("LEADING") || reader.Current.Is("TRAILING");
        if (isGiven)
            keyword = reader.Take().Text.ToUpperInvariant();
        if (isGiven && reader.TryTake("FROM"))
        {
            SyntaxNode only = parser.Expression();
            reader.ExpectSymbol(")");
            return Call(name, [only], keyword);
        }

        List<SyntaxNode> arguments = Arguments();
        if (arguments.Count == 1 && reader.TryTake("FROM"))
            arguments.Insert(0, parser.Expression());
        else if (isGiven)
            throw reader.Unexpected("FROM");
        reader.ExpectSymbol(")");
        return Call(name, arguments, keyword);
    }

    // POSITION(part IN text [FROM start]); the list behind IN is read as an expression in parentheses.
    private CallSyntax Position(Token name)
    {
        SyntaxNode part = parser.Operand();
        reader.Expect("IN");
        List<SyntaxNode> arguments = [part, parser.Expression()];
        if (reader.TryTake("FROM"))
            arguments.Add(parser.Expression());
        reader.ExpectSymbol(")");
        return Call(name, arguments, null);
    }

    private CallSyntax Words(Token name, params ReadOnlySpan<string> words)
    {
        List<SyntaxNode> arguments = Arguments();
        if (arguments.Count == 1)
        {
            foreach (string word in words)
            {
                if (reader.TryTake(word))
                    arguments.Add(parser.Expression());
            }
        }

        reader.ExpectSymbol(")");
        return Call(name, arguments, null);
    }

    // The clauses become the keyword: "RETURNING STRING|DEFAULT ON EMPTY|NULL ON ERROR|WITH WRAPPER"; defaults become further arguments.
    private CallSyntax JsonPath(Token name)
    {
        List<SyntaxNode> arguments = [parser.Expression()];
        reader.ExpectSymbol(",");
        arguments.Add(parser.Expression());
        List<string> clauses = [];
        if (reader.TryTake("RETURNING"))
            clauses.Add("RETURNING " + types.Read().Nullable());
        if (reader.Current.Is("WITH") || reader.Current.Is("WITHOUT"))
            clauses.Add(Wrapper());
        while (!reader.Current.IsSymbol(")"))
            clauses.Add(Behaviour(arguments));
        reader.ExpectSymbol(")");
        return Call(name, arguments, clauses.Count == 0 ? null : string.Join('|', clauses));
    }

    private string Wrapper()
    {
        string clause = reader.Take().Text.ToUpperInvariant();
        if (reader.TryTake("CONDITIONAL"))
            clause += " CONDITIONAL";
        else
            reader.TryTake("UNCONDITIONAL");
        reader.TryTake("ARRAY");
        reader.Expect("WRAPPER");
        return clause + " WRAPPER";
    }

    private string Behaviour(List<SyntaxNode> arguments)
    {
        string clause = reader.Current.Text.ToUpperInvariant();
        if (reader.Current.Kind != TokenKind.Word || clause is not ("NULL" or "ERROR" or "DEFAULT" or "EMPTY" or "TRUE" or "FALSE" or "UNKNOWN"))
            throw reader.Unexpected("a clause or ')'");
        reader.Take();
        if (clause == "DEFAULT")
            arguments.Add(parser.Expression());
        if (clause == "EMPTY")
            clause += reader.TryTake("OBJECT") ? " OBJECT" : reader.TryTake("ARRAY") ? " ARRAY" : throw reader.Unexpected("ARRAY or OBJECT");
        reader.Expect("ON");
        if (reader.TryTake("EMPTY"))
            return clause + " ON EMPTY";
        reader.Expect("ERROR");
        return clause + " ON ERROR";
    }

    private CallSyntax JsonObject(Token name)
    {
        List<SyntaxNode> arguments = [];
        while (!reader.Current.IsSymbol(")") && !IsOnNull())
        {
            if (arguments.Count > 0)
                reader.ExpectSymbol(",");
            bool hasKey = reader.TryTake("KEY");
            arguments.Add(parser.Expression());
            if (hasKey || !reader.TryTakeSymbol(":"))
                reader.Expect("VALUE");
            arguments.Add(parser.Expression());
        }

        string? keyword = OnNull();
        reader.ExpectSymbol(")");
        return Call(name, arguments, keyword);
    }

    private CallSyntax JsonArray(Token name)
    {
        List<SyntaxNode> arguments = [];
        while (!reader.Current.IsSymbol(")") && !IsOnNull())
        {
            if (arguments.Count > 0)
                reader.ExpectSymbol(",");
            arguments.Add(parser.Expression());
        }

        string? keyword = OnNull();
        reader.ExpectSymbol(")");
        return Call(name, arguments, keyword);
    }

    private bool IsOnNull() => (reader.Current.Is("NULL") || reader.Current.Is("ABSENT")) && reader.Peek(1).Is("ON") && reader.Peek(2).Is("NULL");

    private string? OnNull() => reader.TryTakeAll("NULL", "ON", "NULL") ? "NULL ON NULL" : reader.TryTakeAll("ABSENT", "ON", "NULL") ? "ABSENT ON NULL" : null;
}
