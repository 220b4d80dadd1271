using System.Buffers;
using System.Text;
using CsCheck;
using Sluice.Expressions.Functions.Text;
using Xunit;

namespace Sluice.UnitTests.Expressions.Text;

public sealed class Utf8TextTests
{
    private static readonly Gen<int> s_position = Gen.OneOf(Gen.Int[-12, 12], Gen.Const(int.MinValue), Gen.Const(int.MaxValue));

    [Fact]
    public void Pieces_are_those_of_the_functions_over_strings() =>
        Gen.Select(TextSamples.Text, s_position, s_position).Sample((text, start, length) =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            Assert.Equal(CodePoints.Count(text), Utf8Text.CharLength(bytes));
            ReadOnlySpan<byte> piece = Utf8Text.Substring(bytes, start, length, out bool isNull);
            Assert.Equal(Pieces.Substring(text, start, length), isNull ? null : Encoding.UTF8.GetString(piece));
            Assert.Equal(Pieces.Left(text, length), Encoding.UTF8.GetString(Utf8Text.Left(bytes, length)));
            Assert.Equal(Pieces.Right(text, length), Encoding.UTF8.GetString(Utf8Text.Right(bytes, length)));
        });

    [Fact]
    public void Trimming_and_searching_are_those_of_the_functions_over_strings() =>
        Gen.Select(TextSamples.Text, TextSamples.Part, Gen.Bool, Gen.Bool).Sample((text, part, leading, trailing) =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            byte[] partBytes = Encoding.UTF8.GetBytes(part);
            Assert.Equal(Pieces.Trim(text, part, leading, trailing), Encoding.UTF8.GetString(Utf8Text.Trim(bytes, partBytes, leading, trailing)));
            Assert.Equal(Pieces.Trim(text, " ", leading, trailing), Encoding.UTF8.GetString(Utf8Text.Trim(bytes, leading, trailing)));
            Assert.Equal(Searching.Position(part, text), Utf8Text.Position(partBytes, bytes));
            Assert.Equal(text.StartsWith(part, StringComparison.Ordinal), Utf8Text.StartsWith(bytes, partBytes));
            Assert.Equal(text.EndsWith(part, StringComparison.Ordinal), Utf8Text.EndsWith(bytes, partBytes));
        });

    [Fact]
    public void Texts_compare_by_code_point_in_either_form() =>
        Gen.Select(TextSamples.Text, TextSamples.Text).Sample((a, b) => Assert.Equal(
            Math.Sign(CodePoints.Compare(a, b)), Math.Sign(Utf8Text.Compare(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b)))));

    [Fact]
    public void A_private_use_character_sorts_before_a_supplementary_one() => Assert.True(CodePoints.Compare("\uE000", "𐀀") < 0);

    [Fact]
    public void Written_texts_are_those_of_the_functions_over_strings() =>
        Gen.Select(TextSamples.Text, TextSamples.Text).Sample((a, b) =>
        {
            Assert.Equal(CaseMapping.Upper(a), Written(output => Utf8Text.WriteUpper(Encoding.UTF8.GetBytes(a), output)));
            Assert.Equal(CaseMapping.Lower(a), Written(output => Utf8Text.WriteLower(Encoding.UTF8.GetBytes(a), output)));
            Assert.Equal(a + b, Written(output => Utf8Text.WriteConcat(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b), output)));
        });

    [Fact]
    public void The_length_of_a_long_text_is_counted_across_vectors()
    {
        string text = string.Concat(Enumerable.Repeat("aé中😀", 5000)) + "z";

        Assert.Equal(20_001, Utf8Text.CharLength(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Slices_and_ASCII_case_allocate_nothing()
    {
        byte[] text = Encoding.UTF8.GetBytes("  Hello, 世界  ");
        byte[] ascii = "Hello"u8.ToArray();
        byte[] output = new byte[16];
        _ = Work(text, ascii, output);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            _ = Work(text, ascii, output);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static int Work(byte[] text, byte[] ascii, byte[] output)
    {
        int sum = Utf8Text.CharLength(text) + Utf8Text.Substring(text, 2, 5, out _).Length + Utf8Text.Trim(text, true, true).Length;
        sum += Utf8Text.Position("世"u8, text) + Utf8Text.Left(text, 3).Length + Utf8Text.Right(text, 4).Length;
        _ = Utf8Text.TryUpperAscii(ascii, output, out int written);
        return sum + written;
    }

    private static string Written(Action<ArrayBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
