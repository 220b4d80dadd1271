using Sluice.Connectors.Catalog;
using Sluice.Plans;
using Xunit;

namespace Sluice.UnitTests.Plans;

public sealed class TablePatternTests
{
    [Theory]
    [InlineData("shop.order_*", "shop", "order_17", true)]
    [InlineData("shop.order_*", "shop", "orders", false)]
    [InlineData("shop.order_?", "shop", "order_1", true)]
    [InlineData("shop.t[0-9]", "shop", "t7", true)]
    [InlineData("shop.t[!0-9]", "shop", "t7", false)]
    [InlineData("/shop\\.(a|b)/", "shop", "b", true)]
    [InlineData("/shop\\.(a|b)/", "shop", "bb", false)]
    [InlineData("shop.Orders", "shop", "orders", false)]
    [InlineData("shop.a.b", "shop", "a.b", true)]
    [InlineData("a+b", null, "a+b", true)]
    [InlineData("*", null, "any", true)]
    public void A_pattern_takes_the_tables_it_says(string pattern, string? schema, string name, bool isTaken) =>
        Assert.Equal(isTaken, TablePattern.TryParse(pattern, out _)!.Matches(new TableName(schema, name), isDefaultSchema: true));

    [Fact]
    public void Without_a_schema_it_means_the_default_one()
    {
        TablePattern pattern = TablePattern.TryParse("order*", out _)!;

        Assert.True(pattern.Matches(new TableName("public", "orders"), isDefaultSchema: true));
        Assert.False(pattern.Matches(new TableName("old", "orders"), isDefaultSchema: false));
    }

    [Theory]
    [InlineData("", "'' is not a pattern: it is empty")]
    [InlineData("a[", "'a[' is not a pattern: [ is not closed")]
    [InlineData("a[]", "'a[]' is not a pattern: [] is empty")]
    [InlineData("a{b", "'a{b' is not a pattern: { is not closed")]
    [InlineData("{a b}", "'{a b}' is not a pattern: {a b} is not a name")]
    [InlineData("a]", "'a]' is not a pattern: ] closes nothing")]
    [InlineData("/a(/", "the regular expression /a(/ is wrong at character 3: InsufficientClosingParentheses")]
    public void A_wrong_pattern_says_what_is_wrong(string pattern, string what)
    {
        Assert.Null(TablePattern.TryParse(pattern, out string? found));
        Assert.Equal(what, found);
    }

    [Fact]
    public void Named_parts_fill_a_target_s_name()
    {
        TablePattern pattern = TablePattern.TryParse("shop_{n}.{table}_old", out _)!;

        string name = NameTemplate.Fill("{table}/{n}/{schema}/{name}", pattern.Match(new TableName("shop_7", "orders_old"), false)!, out string? unknown);

        Assert.Equal("orders/7/shop_7/orders_old", name);
        Assert.Null(unknown);
    }
}
