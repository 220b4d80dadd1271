using Sluice.Engine.Replay;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Engine.Replay;

/// <summary>What a dead letter shows is read back as exactly that value, or refused.</summary>
public sealed class LetterColumnTests
{
    public static TheoryData<string, string> Shown { get; } = new()
    {
        { "BOOLEAN", "true" }, { "TINYINT", "-128" }, { "SMALLINT", "32767" }, { "INT", "-2147483648" }, { "BIGINT", "9223372036854775807" },
        { "DECIMAL(38, 10)", "-1234567890123456789012345678.0123456789" }, { "DECIMAL(5, 2)", "0.00" }, { "DECIMAL(5, 2)", "-0.05" },
        { "FLOAT", "1.5E-10" }, { "DOUBLE", "1.7976931348623157E+308" }, { "DOUBLE", "-0" }, { "DOUBLE", "0.1" },
        { "STRING", "" }, { "STRING", " 中文 🦆\n\"quoted\" " }, { "VARCHAR(3)", "🦆🦆🦆" },
        { "BYTES", "0x" }, { "BYTES", "0x00ff10" },
        { "DATE", "0001-01-01" }, { "DATE", "9999-12-31" }, { "TIME(6)", "23:59:59.999999" }, { "TIME(0)", "00:00:00" },
        { "TIMESTAMP(6)", "1969-12-31 23:59:59.999999" }, { "TIMESTAMP(0)", "2026-11-24 00:00:00" }, { "TIMESTAMP_LTZ(3)", "2026-11-24 12:34:56.789Z" },
    };

    [Theory]
    [MemberData(nameof(Shown))]
    public void A_value_as_it_is_shown_is_read_back_as_that_value(string type, string text)
    {
        LogicalType read = TypeOf(type);

        (object? value, string? problem) = new LetterColumn(new Column("c", read)).Read(text);

        Assert.Null(problem);
        Assert.Equal(text, ValueDisplay.Text(value, read));
    }

    [Theory]
    [InlineData("INT", "1.5")]
    [InlineData("INT", "2147483648")]
    [InlineData("INT", "1e3")]
    [InlineData("INT", "")]
    [InlineData("DECIMAL(5, 2)", "1.239")]
    [InlineData("DECIMAL(5, 2)", "1000.00")]
    [InlineData("BOOLEAN", "yes")]
    [InlineData("VARCHAR(3)", "abcd")]
    [InlineData("BYTES", "ff")]
    [InlineData("BYTES", "0xf")]
    [InlineData("DATE", "2026-02-30")]
    [InlineData("DATE", "2026-02-03 10:00:00")]
    [InlineData("TIMESTAMP(3)", "2026-02-03 10:00:00.1234")]
    [InlineData("TIMESTAMP(6)", "tomorrow")]
    public void A_text_that_would_become_another_value_is_refused(string type, string text)
    {
        (object? value, string? problem) = new LetterColumn(new Column("c", TypeOf(type))).Read(text);

        Assert.Null(value);
        Assert.Equal($"'{text}' is no value of column 'c' {TypeOf(type)}", problem);
    }

    [Theory]
    [InlineData("INT", "007", "7")]
    [InlineData("INT", "+5", "5")]
    [InlineData("DECIMAL(7, 3)", "12.5", "12.500")]
    [InlineData("TIMESTAMP(6)", "2026-02-03T10:00:00.1", "2026-02-03 10:00:00.100000")]
    public void Zeros_and_signs_that_change_no_value_are_no_matter(string type, string text, string shown)
    {
        (object? value, string? problem) = new LetterColumn(new Column("c", TypeOf(type))).Read(text);

        Assert.Null(problem);
        Assert.Equal(shown, ValueDisplay.Text(value, TypeOf(type)));
    }

    [Fact]
    public void NULL_goes_only_where_it_may()
    {
        Assert.Equal(((object?)null, (string?)null), new LetterColumn(new Column("c", LogicalType.Int)).Read(null));
        Assert.Equal((null, "column 'c' is NULL and must not be"), new LetterColumn(new Column("c", LogicalType.Int.NotNull())).Read(null));
    }

    [Fact]
    public void Nested_values_cannot_be_given_back() =>
        Assert.Equal("column 'c' is ARRAY<INT>, which a dead letter shows but cannot give back", new LetterColumn(new Column("c", LogicalType.Array(LogicalType.Int))).Refusal);

    // Flink's casts know TIME(0) only.
    private static LogicalType TypeOf(string text) => text == "TIME(6)" ? LogicalType.Time(6) : Sluice.Expressions.ExpressionBinder
        .Bind($"CAST(NULL AS {text})", new TableSchema([]), Sluice.Expressions.SessionContext.Default).OrThrow().Type.Nullable();
}
