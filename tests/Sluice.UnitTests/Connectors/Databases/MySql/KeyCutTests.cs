using System.Collections.Immutable;
using Sluice.Connectors.Databases.MySql;
using Xunit;

namespace Sluice.UnitTests.Connectors.Databases.MySql;

/// <summary>The conditions that cut a table by its key.</summary>
public sealed class KeyCutTests
{
    private static readonly MySqlColumn s_id = new() { Name = "id", NativeType = "bigint(20) unsigned", TypeName = "bigint" };
    private static readonly MySqlColumn s_name = new()
    {
        Name = "na`me",
        NativeType = "varchar(40)",
        TypeName = "varchar",
        Charset = "latin1",
        Collation = "latin1_german2_ci",
    };

    private static readonly MySqlColumn s_day = new() { Name = "day", NativeType = "date", TypeName = "date" };
    private static readonly MySqlColumn s_code = new() { Name = "code", NativeType = "binary(2)", TypeName = "binary" };

    [Fact]
    public void One_column_is_compared_directly()
    {
        KeyCut cut = Cut(s_id);

        Assert.Equal("`id` > 9223372036854775808 AND `id` <= 18446744073709551615", cut.Condition(["9223372036854775808"], ["18446744073709551615"]));
        Assert.Equal("`id` <= 5", cut.Condition(null, ["5"]));
        Assert.Null(cut.Condition(null, null));
    }

    [Fact]
    public void Several_columns_are_written_out_so_that_the_server_finds_a_range()
    {
        Assert.Equal(
            "(`day` > '2024-02-29' OR (`day` = '2024-02-29' AND (`code` > X'00FF' OR (`code` = X'00FF' AND `id` > 7)))) AND "
            + "(`day` < '2024-03-01' OR (`day` = '2024-03-01' AND (`code` < X'' OR (`code` = X'' AND `id` <= 9))))",
            Cut(s_day, s_code, s_id).Condition(["2024-02-29", "00FF", "7"], ["2024-03-01", "", "9"]));
    }

    [Fact]
    public void Text_is_compared_as_bytes_of_its_own_set_under_its_own_collation() =>
        Assert.Equal("`na``me` > _latin1 X'E4' COLLATE latin1_german2_ci", Cut(s_name).Condition(["E4"], null));

    [Fact]
    public void Bounds_are_found_in_the_index_of_the_key()
    {
        KeyCut cut = Cut(s_name, s_id);

        Assert.Equal("SELECT HEX(`na``me`), `id` FROM `d`.`t` FORCE INDEX (`k`) ORDER BY `na``me`, `id` LIMIT 1 OFFSET 999", cut.BoundQuery("`d`.`t`", null, null));
        Assert.Equal("SELECT HEX(`na``me`), `id` FROM `d`.`t` FORCE INDEX (`k`) ORDER BY `na``me` DESC, `id` DESC LIMIT 1", cut.LastQuery("`d`.`t`"));
    }

    [Theory]
    [InlineData("1 OR 1=1")]
    [InlineData("")]
    [InlineData("0x10")]
    public void A_bound_that_is_no_number_is_refused(string bound) => Assert.Throws<FormatException>(() => Cut(s_id).Condition([bound], null));

    [Fact]
    public void A_bound_of_text_that_is_not_hexadecimal_is_refused() => Assert.Throws<FormatException>(() => Cut(s_name).Condition(["41' OR '"], null));

    [Theory]
    [InlineData("float")]
    [InlineData("double")]
    [InlineData("bit")]
    [InlineData("enum")]
    [InlineData("set")]
    [InlineData("year")]
    [InlineData("text")]
    [InlineData("blob")]
    public void Types_whose_text_is_not_their_order_do_not_cut(string type) =>
        Assert.False(KeyCut.CanCut(new MySqlColumn { Name = "c", NativeType = type, TypeName = type }));

    [Fact]
    public void A_key_comes_back_from_its_text()
    {
        ImmutableArray<string> key = ["E4\"", "-1.50"];

        Assert.Equal(key, KeyCut.Parse(KeyCut.Print(key)));
    }

    private static KeyCut Cut(params MySqlColumn[] columns) => new("k", [.. columns], 1000);
}
