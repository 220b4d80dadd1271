using static Sluice.IntegrationTests.Matrix.Family;

namespace Sluice.IntegrationTests.Matrix;

/// <summary>The declared types of SQLite at their bounds, and values that are none of theirs; as SQL.</summary>
internal static class SqliteBoundaries
{
    /// <summary>Type, family, values.</summary>
    public static IReadOnlyList<BoundaryColumn> Columns { get; } =
    [
        new("BOOLEAN", Truth, "0", "1", "2", "'yes'"),
        new("TINYINT", Number, "-128", "127", "128"),
        new("SMALLINT", Number, "-32768", "32767", "32768"),
        new("INT4", Number, "-2147483648", "2147483647", "2147483648"),
        new("INTEGER", Number, "-9223372036854775808", "9007199254740993", "9223372036854775807", "1.5", "'text'", "x'00'"),
        new("FLOAT4", Float4, "0.0", "0.1", "-1.5", "3.4028234663852886e38", "1e300"),
        new("DOUBLE", Float8, "0.0", "-0.0", "0.1", "1.7976931348623157e308", "5e-324", "9007199254740992", "9e999", "-9e999", "'text'"),
        new("REAL", Float8, "1", "2.5"),
        new("DECIMAL(15, 2)", Number, "1.10", "-9999999999999.99", "9999999999999.99", "0", "0.001", "10000000000000"),
        new("DECIMAL TEXT(38, 10)", Number, "'9999999999999999999999999999.9999999999'", "'-0.0000000001'", "'1.1'"),
        new("NUMERIC", Text, "1", "1.5", "1e300", "'0.10'", "9223372036854775807"),
        new("TEXT", Text, "''", "'x'", "' leading and trailing '", "'quote''\"\\N \\.'", "'中文 🦀 ünï'", "char(9, 10, 13)", "'a' || char(0) || 'b'", "'007'", "CAST(x'ff' AS TEXT)", "x'00'"),
        new("VARCHAR(5)", Text, "'abcde'", "'longer than five'"),
        new("DATE", Time, "'0001-01-01'", "'2000-02-29'", "'9999-12-31'", "'2024-02-30'", "20240101", "'0000-00-00'"),
        new("TIME", Time, "'00:00:00'", "'23:59:59.999999'", "'24:00:00'"),
        new("DATETIME", Time, "'0001-01-01 00:00:00'", "'1969-12-31T23:59:59.999999'", "'9999-12-31 23:59:59.999999'", "'2024-01-01 12:00'", "1704067200"),
        new("TIMESTAMP(3)", Time, "'2024-02-29 12:00:00.123'", "'2024-02-29 12:00:00.1234'"),
        new("TIMESTAMP(9)", Time, "'2024-02-29 12:00:00.123456789'", "'9999-12-31 23:59:59.999999999'"),
        new("TIMESTAMPTZ", Instant, "'2024-03-31 01:30:00.5+02:00'", "'0001-01-01 00:00:00Z'", "'9999-12-31 23:59:59.999999Z'"),
        new("JSON", Json, "'null'", "'1.10'", "'\"x\"'", "'{\"b\": 1,  \"a\": 1.10}'", "'no json'"),
        new("UUID", Text, "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "'no uuid'"),
        new("BLOB", Bytes, "x''", "x'00ff5c'", "'text'"),
        new("\"\"", Text, "1", "1.5", "'text'", "x'00'") { Title = "(none)" },
    ];
}
