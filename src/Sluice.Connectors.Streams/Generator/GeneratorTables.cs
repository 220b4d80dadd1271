using System.Collections.Frozen;
using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Connectors.Streams.Generator;

/// <summary>The built-in tables.</summary>
internal static class GeneratorTables
{
    private static readonly FrozenDictionary<string, string> s_schemas = new Dictionary<string, string>
    {
        ["lineitem"] = """
            l_orderkey BIGINT NOT NULL, l_partkey BIGINT NOT NULL, l_suppkey BIGINT NOT NULL, l_linenumber INT NOT NULL,
            l_quantity DECIMAL(15,2) NOT NULL, l_extendedprice DECIMAL(15,2) NOT NULL, l_discount DECIMAL(15,2) NOT NULL, l_tax DECIMAL(15,2) NOT NULL,
            l_returnflag CHAR(1) NOT NULL, l_linestatus CHAR(1) NOT NULL, l_shipdate DATE NOT NULL, l_commitdate DATE NOT NULL, l_receiptdate DATE NOT NULL,
            l_shipinstruct VARCHAR(25) NOT NULL, l_shipmode VARCHAR(10) NOT NULL, l_comment VARCHAR(44)
            """,
        ["narrow"] = "id BIGINT NOT NULL, value DOUBLE",
        ["wide"] = "id BIGINT NOT NULL, " + string.Join(", ", Enumerable.Range(1, 199).Select(i => (i % 4) switch
        {
            0 => $"c{i} BIGINT",
            1 => $"c{i} DECIMAL(12,2)",
            2 => $"c{i} VARCHAR(16)",
            _ => $"c{i} DATE",
        })),
        ["text"] = "id BIGINT NOT NULL, body STRING",
    }.ToFrozenDictionary();

    /// <summary>The names.</summary>
    public static IEnumerable<string> Names => s_schemas.Keys.Order(StringComparer.Ordinal);

    /// <summary>The schema of a built-in table; null when there is none of that name.</summary>
    public static TableSchema? Find(string name) =>
        s_schemas.TryGetValue(name, out string? text)
            ? SchemaParser.TryParse(text, out _) ?? throw new System.Diagnostics.UnreachableException($"the built-in schema of {name}")
            : null;
}
