using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Connectors.Databases.Postgres;

/// <summary>A table with a column of every built-in type of PostgreSQL, its boundary values, NULLs, and rows enough for several splits.</summary>
internal static class PostgresTypeTable
{
    /// <summary>Type, values (as SQL literals that the type's input function reads), the type that a created target must have.</summary>
    public static readonly (string Type, string[] Values)[] Types =
    [
        ("boolean", ["true", "false"]),
        ("smallint", ["-32768", "0", "32767"]),
        ("integer", ["-2147483648", "0", "2147483647"]),
        ("bigint", ["-9223372036854775808", "0", "9223372036854775807"]),
        ("oid", ["0", "4294967295"]),
        ("real", ["0", "-0", "3.4028235e+38", "1e-45", "NaN", "Infinity", "-Infinity", "0.1"]),
        ("double precision", ["0", "-0", "1.7976931348623157e+308", "5e-324", "NaN", "Infinity", "-Infinity", "0.1"]),
        ("numeric(15,2)", ["0", "-9999999999999.99", "9999999999999.99", "0.01", "-0.10", "10000", "100000000"]),
        ("numeric(38,0)", ["99999999999999999999999999999999999999", "-99999999999999999999999999999999999999", "0", "10000000000000000"]),
        ("numeric(38,38)", ["0.99999999999999999999999999999999999999", "-0.00000000000000000000000000000000000001", "0"]),
        ("numeric(4,4)", ["0.0001", "0.9999", "-0.1"]),
        ("numeric(5,-2)", ["12300", "-9999900"]),
        ("numeric(3,5)", ["0.00999", "-0.00001"]),
        ("numeric(60,10)", ["99999999999999999999999999999999999999999999999999.9999999999", "-1.5"]),
        ("numeric", ["1e30", "1e-30", "NaN", "Infinity", "-Infinity", "123456789012345678901234567890123456789.1", "0.10", "1.100"]),
        ("text", ["", "x", " leading and trailing ", "tab\there", "quote'\"\\back\\N\\.", "中文 🦀 ünï", "line\nbreak\r"]),
        ("character varying(20)", ["", "twenty chars exactly", "ünï  "]),
        ("character varying", ["", "unbounded"]),
        ("character(5)", ["", "ab", "abcde", "中文"]),
        ("character(1)", ["a", " "]),
        ("bpchar", ["", "ab"]),
        ("name", ["a", "name_of_sixty_three_bytes_name_of_sixty_three_bytes_name_of_sixt"]),
        ("\"char\"", ["a", ""]),
        ("bytea", ["\\x", "\\x00ff5c6e", "\\x0102"]),
        ("date", ["0001-01-01", "1969-12-31", "1970-01-01", "2000-02-29", "9999-12-31"]),
        ("time(6)", ["00:00:00", "23:59:59.999999"]),
        ("time(0)", ["00:00:01"]),
        ("timestamp(6)", ["0001-01-01 00:00:00", "1969-12-31 23:59:59.999999", "9999-12-31 23:59:59.999999"]),
        ("timestamp(3)", ["2024-02-29 12:00:00.123"]),
        ("timestamp with time zone", ["0001-01-01 00:00:00+00", "2024-03-31 01:30:00.5+02", "9999-12-31 23:59:59.999999+00"]),
        ("timestamptz(0)", ["2024-03-31 01:30:01+02"]),
        ("time with time zone", ["24:00:00+15:59", "00:00:00-15:59", "12:34:56.789+01:30"]),
        ("interval", ["1 year 2 mons -3 days 04:05:06.789", "-178000000 years", "00:00:00.000001"]),
        ("uuid", ["00000000-0000-0000-0000-000000000000", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"]),
        ("json", ["null", "1.10", "{\"b\": 1,  \"a\": 1, \"a\": \"\\u0041\"}", "[]"]),
        ("jsonb", ["null", "1.10", "{\"a\": [1, 2.50, \"\\t\"]}", "\"中\""]),
        ("xml", ["<a b=\"1\">x</a>", "text only"]),
        ("bit(8)", ["10101010"]),
        ("bit varying(8)", ["101", ""]),
        ("money", ["12.34", "-92233720368547758.08"]),
        ("inet", ["192.168.0.1/24", "::1"]),
        ("cidr", ["192.168.0.0/24"]),
        ("macaddr", ["08:00:2b:01:02:03"]),
        ("macaddr8", ["08:00:2b:01:02:03:04:05"]),
        ("point", ["(1.5,-2)"]),
        ("line", ["{1,2,3}"]),
        ("lseg", ["[(1,2),(3,4)]"]),
        ("box", ["(3,4),(1,2)"]),
        ("path", ["[(1,2),(3,4)]", "((1,2),(3,4))"]),
        ("polygon", ["((1,2),(3,4),(5,6))"]),
        ("circle", ["<(1,2),3>"]),
        ("int4range", ["[1,5)", "empty", "(,)"]),
        ("numrange", ["[1.10,2.0]"]),
        ("tstzrange", ["[2024-01-01 00:00:00+00,)"]),
        ("datemultirange", ["{[2024-01-01,2024-02-01),[2024-03-01,2024-04-01)}"]),
        ("tsvector", ["'a':1 'fat':2,4A"]),
        ("tsquery", ["'a' & !'b'"]),
        ("pg_lsn", ["16/B374D848"]),
        ("xid", ["4294967295"]),
        ("xid8", ["18446744073709551615"]),
        ("txid_snapshot", ["10:20:10,14,15"]),
        ("tid", ["(1,2)"]),
        ("regclass", ["pg_class"]),
        ("regtype", ["integer"]),
        ("jsonpath", ["$.\"a\"[*]"]),
        ("integer[]", ["{}", "{1,NULL,-3}"]),
        ("text[]", ["{}", "{\"\",NULL,\"NULL\",\"a,b\",\"q\\\"\\\\\"}"]),
        ("numeric(10,2)[]", ["{1.10,NULL,-99999999.99}"]),
        ("boolean[]", ["{t,f,NULL}"]),
        ("timestamptz[]", ["{\"2024-01-01 00:00:00+00\"}"]),
        ("bytea[]", ["{\"\\\\x00ff\",NULL}"]),
        ("uuid[]", ["{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11,NULL}"]),
        ("inet[]", ["{::1}"]),
        ("integer[][]", ["{{1,2},{3,4}}"]),
        ("mood", ["sad", "it's \"ok\"", "快乐"]),
        ("mood[]", ["{sad,NULL}"]),
        ("money_amount", ["12.34"]),
        ("pair", ["(1,\"a b\")", "(,)"]),
    ];

    /// <summary>Makes the table with an <c>id</c> and the columns <c>c0</c> … in the order of <see cref="Types"/>.</summary>
    public static async Task MakeAsync(PostgresServer server, string table, CancellationToken cancellationToken)
    {
        await server.ExecuteAsync(
            """
            DO $$ BEGIN
              CREATE TYPE mood AS ENUM ('sad', 'it''s "ok"', '快乐');
              CREATE DOMAIN money_amount AS numeric(15,2) CHECK (VALUE >= 0);
              CREATE TYPE pair AS (a int, b text);
            EXCEPTION WHEN duplicate_object THEN NULL; END $$
            """, cancellationToken);
        await server.ExecuteAsync($"CREATE TABLE {table} (id integer NOT NULL, {string.Join(", ", Types.Select((t, i) => $"c{i} {t.Type}"))})", cancellationToken);
        int most = Types.Max(t => t.Values.Length);
        var rows = new List<string>();
        for (int row = 0; row <= most; row++)
            rows.Add($"({row}, {string.Join(", ", Types.Select(t => row < t.Values.Length ? Literal(t.Values[row], t.Type) : "NULL"))})");
        await server.ExecuteAsync($"INSERT INTO {table} VALUES {string.Join(",\n", rows)}", cancellationToken);
        await server.ExecuteAsync($"INSERT INTO {table} (id, c15) SELECT i, repeat(i::text, 300) FROM generate_series(100, 6000) i", cancellationToken);
    }

    /// <summary>The schema of the table as a job file has it.</summary>
    public static string Schema => "id INT NOT NULL, " + string.Join(", ", Types.Select((t, i) => $"c{i} {LogicalType(t.Type)}"));

    /// <summary>A query for the columns' names, declared types (a domain is its base type) and whether they are NOT NULL.</summary>
    public static string TypesOf(string table) =>
        $"SELECT attname, CASE format_type(atttypid, atttypmod) WHEN 'money_amount' THEN 'numeric(15,2)' ELSE format_type(atttypid, atttypmod) END, attnotnull "
        + $"FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attnum > 0 ORDER BY attnum";

    /// <summary>A query for the columns of the primary key.</summary>
    public static string KeyOf(string table) =>
        $"SELECT attname FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey) WHERE indrelid = '{table}'::regclass AND indisprimary ORDER BY attnum";

    private static string LogicalType(string type) => type switch
    {
        "boolean" => "BOOLEAN",
        "smallint" => "SMALLINT",
        "integer" => "INT",
        "bigint" => "BIGINT",
        "oid" => "BIGINT [postgres.oid]",
        "real" => "FLOAT",
        "double precision" => "DOUBLE",
        "numeric(5,-2)" => "DECIMAL(7,0)",
        "numeric(3,5)" => "DECIMAL(5,5)",
        "numeric(60,10)" or "numeric" => "STRING [postgres.numeric]",
        "money_amount" => "DECIMAL(15,2)",
        "text" or "character varying" => "STRING",
        "bytea" => "BYTES",
        "date" => "DATE",
        "timestamp with time zone" => "TIMESTAMP_LTZ(6)",
        "timestamptz(0)" => "TIMESTAMP_LTZ(0)",
        "uuid" => "CHAR(36) [uuid]",
        "json" or "jsonb" => "STRING [json]",
        "xml" => "STRING [xml]",
        "mood" => "STRING [enum]",
        "\"char\"" => "STRING [postgres.char]",
        "bit(8)" => "STRING [postgres.bit]",
        "bit varying(8)" => "STRING [postgres.varbit]",
        "time with time zone" => "STRING [postgres.timetz]",
        "integer[]" => "ARRAY<INT>",
        "text[]" => "ARRAY<STRING>",
        "boolean[]" => "ARRAY<BOOLEAN>",
        "timestamptz[]" => "ARRAY<TIMESTAMP_LTZ(6)>",
        "bytea[]" => "ARRAY<BYTES>",
        "numeric(10,2)[]" => "ARRAY<DECIMAL(10,2)>",
        "integer[][]" => "STRING [postgres.int4[]]",
        _ when type.StartsWith("numeric(", StringComparison.Ordinal) => type.Replace("numeric", "DECIMAL", StringComparison.Ordinal),
        _ when type.StartsWith("character varying(", StringComparison.Ordinal) => type.Replace("character varying", "VARCHAR", StringComparison.Ordinal),
        _ when type.StartsWith("character(", StringComparison.Ordinal) => type.Replace("character", "CHAR", StringComparison.Ordinal),
        _ when type.StartsWith("time(", StringComparison.Ordinal) || type.StartsWith("timestamp(", StringComparison.Ordinal) => type.ToUpperInvariant(),
        _ => $"STRING [postgres.{type}]",
    };

    private static string Literal(string value, string type)
    {
        string text = $"E'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";
        return type == "money" ? $"{text}::numeric::money" : $"{text}::{type}";
    }
}
