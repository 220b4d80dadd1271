using System.Text;
using Sluice.Connectors.Databases.MySql;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Connectors.Databases.MySql;

public sealed class FieldReaderTests
{
    [Fact]
    public void Every_day_of_our_calendar_is_read_as_it_is_written()
    {
        Span<byte> text = stackalloc byte[Iso8601Utf8.MaxLength];
        for (int days = DateReader.FirstDay; days <= DateReader.LastDay; days++)
        {
            int length = Iso8601Utf8.WriteDate(days, text);
            if (Read<int, DateReader>(default, text[..length], out int read) != ValueFault.None || read != days)
                Assert.Fail($"{Encoding.ASCII.GetString(text[..length])} is read as {read}");
        }
    }

    [Theory]
    [InlineData("0000-00-00", "ZeroDate")]
    [InlineData("2024-00-10", "ZeroDate")]
    [InlineData("2024-13-10", "ZeroDate")]
    [InlineData("2024-10-00", "ZeroDate")]
    [InlineData("2023-02-29", "ZeroDate")]
    [InlineData("2024-04-31", "ZeroDate")]
    [InlineData("0000-01-01", "OutOfRange")]
    [InlineData("0000-03-01", "OutOfRange")]
    public void A_date_that_no_calendar_has_is_told_from_the_year_zero(string text, string fault) =>
        Assert.Equal(fault, Read<int, DateReader>(default, Encoding.ASCII.GetBytes(text), out _).ToString());

    [Theory]
    [InlineData("00:00:00", 0L)]
    [InlineData("23:59:59.999999", 86_399_999_999L)]
    [InlineData("12:00:00.5", 43_200_500_000L)]
    [InlineData("24:00:00", null)]
    [InlineData("-00:00:01", null)]
    [InlineData("838:59:59", null)]
    public void A_time_is_read_when_it_is_one_of_a_day(string text, long? micros) =>
        Assert.Equal(micros, Read<long, TimeReader>(default, Encoding.ASCII.GetBytes(text), out long value) == ValueFault.None ? value : null);

    [Theory]
    [InlineData("0.00", 0L)]
    [InlineData("-0.01", -1L)]
    [InlineData("9999999999999.99", 999_999_999_999_999)]
    [InlineData("-9999999999999.99", -999_999_999_999_999)]
    [InlineData("5", 500L)]
    [InlineData("5.1", 510L)]
    [InlineData("5.100", 510L)]
    [InlineData("5.101", null)]
    [InlineData("10000000000000.00", null)]
    [InlineData("x", null)]
    public void A_decimal_keeps_every_digit_or_is_none(string text, long? unscaled) =>
        Assert.Equal(unscaled, Read<Int128, DecimalReader>(new DecimalReader(15, 2), Encoding.ASCII.GetBytes(text), out Int128 value) == ValueFault.None ? (long)value : null);

    [Theory]
    [InlineData("99999999999999999999999999999999999999")]
    [InlineData("-99999999999999999999999999999999999999")]
    [InlineData("18446744073709551615")]
    public void Long_decimals_are_read_whole(string text)
    {
        Assert.Equal(ValueFault.None, Read<Int128, DecimalReader>(new DecimalReader(38, 0), Encoding.ASCII.GetBytes(text), out Int128 value));
        Assert.Equal(Int128.Parse(text, null), value);
    }

    [Fact]
    public void A_decimal_of_39_digits_is_none() =>
        Assert.Equal(ValueFault.OutOfRange, Read<Int128, DecimalReader>(new DecimalReader(38, 0), "100000000000000000000000000000000000000"u8, out _));

    [Theory]
    [InlineData("-128", -128)]
    [InlineData("127", 127)]
    [InlineData("007", 7)]
    [InlineData("128", null)]
    [InlineData("-129", null)]
    [InlineData("1x", null)]
    public void An_integer_outside_its_type_is_none(string text, int? expected) =>
        Assert.Equal(expected, Read<sbyte, IntegerReader<sbyte>>(default, Encoding.ASCII.GetBytes(text), out sbyte value) == ValueFault.None ? value : null);

    private static unsafe ValueFault Read<T, TReader>(TReader reader, ReadOnlySpan<byte> text, out T value)
        where T : unmanaged
        where TReader : struct, IFieldReader<T>
    {
        fixed (byte* field = text)
            return reader.TryRead(field, text.Length, out value);
    }
}
