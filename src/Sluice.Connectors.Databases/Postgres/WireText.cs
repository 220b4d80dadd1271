using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>The text of values in wire form, as the server would print them. For dirty rows and messages; only <see cref="WriteUuid"/> is hot.</summary>
internal static class WireText
{
    private const int LongestValue = 1_000;

    /// <summary>Writes the 36 characters of a uuid.</summary>
    public static void WriteUuid(ReadOnlySpan<byte> bytes, Span<byte> text)
    {
        ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
        int at = 0;
        for (int i = 0; i < 16; i++)
        {
            if (i is 4 or 6 or 8 or 10)
                text[at++] = (byte)'-';
            text[at++] = digits[bytes[i] >> 4];
            text[at++] = digits[bytes[i] & 15];
        }
    }

    /// <summary>A field as text, cut to a sensible length.</summary>
    public static string Of(PostgresColumn column, ReadForm form, ReadOnlySpan<byte> field)
    {
        string text = form == ReadForm.Text ? Utf8(field) : column.IsArray ? OfArray(field) : OfScalar(column.TypeOid, field);
        return text.Length <= LongestValue ? text : text[..LongestValue] + "…";
    }

    /// <summary>A date given in days since 2000-01-01, with years before 1 as BC.</summary>
    public static string OfDate(int days) => days switch
    {
        int.MaxValue => "infinity",
        int.MinValue => "-infinity",
        _ => OfCivil(days + (long)DateReader.EpochDays, ""),
    };

    private static string OfScalar(uint oid, ReadOnlySpan<byte> field) => oid switch
    {
        PostgresTypeMap.BoolOid => field[0] != 0 ? "true" : "false",
        PostgresTypeMap.Int2Oid => Text(BinaryPrimitives.ReadInt16BigEndian(field)),
        PostgresTypeMap.Int4Oid => Text(BinaryPrimitives.ReadInt32BigEndian(field)),
        PostgresTypeMap.Int8Oid => Text(BinaryPrimitives.ReadInt64BigEndian(field)),
        PostgresTypeMap.OidOid => Text(BinaryPrimitives.ReadUInt32BigEndian(field)),
        PostgresTypeMap.Float4Oid => Text(BinaryPrimitives.ReadSingleBigEndian(field)),
        PostgresTypeMap.Float8Oid => Text(BinaryPrimitives.ReadDoubleBigEndian(field)),
        PostgresTypeMap.NumericOid => OfNumeric(field),
        PostgresTypeMap.DateOid => OfDate(BinaryPrimitives.ReadInt32BigEndian(field)),
        PostgresTypeMap.TimeOid => OfTime(BinaryPrimitives.ReadInt64BigEndian(field)),
        PostgresTypeMap.TimestampOid => OfTimestamp(BinaryPrimitives.ReadInt64BigEndian(field), ""),
        PostgresTypeMap.TimestampTzOid => OfTimestamp(BinaryPrimitives.ReadInt64BigEndian(field), "+00"),
        PostgresTypeMap.ByteaOid => "\\x" + Convert.ToHexStringLower(field[..Math.Min(field.Length, LongestValue)]),
        PostgresTypeMap.UuidOid => Uuid(field),
        PostgresTypeMap.JsonbOid => Utf8(field[1..]),
        PostgresTypeMap.CharOid => field[0] >= 128 ? string.Create(CultureInfo.InvariantCulture, $"\\x{field[0]:x2}") : ((char)field[0]).ToString(),
        _ => Utf8(field),
    };

    private static string Text<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    private static string Utf8(ReadOnlySpan<byte> field) => Encoding.UTF8.GetString(field[..Math.Min(field.Length, 4 * LongestValue)]);

    private static string Uuid(ReadOnlySpan<byte> field)
    {
        Span<byte> text = stackalloc byte[36];
        WriteUuid(field, text);
        return Encoding.ASCII.GetString(text);
    }

    private static string OfTime(long micros)
    {
        long seconds = micros / 1_000_000;
        string text = string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");
        long fraction = micros % 1_000_000;
        return fraction == 0 ? text : text + string.Create(CultureInfo.InvariantCulture, $".{fraction:000000}").TrimEnd('0');
    }

    private static string OfTimestamp(long micros, string zone)
    {
        if (micros is long.MaxValue or long.MinValue)
            return micros > 0 ? "infinity" : "-infinity";
        long days = Math.DivRem(micros, TimestampReader.DayMicros, out long rest);
        if (rest < 0)
            (days, rest) = (days - 1, rest + TimestampReader.DayMicros);
        return OfCivil(days + DateReader.EpochDays, " " + OfTime(rest) + zone);
    }

    /// <summary>Days since 1970-01-01 as a civil date of any year (Howard Hinnant, chrono-compatible low-level date algorithms).</summary>
    private static string OfCivil(long days, string time)
    {
        long shifted = days + 719_468;
        long era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097;
        long dayOfEra = shifted - (era * 146_097);
        long yearOfEra = (dayOfEra - (dayOfEra / 1_460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        long dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        long monthFromMarch = ((5 * dayOfYear) + 2) / 153;
        long day = dayOfYear - (((153 * monthFromMarch) + 2) / 5) + 1;
        long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        long year = yearOfEra + (era * 400) + (month <= 2 ? 1 : 0);
        return string.Create(CultureInfo.InvariantCulture, $"{(year > 0 ? year : 1 - year):0000}-{month:00}-{day:00}{time}{(year > 0 ? "" : " BC")}");
    }

    private static string OfNumeric(ReadOnlySpan<byte> field)
    {
        int groups = BinaryPrimitives.ReadInt16BigEndian(field);
        int weight = BinaryPrimitives.ReadInt16BigEndian(field[2..]);
        int sign = BinaryPrimitives.ReadUInt16BigEndian(field[4..]);
        int scale = BinaryPrimitives.ReadUInt16BigEndian(field[6..]);
        if ((sign & 0x8000) != 0)
            return sign switch { 0xC000 => "NaN", 0xD000 => "Infinity", _ => "-Infinity" };
        var text = new StringBuilder();
        for (int place = Math.Max(weight, 0); place >= 0 || -place <= (scale + 3) / 4; place--)
        {
            int i = weight - place;
            int group = i >= 0 && i < groups ? BinaryPrimitives.ReadInt16BigEndian(field[(8 + (2 * i))..]) : 0;
            if (place == -1)
                text.Append('.');
            text.Append(group.ToString("0000", CultureInfo.InvariantCulture));
        }

        string digits = text.ToString();
        int point = digits.IndexOf('.', StringComparison.Ordinal);
        string whole = (point < 0 ? digits : digits[..point]).TrimStart('0');
        string fraction = point < 0 ? "" : digits.Substring(point + 1, scale);
        return (sign == 0 ? "" : "-") + (whole.Length == 0 ? "0" : whole) + (scale == 0 ? "" : "." + fraction);
    }

    private static string OfArray(ReadOnlySpan<byte> field)
    {
        int dimensions = BinaryPrimitives.ReadInt32BigEndian(field);
        var shape = new StringBuilder();
        for (int i = 0; i < dimensions; i++)
        {
            int size = BinaryPrimitives.ReadInt32BigEndian(field[(12 + (8 * i))..]);
            int lower = BinaryPrimitives.ReadInt32BigEndian(field[(16 + (8 * i))..]);
            shape.Append(CultureInfo.InvariantCulture, $"[{lower}:{lower + size - 1}]");
        }

        return dimensions == 0 ? "{}" : $"an array {shape}";
    }
}
