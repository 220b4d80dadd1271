using System.Collections.Frozen;

namespace Sluice.Expressions;

/// <summary>Functions that Flink 2.2 has and Sluice does not run: refused by name; and names that Flink does not have, with what to write instead.</summary>
internal static class UnsupportedFunctions
{
    private static readonly FrozenSet<string> s_names = """
        ARRAY_APPEND ARRAY_CONCAT ARRAY_CONTAINS ARRAY_DISTINCT ARRAY_EXCEPT ARRAY_INTERSECT ARRAY_JOIN ARRAY_MAX ARRAY_MIN ARRAY_POSITION ARRAY_PREPEND
        ARRAY_REMOVE ARRAY_REVERSE ARRAY_SLICE ARRAY_SORT ARRAY_UNION CARDINALITY CURRENT_WATERMARK ELEMENT ELT GROUPING GROUP_ID INET_ATON INET_NTOA
        JSON_ARRAY JSON_EXISTS JSON_OBJECT JSON_QUERY JSON_QUOTE JSON_STRING JSON_UNQUOTE JSON_VALUE MAP_ENTRIES MAP_FROM_ARRAYS MAP_KEYS MAP_UNION MAP_VALUES
        OBJECT_OF OBJECT_UPDATE PARSE_JSON PARSE_URL PRINTF REGEXP_COUNT REGEXP_EXTRACT_ALL REGEXP_INSTR REGEXP_SUBSTR SPLIT STR_TO_MAP TRY_PARSE_JSON TYPEOF
        URL_DECODE URL_ENCODE CURRENT_DATABASE SHA224 PROCTIME CURRENT_ROW_TIMESTAMP
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> s_instead = new Dictionary<string, string>
    {
        ["NVL"] = "IFNULL(x, y) or COALESCE(x, y)",
        ["LEN"] = "CHAR_LENGTH(text)",
        ["LENGTH"] = "CHAR_LENGTH(text)",
        ["ISNULL"] = "x IS NULL",
        ["DATE_ADD"] = "d + INTERVAL '1' DAY",
        ["DATE_SUB"] = "d - INTERVAL '1' DAY",
        ["DATE_TRUNC"] = "FLOOR(ts TO DAY)",
        ["DATEDIFF"] = "TIMESTAMPDIFF(DAY, a, b)",
        ["SAFE_CAST"] = "TRY_CAST(x AS type)",
        ["UCASE"] = "UPPER(text)",
        ["LCASE"] = "LOWER(text)",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether Flink has a function of this name.</summary>
    public static bool Contains(string name) => s_names.Contains(name);

    /// <summary>What to write instead of a function that other databases have; null when nothing is known.</summary>
    public static string? Instead(string name) => s_instead.GetValueOrDefault(name);
}
