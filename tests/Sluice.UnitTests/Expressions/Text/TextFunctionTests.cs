using Sluice.Expressions.Functions.Text;
using Xunit;

namespace Sluice.UnitTests.Expressions.Text;

public sealed class TextFunctionTests
{
    [Theory]
    [InlineData("straße", "STRASSE", "straße")]
    [InlineData("ﬁn ǅ", "FIN Ǆ", "ﬁn ǆ")]
    [InlineData("ßTRASSEı", "SSTRASSEI", "ßtrasseı")]
    [InlineData("ŉ", "ʼN", "ŉ")]
    [InlineData("İ", "İ", "i̇")]
    [InlineData("ΑΣ ΣΑ aΣ. 1Σ Σ", "ΑΣ ΣΑ AΣ. 1Σ Σ", "ας σα aς. 1σ σ")]
    [InlineData("ᾳ ᾼ", "ΑΙ ΑΙ", "ᾳ ᾳ")]
    [InlineData("a😀𐐨", "A😀𐐀", "a😀𐐨")]
    public void Cases_are_mapped_as_Java_maps_them(string text, string upper, string lower)
    {
        Assert.Equal(upper, CaseMapping.Upper(text));
        Assert.Equal(lower, CaseMapping.Lower(text));
    }

    [Fact]
    public void Initials_are_of_ASCII_words_only() => Assert.Equal("ÉCole éLan It'S 1a", CaseMapping.InitCap("ÉCOLE élan it's 1A"));

    [Theory]
    [InlineData("", "")]
    [InlineData("aGk", "hi")]
    [InlineData("aGk=", "hi")]
    [InlineData("YQ==", "a")]
    [InlineData("YQ=", null)]
    [InlineData("YQ===", null)]
    [InlineData("Y", null)]
    [InlineData("====", null)]
    [InlineData("aGk =", null)]
    [InlineData("aGkh====", null)]
    public void Base64_is_read_as_Java_reads_it(string text, string? expected)
    {
        byte[]? bytes = Encodings.FromBase64(text);

        Assert.Equal(expected, bytes is null ? null : System.Text.Encoding.UTF8.GetString(bytes));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("4", "00")]
    [InlineData("414", "0014")]
    [InlineData("zz", null)]
    [InlineData("z41", null)]
    [InlineData("4aF0", "4AF0")]
    public void Unhex_drops_the_first_of_an_odd_number_of_digits(string text, string? expected)
    {
        byte[]? bytes = Encodings.Unhex(text);

        Assert.Equal(expected, bytes is null ? null : Convert.ToHexString(bytes));
    }

    [Theory]
    [InlineData("", "d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f")]
    [InlineData("abc", "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7")]
    public void Sha224_gives_the_published_digests(string text, string digest) =>
        Assert.Equal(digest, Digests.Sha224(System.Text.Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Sha224_pads_over_two_blocks() =>
        Assert.Equal("75388b16512776cc5dba5da1fd890150b0c6455cb4f58b1952522525", Digests.Sha224("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"u8));

    [Theory]
    [InlineData("1e5", true)]
    [InlineData("0x1p3", true)]
    [InlineData("0x1", false)]
    [InlineData("NaN", true)]
    [InlineData(" 1 ", true)]
    [InlineData("1f", true)]
    [InlineData("１２", true)]
    [InlineData("1,2", false)]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData("-.5e-3d", true)]
    public void Decimals_are_what_Java_parses(string text, bool expected) => Assert.Equal(expected, Classes.IsDecimal(text));

    [Fact]
    public void An_empty_separator_splits_at_white_space()
    {
        Assert.Equal("World", Splitting.SplitIndex("Hello World", "", 1));
        Assert.Equal("a\u00A0b", Splitting.SplitIndex("\u3000a\u00A0b\u3000", "", 1));
        Assert.Equal("", Splitting.SplitIndex("a,", ",", 1));
        Assert.Null(Splitting.SplitIndex("a,", ",", 2));
        Assert.Null(Splitting.SplitIndex("", ",", 0));
    }

    [Fact]
    public void Padding_counts_code_points()
    {
        Assert.Equal("😀😀ab", Rewriting.Pad("ab", 4, "😀", left: true, out _));
        Assert.Equal("a😀", Rewriting.Pad("a😀b", 2, "x", left: true, out _));
        Assert.Null(Rewriting.Pad("a", 3, "", left: true, out _));
        Assert.Null(Rewriting.Pad("a", -1, "x", left: false, out _));
        Assert.Null(Rewriting.Pad("a", int.MaxValue, "x", left: false, out bool isTooLong));
        Assert.True(isTooLong);
    }

    [Fact]
    public void An_empty_search_is_between_all_code_points() => Assert.Equal("XaX😀X", Rewriting.Replace("a😀", "", "X"));

    [Fact]
    public void Translating_takes_the_first_of_repeated_characters_and_drops_what_has_no_partner() =>
        Assert.Equal("xc", Rewriting.Translate("abc", "aab", "xy"));

    [Fact]
    public void A_search_from_the_end_counts_as_Flink_does()
    {
        Assert.Equal(10, Searching.Instr("Hello World", "l", -1, 1));
        Assert.Equal(4, Searching.Instr("Hello World", "l", -1, 2));
        Assert.Equal(12, Searching.Instr("Hello World", "", -1, 1));
        Assert.Equal(0, Searching.Instr("Hello", "l", 0, 1));
    }

    [Fact]
    public void Form_escapes_are_read_as_Java_reads_them()
    {
        Assert.Equal("A\u0001\0a", Encodings.UrlDecode("%41%+1%-0a"));
        Assert.Equal("\uFFFDA", Encodings.UrlDecode("%FF%41"));
        Assert.Null(Encodings.UrlDecode("%4"));
        Assert.Equal("a*b%7Ec+%F0%9F%98%80", Encodings.UrlEncode("a*b~c 😀"));
    }
}
