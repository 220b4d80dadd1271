using static Sluice.IntegrationTests.Matrix.Family;

namespace Sluice.IntegrationTests.Matrix;

/// <summary>The types of PostgreSQL at their bounds; values as the types' input functions read them.</summary>
internal static class PostgresBoundaries
{
    /// <summary>Statements that make the types which no server has of itself.</summary>
    public const string OwnTypes =
        """
        DO $$ BEGIN
          CREATE TYPE matrix_mood AS ENUM ('sad', 'it''s "ok"', '快乐');
          CREATE DOMAIN matrix_amount AS numeric(15,2) CHECK (VALUE >= 0);
          CREATE TYPE matrix_pair AS (a int, b text);
        EXCEPTION WHEN duplicate_object THEN NULL; END $$
        """;

    /// <summary>Type, family, values.</summary>
    public static IReadOnlyList<BoundaryColumn> Columns { get; } =
    [
        new("boolean", Truth, "true", "false"),
        new("smallint", Number, "-32768", "0", "32767"),
        new("integer", Number, "-2147483648", "0", "2147483647"),
        new("bigint", Number, "-9223372036854775808", "0", "9007199254740993", "9223372036854775807"),
        new("oid", Number, "0", "4294967295"),
        new("real", Float4, "0", "-0", "3.4028235e+38", "1e-45", "0.1", "16777216", "NaN", "Infinity", "-Infinity"),
        new("double precision", Float8, "0", "-0", "1.7976931348623157e+308", "5e-324", "0.1", "9007199254740993", "NaN", "Infinity", "-Infinity"),
        new("numeric(4,4)", Number, "0.0001", "0.9999", "-0.1"),
        new("numeric(15,2)", Number, "0", "-9999999999999.99", "9999999999999.99", "0.01", "-0.10", "10000", "NaN"),
        new("numeric(16,2)", Number, "99999999999999.99", "-0.01"),
        new("numeric(38,0)", Number, "99999999999999999999999999999999999999", "-99999999999999999999999999999999999999", "0"),
        new("numeric(38,38)", Number, "0.99999999999999999999999999999999999999", "-0.00000000000000000000000000000000000001"),
        new("numeric(5,-2)", Number, "12300", "-9999900"),
        new("numeric(3,5)", Number, "0.00999", "-0.00001"),
        new("numeric(60,10)", Number, "99999999999999999999999999999999999999999999999999.9999999999", "-1.5"),
        new("numeric", Text, "1e30", "1e-30", "NaN", "Infinity", "-Infinity", "123456789012345678901234567890123456789.1", "0.10", "1.100"),
        new("text", Text, "", "x", " leading and trailing ", "tab\there", "quote'\"\\back\\N\\.", "中文 🦀 ünï", "line\nbreak\r", "NULL", "2024-01-01", "007", new string('x', 70_000)),
        new("character varying(20)", Text, "", " ", "twenty chars exactly", "ünï  "),
        new("character varying", Text, "", "unbounded"),
        new("character(5)", Text, "", "ab", "abcde", "中文"),
        new("name", Text, "a", "name_of_sixty_three_bytes_name_of_sixty_three_bytes_name_of_six"),
        new("\"char\"", Text, "a", ""),
        new("bytea", Bytes, "\\x", "\\x00ff5c6e", "\\x0d0a09"),
        new("date", Time, "0001-01-01", "1969-12-31", "2000-02-29", "9999-12-31", "infinity", "-infinity", "0044-03-15 BC", "10000-01-01"),
        new("time without time zone", Time, "00:00:00", "12:34:56.789", "23:59:59.999999", "24:00:00"),
        new("time(0) without time zone", Time, "00:00:01"),
        new("timestamp without time zone", Time, "0001-01-01 00:00:00", "1969-12-31 23:59:59.999999", "2024-03-31 02:30:00", "9999-12-31 23:59:59.999999", "infinity", "0044-03-15 12:00:00 BC"),
        new("timestamp(3) without time zone", Time, "2024-02-29 12:00:00.123"),
        new("timestamp with time zone", Instant, "0001-01-01 00:00:00+00", "1969-12-31 23:59:59.999999+00", "2024-03-31 01:30:00.5+02", "9999-12-31 23:59:59.999999+00", "-infinity", "10000-01-01 00:00:00+00"),
        new("timestamp(0) with time zone", Instant, "2024-03-31 01:30:01+02"),
        new("time with time zone", Text, "24:00:00+15:59", "00:00:00-15:59", "12:34:56.789+01:30"),
        new("interval", Text, "1 year 2 mons -3 days +04:05:06.789", "-178000000 years", "00:00:00.000001"),
        new("uuid", Text, "00000000-0000-0000-0000-000000000000", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
        new("json", Json, "null", "1.10", "{\"b\": 1,  \"a\": 1, \"a\": \"\\u0041\"}", "[]", "\"x\""),
        new("jsonb", Json, "null", "1.10", "{\"a\": [1, 2.50, \"\\t\"]}", "\"中\""),
        new("xml", Text, "<a b=\"1\">x</a>", "text only"),
        new("matrix_mood", Text, "sad", "it's \"ok\"", "快乐") { Title = "an enum" },
        new("matrix_amount", Number, "12.34") { Title = "a domain over numeric(15,2)" },
        new("matrix_pair", Text, "(1,\"a b\")", "(,)") { Title = "a composite type" },
        new("bit(8)", Text, "10101010"),
        new("bit varying(8)", Text, "101", ""),
        new("money", Text, "12.34", "-92233720368547758.08"),
        new("inet", Text, "192.168.0.1/24", "::1"),
        new("cidr", Text, "192.168.0.0/24"),
        new("macaddr", Text, "08:00:2b:01:02:03"),
        new("macaddr8", Text, "08:00:2b:01:02:03:04:05"),
        new("point", Text, "(1.5,-2)"),
        new("line", Text, "{1,2,3}"),
        new("lseg", Text, "[(1,2),(3,4)]"),
        new("box", Text, "(3,4),(1,2)"),
        new("path", Text, "[(1,2),(3,4)]", "((1,2),(3,4))"),
        new("polygon", Text, "((1,2),(3,4),(5,6))"),
        new("circle", Text, "<(1,2),3>"),
        new("int4range", Text, "[1,5)", "empty", "(,)"),
        new("tstzrange", Text, "[\"2024-01-01 00:00:00+00\",)"),
        new("datemultirange", Text, "{[2024-01-01,2024-02-01),[2024-03-01,2024-04-01)}"),
        new("tsvector", Text, "'a':1 'fat':2,4A"),
        new("pg_lsn", Text, "16/B374D848"),
        new("xid8", Text, "18446744073709551615"),
        new("regclass", Text, "pg_class"),
        new("jsonpath", Text, "$.\"a\"[*]"),
        new("integer[]", Nested, "{}", "{1,NULL,-3}", "{{1,2},{3,4}}", "[0:1]={5,6}") { Element = Number },
        new("text[]", Nested, "{}", "{\"\",NULL,\"NULL\",\"a,b\",\"q\\\"\\\\\"}"),
        new("numeric(10,2)[]", Nested, "{1.10,NULL,-99999999.99}") { Element = Number },
        new("boolean[]", Nested, "{t,f,NULL}") { Element = Truth },
        new("timestamp with time zone[]", Nested, "{\"2024-01-01 00:00:00+00\"}") { Element = Instant },
        new("bytea[]", Nested, "{\"\\\\x00ff\",NULL}") { Element = Bytes },
        new("uuid[]", Text, "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11,NULL}"),
        new("inet[]", Text, "{::1}"),
    ];

    /// <summary>A value as SQL.</summary>
    public static string Literal(string value, string type)
    {
        string text = $"E'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";
        return type == "money" ? $"{text}::numeric::money" : $"{text}::{type}";
    }
}
