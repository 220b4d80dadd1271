using Sluice.Types;

namespace Sluice.Conformance;

/// <summary>Each logical type with its boundary values.</summary>
public static class KitTypes
{
    private static readonly Int128 s_largest38 = Int128.Parse("99999999999999999999999999999999999999", null);

    /// <summary>Types and values, NULL not among them: the kit adds it.</summary>
    public static IReadOnlyList<(LogicalType Type, object[] Values)> All { get; } =
    [
        (LogicalType.Boolean, [true, false]),
        (LogicalType.TinyInt, [sbyte.MinValue, (sbyte)0, sbyte.MaxValue]),
        (LogicalType.SmallInt, [short.MinValue, (short)-1, short.MaxValue]),
        (LogicalType.Int, [int.MinValue, 0, int.MaxValue]),
        (LogicalType.BigInt, [long.MinValue, 0L, 9_007_199_254_740_993L, long.MaxValue]),
        (LogicalType.Float, [float.MinValue, 0f, float.Epsilon, 1.1f, float.MaxValue]),
        (LogicalType.Double, [double.MinValue, 0d, double.Epsilon, 0.1, 1.7976931348623157e308]),
        (LogicalType.Decimal(5, 2), [(Int128)(-99999), (Int128)0, (Int128)1, (Int128)99999]),
        (LogicalType.Decimal(15, 2), [(Int128)(-999_999_999_999_999), (Int128)10, (Int128)999_999_999_999_999]),
        (LogicalType.Decimal(20, 0), [(Int128)ulong.MaxValue, (Int128)(-1)]),
        (LogicalType.Decimal(38, 0), [s_largest38, -s_largest38]),
        (LogicalType.Decimal(38, 18), [s_largest38, (Int128)1, -s_largest38]),
        (LogicalType.Decimal(38, 38), [s_largest38, (Int128)0, (Int128)1]),
        (LogicalType.Char(3), ["abc", "a  "]),
        (LogicalType.VarChar(10), ["", "0123456789", "数据集成工具一二三四"]),
        (LogicalType.String, ["", " ", "  lead and trail  ", "a,b;c\t|\"quoted\" 'single' \\ back", "line\nbreak\r\nand more", "NULL", "null", "\\N", "0", "é ü ß", "数据😀", "\u00a0", new string('x', 100_000)]),
        (LogicalType.Binary(2), [new byte[] { 0, 255 }, new byte[] { 1, 2 }]),
        (LogicalType.Bytes, [System.Array.Empty<byte>(), new byte[] { 0 }, new byte[] { 0, 10, 13, 34, 44, 92, 255 }]),
        (LogicalType.Date, [-719162, -1, 0, 11016, 18321, 2932896]),
        (LogicalType.Time(0), [0L, 86_399_000_000L]),
        (LogicalType.Time(3), [0L, 1_000L, 86_399_999_000L]),
        (LogicalType.Time(6), [1L, 43_200_000_001L, 86_399_999_999L]),
        (LogicalType.Timestamp(0), Moments(0)),
        (LogicalType.Timestamp(3), Moments(1_000_000)),
        (LogicalType.Timestamp(6), Moments(1_000)),
        (LogicalType.TimestampLtz(3), Moments(1_000_000)),
        (LogicalType.TimestampLtz(6), Moments(1_000)),
        (LogicalType.Timestamp(9), [new Timestamp(0, 1), new Timestamp(-1, 999_999_999), new Timestamp(1_700_000_000, 123_456_789)]),
        (LogicalType.Array(LogicalType.Int), [System.Array.Empty<object?>(), new object?[] { 1, null, -3 }]),
        (LogicalType.Array(LogicalType.String), [new object?[] { "", null, "a,b\"]" }]),
        (LogicalType.Map(LogicalType.String.NotNull(), LogicalType.BigInt), [new KeyValuePair<object, object?>[] { new("a", 1L), new("ключ", null) }]),
        (LogicalType.Row([new("x", LogicalType.Int), new("y z", LogicalType.String)]), [new object?[] { 1, "one" }, new object?[] { null, "" }]),
    ];

    /// <summary>The type whose text is <paramref name="text"/>.</summary>
    public static (LogicalType Type, object[] Values) Find(string text) => All.Single(t => t.Type.ToString() == text);

    private static object[] Moments(int nanos) =>
    [
        new Timestamp(-62_135_596_800, 0), new Timestamp(-1, nanos == 0 ? 0 : 1_000_000_000 - nanos), new Timestamp(0, 0), new Timestamp(0, nanos),
        new Timestamp(951_782_400, nanos), new Timestamp(253_402_300_799, nanos == 0 ? 0 : 1_000_000_000 - nanos),
    ];
}
