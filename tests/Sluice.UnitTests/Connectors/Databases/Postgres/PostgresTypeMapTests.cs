using Sluice.Connectors.Databases.Postgres;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Connectors.Databases.Postgres;

public sealed class PostgresTypeMapTests
{
    [Theory]
    [InlineData(1700, (15 << 16) + 2 + 4, "DECIMAL(15, 2)", null, "Binary")]
    [InlineData(1700, (38 << 16) + 38 + 4, "DECIMAL(38, 38)", null, "Binary")]
    [InlineData(1700, (39 << 16) + 4, "STRING", "postgres.x", "Text")]
    [InlineData(1700, -1, "STRING", "postgres.x", "Text")]
    [InlineData(1700, (5 << 16) + 0x7FE + 4, "DECIMAL(7, 0)", null, "Binary")]
    [InlineData(1700, (3 << 16) + 5 + 4, "DECIMAL(5, 5)", null, "Binary")]
    [InlineData(1043, 24, "VARCHAR(20)", null, "Binary")]
    [InlineData(1043, -1, "STRING", null, "Binary")]
    [InlineData(1042, 5, "CHAR(1)", null, "Binary")]
    [InlineData(1114, -1, "TIMESTAMP(6)", null, "Binary")]
    [InlineData(1184, 3, "TIMESTAMP_LTZ(3)", null, "Binary")]
    [InlineData(2950, -1, "CHAR(36)", "uuid", "Binary")]
    [InlineData(3802, -1, "STRING", "json", "Binary")]
    [InlineData(1186, -1, "STRING", "postgres.x", "Text")]
    [InlineData(99_999, -1, "STRING", "postgres.x", "Text")]
    public void Every_type_has_a_place(int oid, int modifier, string type, string? tag, string form)
    {
        PostgresMapping mapping = PostgresTypeMap.Map(Column(oid, modifier, "x"));

        Assert.Equal((type, tag, form), (mapping.Type.ToString(), mapping.Tag, mapping.Form.ToString()));
    }

    [Theory]
    [InlineData("numeric(5,-2)", "DECIMAL(7, 0)", "numeric(5,-2)")]
    [InlineData("numeric(5,-2)", "DECIMAL(8, 0)", "numeric(8,0)")]
    [InlineData("int(11)", "INT", "integer")]
    [InlineData("time(6) without time zone", "TIME(6)", "time(6) without time zone")]
    [InlineData(null, "TIMESTAMP(6)", "timestamp")]
    [InlineData(null, "TIMESTAMP_LTZ(3)", "timestamptz(3)")]
    [InlineData("timestamp(3) without time zone", "TIMESTAMP_LTZ(3)", "timestamptz(3)")]
    [InlineData(null, "VARCHAR(9)", "character varying(9)")]
    [InlineData(null, "STRING", "text")]
    [InlineData(null, "TINYINT", "smallint")]
    [InlineData(null, "ARRAY<INT>", "integer[]")]
    [InlineData(null, "TIMESTAMP(9)", null)]
    [InlineData(null, "MAP<STRING, INT>", null)]
    public void A_created_column_gets_its_own_spelling_where_it_means_the_same(string? native, string type, string? expected) =>
        Assert.Equal(expected, PostgresSinkTypes.Declare(new Column("c", Sluice.Expressions.DataTypeParser.Parse(type)) { NativeType = native })?.Type);

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("Select", "\"Select\"")]
    public void Names_are_always_quoted(string name, string expected) => Assert.Equal(expected, PostgresDialect.Quote(name));

    [Theory]
    [InlineData("it's", "'it''s'")]
    [InlineData("a\\'b", "E'a\\\\''b'")]
    public void Literals_mean_the_same_whatever_the_session_says(string text, string expected) => Assert.Equal(expected, PostgresDialect.Literal(text));

    [Theory]
    [InlineData(0, null, "ctid < '(10,0)'::tid")]
    [InlineData(1, "ctid >= '(10,0)'::tid AND ctid < '(20,0)'::tid", null)]
    [InlineData(2, "ctid >= '(20,0)'::tid", null)]
    public void The_first_range_is_open_below_and_the_last_above(long index, string? expected, string? first) =>
        Assert.Equal(expected ?? first, new SplitRange("t", "ctid", 0, 10, 3).Condition(index));

    [Fact]
    public void A_column_that_can_be_null_has_a_range_for_null()
    {
        var range = new SplitRange("t", "\"id\"", -5, 10, 3, HasNulls: true);

        Assert.Equal(["\"id\" < 5", "\"id\" >= 5", "\"id\" IS NULL"], [range.Condition(0), range.Condition(1), range.Condition(2)]);
    }

    private static PostgresColumn Column(int oid, int modifier, string name) => new()
    {
        Name = "c", NativeType = name, TypeOid = (uint)oid, TypeModifier = modifier, TypeName = name, TypeSchema = "pg_catalog", TypeKind = 'b',
    };
}
