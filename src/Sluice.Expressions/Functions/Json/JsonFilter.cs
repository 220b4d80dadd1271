namespace Sluice.Expressions.Functions.Json;

/// <summary>
/// A condition in a JSON path's filter. A comparison of what is not comparable is false. Flink 2.2 lacks a class that it needs for the bare
/// existence of a path and for objects and arrays in a comparison; both fail the row there, and here.
/// </summary>
internal abstract record JsonFilter
{
    private static readonly object s_nothing = new();

    /// <summary>Whether an item fulfils it.</summary>
    internal abstract bool Accepts(object? item, object? root);

    internal sealed record And(JsonFilter Left, JsonFilter Right) : JsonFilter
    {
        internal override bool Accepts(object? item, object? root) => Left.Accepts(item, root) && Right.Accepts(item, root);
    }

    internal sealed record Or(JsonFilter Left, JsonFilter Right) : JsonFilter
    {
        internal override bool Accepts(object? item, object? root) => Left.Accepts(item, root) || Right.Accepts(item, root);
    }

    internal sealed record Not(JsonFilter Inner) : JsonFilter
    {
        internal override bool Accepts(object? item, object? root) => !Inner.Accepts(item, root);
    }

    /// <summary>A path that leads somewhere.</summary>
    internal sealed record Exists(Operand Path) : JsonFilter
    {
        internal override bool Accepts(object? item, object? root) =>
            throw new JsonPathException($"a filter by the existence of a path", isUnsupported: true);
    }

    /// <summary>A comparison: <c>== != &lt; &lt;= &gt; &gt;=</c>.</summary>
    internal sealed record Compare(string Operator, Operand Left, Operand Right) : JsonFilter
    {
        internal override bool Accepts(object? item, object? root)
        {
            object? left = Left.Evaluate(item, root);
            object? right = Right.Evaluate(item, root);
            if (Operator is "==" or "!=")
                return AreEqual(left, right) == (Operator == "==");
            int? order = (left, right) switch
            {
                (JsonNumber a, JsonNumber b) => a.Double.CompareTo(b.Double),
                (string a, string b) => string.CompareOrdinal(a, b),
                _ => null,
            };
            return order is { } sign && Operator switch { "<" => sign < 0, "<=" => sign <= 0, ">" => sign > 0, _ => sign >= 0 };
        }

        private static bool AreEqual(object? left, object? right) => (left, right) switch
        {
            (JsonNumber a, JsonNumber b) => a.Double == b.Double,
            _ => Equals(left, right),
        };
    }

    /// <summary>One side: a constant, or a path from the item or the document.</summary>
    internal sealed record Operand(object? Constant, JsonPath? Path, bool FromRoot)
    {
        internal object? Evaluate(object? item, object? root)
        {
            if (Path is null)
                return Constant;
            if (!Path.TryRead(FromRoot ? root : item, out object? value))
                return s_nothing;
            return value is List<object?> or JsonObject
                ? throw new JsonPathException("a filter that compares an object or an array", isUnsupported: true)
                : value;
        }
    }
}
