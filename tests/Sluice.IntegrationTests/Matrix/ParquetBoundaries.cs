using static Sluice.IntegrationTests.Matrix.Family;

namespace Sluice.IntegrationTests.Matrix;

/// <summary>The types of a Parquet file of another writer (DuckDB) at their bounds; values as SQL.</summary>
internal static class ParquetBoundaries
{
    /// <summary>Type, family, values.</summary>
    public static IReadOnlyList<BoundaryColumn> Columns { get; } =
    [
        new("BOOLEAN", Truth, "true", "false"),
        new("TINYINT", Number, "-128", "127"),
        new("SMALLINT", Number, "-32768", "32767"),
        new("INTEGER", Number, "-2147483648", "2147483647"),
        new("BIGINT", Number, "-9223372036854775808", "9007199254740993", "9223372036854775807"),
        new("UTINYINT", Number, "255"),
        new("USMALLINT", Number, "65535"),
        new("UINTEGER", Number, "4294967295"),
        new("UBIGINT", Number, "0", "18446744073709551615"),
        new("FLOAT", Float4, "0.1", "-0.0", "3.4028235e38", "'nan'", "'inf'", "'-inf'"),
        new("DOUBLE", Float8, "0.1", "-0.0::DOUBLE", "1.7976931348623157e308", "5e-324", "'nan'", "'inf'", "'-inf'"),
        new("DECIMAL(4,1)", Number, "'999.9'", "'-0.1'"),
        new("DECIMAL(9,2)", Number, "'9999999.99'"),
        new("DECIMAL(15,2)", Number, "'-9999999999999.99'"),
        new("DECIMAL(38,0)", Number, "'99999999999999999999999999999999999999'"),
        new("DECIMAL(38,38)", Number, "'0.99999999999999999999999999999999999999'"),
        new("VARCHAR", Text, "''", "'x'", "' leading and trailing '", "'quote''\" \\N \\.'", "'中文 🦀 ünï'", "chr(9) || chr(10) || chr(13)", "'a' || chr(0) || 'b'", "'007'"),
        new("BLOB", Bytes, "''", "'\\x00\\xFF\\x5C'"),
        new("DATE", Time, "'0001-01-01'", "'1969-12-31'", "'2000-02-29'", "'9999-12-31'", "'10000-01-01'", "'0044-03-15 (BC)'"),
        new("TIME", Time, "'00:00:00'", "'23:59:59.999999'", "'24:00:00'"),
        new("TIMESTAMP", Time, "'0001-01-01 00:00:00'", "'1969-12-31 23:59:59.999999'", "'9999-12-31 23:59:59.999999'", "'10000-01-01 00:00:00'"),
        new("TIMESTAMP_S", Time, "'2024-03-31 02:30:00'"),
        new("TIMESTAMP_MS", Time, "'2024-03-31 02:30:00.123'"),
        new("TIMESTAMP_NS", Time, "'2024-02-29 12:00:00.123456789'", "'2262-01-01 00:00:00.000000001'"),
        new("TIMESTAMP WITH TIME ZONE", Instant, "'2024-03-31 01:30:00.5+02'", "'0001-01-01 00:00:00+00'", "'9999-12-31 23:59:59.999999+00'"),
        new("INTERVAL", Text, "INTERVAL '1 year 2 days 3 hours'"),
        new("UUID", Text, "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"),
        new("JSON", Json, "'null'", "'1.10'", "'\"x\"'", "'{\"b\": 1,  \"a\": 1.10}'"),
        new("ENUM('sad', 'it''s ok')", Text, "'sad'", "'it''s ok'"),
        new("INTEGER[]", Nested, "[]", "[1, NULL, -3]") { Element = Number },
        new("VARCHAR[]", Nested, "['', NULL, 'a,b']"),
        new("STRUCT(a INTEGER, b VARCHAR)", Nested, "{'a': 1, 'b': 'x'}"),
        new("MAP(VARCHAR, INTEGER)", Nested, "MAP {'k': 1}"),
    ];
}
