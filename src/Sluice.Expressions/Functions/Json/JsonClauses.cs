using Sluice.Types;

namespace Sluice.Expressions.Functions.Json;

/// <summary>The clauses of JSON_VALUE, JSON_QUERY and JSON_EXISTS, as the parser hands them over in the call's keyword.</summary>
internal sealed class JsonClauses
{
    internal JsonClauses(FunctionCall call)
    {
        int next = 2;
        foreach (string clause in call.Keyword?.Split('|') ?? [])
        {
            if (clause.StartsWith("RETURNING ", StringComparison.Ordinal))
                Returning = DataTypeParser.Parse(clause["RETURNING ".Length..]);
            else if (clause.EndsWith(" WRAPPER", StringComparison.Ordinal))
                Wrapper = clause;
            else if (clause.EndsWith(" ON EMPTY", StringComparison.Ordinal))
                (OnEmpty, EmptyDefault) = (clause[..^" ON EMPTY".Length], clause.StartsWith("DEFAULT", StringComparison.Ordinal) ? next++ : -1);
            else
                (OnError, ErrorDefault) = (clause[..^" ON ERROR".Length], clause.StartsWith("DEFAULT", StringComparison.Ordinal) ? next++ : -1);
        }
    }

    /// <summary>The type behind RETURNING; null when it is not given.</summary>
    internal LogicalType? Returning { get; }

    /// <summary><c>WITHOUT WRAPPER</c>, <c>WITH WRAPPER</c> or <c>WITH CONDITIONAL WRAPPER</c>.</summary>
    internal string Wrapper { get; } = "WITHOUT WRAPPER";

    /// <summary>NULL, ERROR, DEFAULT, EMPTY ARRAY, EMPTY OBJECT; null when not given.</summary>
    internal string? OnEmpty { get; }

    /// <summary>As <see cref="OnEmpty"/>, or TRUE, FALSE, UNKNOWN; null when not given.</summary>
    internal string? OnError { get; }

    /// <summary>The argument behind DEFAULT … ON EMPTY; -1 when there is none.</summary>
    internal int EmptyDefault { get; } = -1;

    /// <summary>The argument behind DEFAULT … ON ERROR; -1 when there is none.</summary>
    internal int ErrorDefault { get; } = -1;
}
