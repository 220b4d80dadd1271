using static Sluice.IntegrationTests.Matrix.Family;

namespace Sluice.IntegrationTests.Matrix;

/// <summary>What a job's <c>schema:</c> can say of the columns of a text file, at their bounds, and texts that are no values of them.</summary>
internal static class FileBoundaries
{
    /// <summary>Type, family, values as text.</summary>
    public static IReadOnlyList<BoundaryColumn> Columns { get; } =
    [
        new("BOOLEAN", Truth, "true", "false"),
        new("TINYINT", Number, "-128", "127", "128"),
        new("SMALLINT", Number, "-32768", "32767"),
        new("INT", Number, "-2147483648", "2147483647", "2147483648"),
        new("BIGINT", Number, "-9223372036854775808", "9007199254740993", "9223372036854775807", "1.5"),
        new("FLOAT", Float4, "0.1", "-0.0", "3.4028235E38", "1.0E-45", "NaN", "Infinity", "-Infinity"),
        new("DOUBLE", Float8, "0.1", "-0.0", "1.7976931348623157E308", "5.0E-324", "NaN", "Infinity", "-Infinity"),
        new("DECIMAL(15, 2)", Number, "1.10", "-9999999999999.99", "9999999999999.99", "0.001", "10000000000000"),
        new("DECIMAL(20, 0)", Number, "18446744073709551615", "-1"),
        new("DECIMAL(38, 38)", Number, "0.99999999999999999999999999999999999999"),
        new("STRING", Text, "", "x", " leading and trailing ", "tab\t quote'\" \\back\\N \\.", "中文 🦀 ünï", "line\nbreak\r", "NULL", "007", "2024-01-01"),
        new("VARCHAR(5)", Text, "", "abcde", "中文😀xy", "abcdef"),
        new("CHAR(5)", Text, "abcde", "ab   "),
        new("BYTES", Bytes, "", "AP9c", "DQoJ"),
        new("BINARY(3)", Bytes, "AP9c"),
        new("DATE", Time, "0001-01-01", "1969-12-31", "2000-02-29", "9999-12-31", "2024-02-30"),
        new("TIME(0)", Time, "00:00:00", "23:59:59", "24:00:00"),
        new("TIME(6)", Time, "23:59:59.999999"),
        new("TIMESTAMP(0)", Time, "2024-03-31 02:30:00"),
        new("TIMESTAMP(6)", Time, "0001-01-01 00:00:00.000000", "1969-12-31 23:59:59.999999", "9999-12-31 23:59:59.999999"),
        new("TIMESTAMP(9)", Time, "2024-02-29 12:00:00.123456789", "0001-01-01 00:00:00.000000001"),
        new("TIMESTAMP_LTZ(3)", Instant, "2024-03-31 01:30:00.500Z"),
        new("TIMESTAMP_LTZ(6)", Instant, "0001-01-01 00:00:00.000000Z", "9999-12-31 23:59:59.999999Z"),
        new("STRING [json]", Json, "null", "1.10", "\"x\"", "{\"b\": 1,  \"a\": 1.10}", "[]"),
        new("CHAR(36) [uuid]", Text, "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
        new("STRING [postgres.inet]", Text, "::1/128", "192.168.0.1/24"),
        new("STRING [enum]", Text, "sad", "it's ok"),
        new("ARRAY<INT>", Nested, "[]", "[1,null,-3]") { Element = Number },
        new("ROW<a INT, b STRING>", Nested, "{\"a\":1,\"b\":\"x\"}"),
        new("MAP<STRING, INT>", Nested, "{\"k\":1}"),
    ];
}
