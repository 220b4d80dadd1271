using CsCheck;
using Sluice.Connectors.Databases.Postgres;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Connectors.Databases.Postgres;

public sealed class NumericWireTests
{
    [Theory]
    [InlineData("0001 0000 0000 0002 0001", 15, 2, "1.00")]
    [InlineData("0002 0000 0000 0002 0001 1388", 15, 2, "1.50")]
    [InlineData("0001 FFFF 4000 0002 03E8", 15, 2, "-0.10")]
    [InlineData("0000 0000 0000 0002", 15, 2, "0.00")]
    [InlineData("0001 0001 0000 0000 0001", 10, 0, "10000")]
    [InlineData("0001 FFFF 0000 0004 0001", 4, 4, "0.0001")]
    [InlineData("0004 0003 0000 0002 03E7 270F 270F 270F", 17, 2, "999999999999999.00")]
    public void Reads_what_the_server_sends(string wire, int precision, int scale, string expected)
    {
        (ValueFault fault, Int128 value) = Read(Convert.FromHexString(wire.Replace(" ", "", StringComparison.Ordinal)), precision, scale);

        Assert.Equal((ValueFault.None, expected), (fault, ValueDisplay.Decimal(value, scale)));
    }

    [Theory]
    [InlineData("0000 0000 C000 0000", "NotANumber")]
    [InlineData("0000 0000 D000 0000", "Infinite")]
    [InlineData("0000 0000 F000 0000", "Infinite")]
    [InlineData("0001 0000 0000 0000 03E8", "OutOfRange")]
    [InlineData("0001 0030 0000 0000 0001", "OutOfRange")]
    [InlineData("0001 FFFF 0000 0004 0001", "OutOfRange")]
    public void Says_what_does_not_fit_DECIMAL_5_2(string wire, string expected) =>
        Assert.Equal(expected, Read(Convert.FromHexString(wire.Replace(" ", "", StringComparison.Ordinal)), 5, 2).Fault.ToString());

    [Fact]
    public void What_is_written_is_read_back()
    {
        Gen<(Int128 Value, int Scale)> values =
            from digits in Gen.Int[1, 38]
            from scale in Gen.Int[0, digits]
            from high in Gen.ULong
            from low in Gen.ULong
            from isNegative in Gen.Bool
            let size = (Int128)(new UInt128(high, low) % (UInt128)NumericReader.PowerOfTen(digits))
            select (isNegative ? -size : size, scale);
        values.Sample(v =>
        {
            byte[] wire = Write(v.Value, v.Scale);
            Assert.Equal((ValueFault.None, v.Value), Read(wire, 38, v.Scale));
            Assert.Equal(ValueDisplay.Decimal(v.Value, v.Scale), WireText.Of(s_numeric, ReadForm.Binary, wire));
        }, iter: 20_000);
    }

    private static readonly PostgresColumn s_numeric = new()
    {
        Name = "n", NativeType = "numeric", TypeOid = PostgresTypeMap.NumericOid, TypeModifier = -1, TypeName = "numeric", TypeSchema = "pg_catalog", TypeKind = 'b',
    };

    private static unsafe (ValueFault Fault, Int128 Value) Read(byte[] wire, int precision, int scale)
    {
        fixed (byte* field = wire)
            return (new NumericReader(precision, scale).TryRead(field, wire.Length, out Int128 value), value);
    }

    private static unsafe byte[] Write(Int128 value, int scale)
    {
        byte[] wire = new byte[64];
        fixed (byte* field = wire)
            return wire[..new NumericWriter(scale).Write(field, value)];
    }
}
