using System.Collections.Immutable;
using Sluice.Expressions;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Expressions.Syntax;

public sealed class TypeTextTests
{
    [Theory]
    [InlineData("int", "INT")]
    [InlineData("VARCHAR", "STRING")]
    [InlineData("char", "CHAR(1)")]
    [InlineData("numeric(5)", "DECIMAL(5, 0)")]
    [InlineData("TIMESTAMP(3) WITH LOCAL TIME ZONE", "TIMESTAMP_LTZ(3)")]
    [InlineData("timestamp without time zone", "TIMESTAMP(6)")]
    [InlineData("DECIMAL(12,2) NOT NULL", "DECIMAL(12, 2) NOT NULL")]
    [InlineData("ROW<x INT NOT NULL, `a b` ARRAY<MAP<STRING, INT>>>", "ROW<`x` INT NOT NULL, `a b` ARRAY<MAP<STRING, INT>>>")]
    [InlineData("ROW(x INT, y STRING)", "ROW<`x` INT, `y` STRING>")]
    [InlineData("INT ARRAY", "ARRAY<INT>")]
    [InlineData("INTERVAL DAY", "INTERVAL SECOND(3)")]
    public void Reads_a_type_in_every_spelling(string text, string expected) => Assert.Equal(expected, DataTypeParser.Parse(text).ToString());

    [Fact]
    public void Every_type_is_read_back_from_its_own_text()
    {
        LogicalType[] types =
        [
            LogicalType.Boolean, LogicalType.TinyInt, LogicalType.Decimal(38, 18), LogicalType.Char(7), LogicalType.VarChar(9), LogicalType.Bytes,
            LogicalType.Binary(2).NotNull(), LogicalType.Time(3), LogicalType.TimestampLtz(9),
            LogicalType.Map(LogicalType.String.NotNull(), LogicalType.Array(LogicalType.Double)), LogicalType.Row([new("a`b", LogicalType.Date)]),
        ];

        Assert.All(types, type => Assert.Equal(type, DataTypeParser.Parse(type.ToString())));
    }

    [Fact]
    public void Reads_the_schema_of_a_job_file()
    {
        TableSchema schema = SchemaParser.TryParse("id BIGINT NOT NULL, `who am i` STRING, PRIMARY KEY (id)", out _)!;

        Assert.Equal("id BIGINT NOT NULL; who am i STRING", string.Join("; ", schema.Columns));
        Assert.Equal(["id"], schema.PrimaryKey);
    }

    [Fact]
    public void A_schema_has_tags_as_the_plan_prints_them()
    {
        TableSchema schema = SchemaParser.TryParse("doc STRING NOT NULL [json], u CHAR(36) [ uuid ], o BIGINT [postgres.oid], a STRING [postgres.mood[]], i INT ARRAY", out _)!;

        Assert.Equal(
            "doc STRING NOT NULL [json]; u CHAR(36) [uuid]; o BIGINT [postgres.oid]; a STRING [postgres.mood[]]; i ARRAY<INT>",
            string.Join("; ", schema.Columns));
    }

    [Theory]
    [InlineData("a STRING [", "expression.syntax: the text ends where ']' should follow\n  1 | a STRING [\n    |           ^")]
    [InlineData("a STRING []", "expression.syntax: a tag is empty\n  1 | a STRING []\n    |          ^^\n  fix: write a tag such as [json], or leave the brackets out")]
    [InlineData("a INT [json]", "expression.unknown_type: the tag json belongs to text, not to INT\n  1 | a INT [json]\n    |       ^^^^^^\n  fix: write STRING")]
    public void A_tag_that_is_none_is_refused_at_its_place(string text, string expected)
    {
        Assert.Null(SchemaParser.TryParse(text, out ImmutableArray<Problem> problems));

        Assert.Equal(expected, Assert.Single(problems).Render());
    }

    [Fact]
    public void A_schema_reports_every_problem_at_its_place()
    {
        Assert.Null(SchemaParser.TryParse("id INT, id INT, PRIMARY KEY (x)", out ImmutableArray<Problem> problems));

        Assert.Equal(
            [
                "expression.duplicate_column: the column 'id' is named twice\n  1 | id INT, id INT, PRIMARY KEY (x)\n    |         ^^\n  fix: rename one of them",
                "expression.unknown_column: the key names a column 'x' that the schema has not\n  1 | id INT, id INT, PRIMARY KEY (x)\n    |                              ^",
            ],
            problems.Select(problem => problem.Render()));
    }

    [Fact]
    public void A_schema_with_an_unknown_type_points_at_it()
    {
        Assert.Null(SchemaParser.TryParse("id BIGNIT", out ImmutableArray<Problem> problems));

        Assert.Equal("expression.unknown_type: there is no type 'BIGNIT'\n  1 | id BIGNIT\n    |    ^^^^^^\n  fix: write BIGINT", problems[0].Render());
    }
}
