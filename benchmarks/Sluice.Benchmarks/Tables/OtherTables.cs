using System.Globalization;

namespace Sluice.Benchmarks.Tables;

/// <summary>Tables that load other parts than the line items do: many rows, many columns, big values.</summary>
internal static class OtherTables
{
    private const int WideColumns = 200;

    /// <summary>Three fixed-width columns: the cost of a row.</summary>
    public static BenchmarkTable Narrow { get; } = new("narrow", 10_000_000,
    [
        new("id", "BIGINT", "BIGINT", "bigint NOT NULL"),
        new("who", "INT", "INTEGER", "int NOT NULL"),
        new("amount", "DECIMAL(15, 2)", "DECIMAL(15,2)", "decimal(15,2) NOT NULL"),
    ], WriteNarrow);

    /// <summary>200 columns of five types, one value of ten NULL: the cost of a column.</summary>
    public static BenchmarkTable Wide { get; } = new("wide", 150_000,
        [.. Enumerable.Range(0, WideColumns).Select(WideColumn)], WriteWide);

    /// <summary>Texts of 100 bytes to 64 KB, one third of them Chinese: the cost of a byte.</summary>
    public static BenchmarkTable Text { get; } = new("text", 30_000,
    [
        new("id", "BIGINT", "BIGINT", "bigint NOT NULL"),
        new("kind", "VARCHAR(10)", "VARCHAR", "varchar(10) NOT NULL"),
        new("body", "STRING", "VARCHAR", "text NOT NULL"),
    ], WriteText);

    private static void WriteNarrow(RowWriter writer, long row)
    {
        var chance = new Chance(row);
        writer.Integer(row);
        writer.Integer(chance.Below(1_000_000));
        writer.Hundredths(chance.Below(10_000_000));
    }

    private static TableColumn WideColumn(int index)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"c{index:000}");
        return (index % 5) switch
        {
            0 => new(name, "BIGINT", "BIGINT", "bigint"),
            1 => new(name, "INT", "INTEGER", "int"),
            2 => new(name, "DECIMAL(15, 2)", "DECIMAL(15,2)", "decimal(15,2)"),
            3 => new(name, "TIMESTAMP(6)", "TIMESTAMP", "timestamp(6)"),
            _ => new(name, "VARCHAR(12)", "VARCHAR", "varchar(12)"),
        };
    }

    private static void WriteWide(RowWriter writer, long row)
    {
        var chance = new Chance(row);
        Span<byte> text = stackalloc byte[12];
        for (int index = 0; index < WideColumns; index++)
        {
            ulong bits = chance.Next();
            if (index > 0 && bits % 10 == 0)
            {
                writer.Null();
                continue;
            }

            switch (index % 5)
            {
                case 0: writer.Integer((long)(bits >> 20)); break;
                case 1: writer.Integer((int)(bits >> 40)); break;
                case 2: writer.Hundredths((long)(bits >> 34)); break;
                case 3: writer.Timestamp((long)(bits >> 13)); break;
                default:
                    int length = 3 + (int)(bits % 9);
                    for (int i = 0; i < length; i++)
                        text[i] = (byte)('a' + (bits >> (5 * i)) % 26);
                    writer.Plain(text[..length]);
                    break;
            }
        }
    }

    private static void WriteText(RowWriter writer, long row)
    {
        var chance = new Chance(row);
        int target = chance.Below(10) == 0 ? 1_000 + chance.Below(64_000) : 100 + chance.Below(8_000);
        bool chinese = chance.Below(3) == 0;
        byte[] body = new byte[target + 8];
        int length = 0;
        while (length < target)
        {
            ulong bits = chance.Next();
            if (chinese)
            {
                // U+4E00 and up: three bytes each.
                int code = 0x4E00 + (int)(bits % 5000);
                body[length++] = (byte)(0xE0 | code >> 12);
                body[length++] = (byte)(0x80 | code >> 6 & 0x3F);
                body[length++] = (byte)(0x80 | code & 0x3F);
            }
            else
            {
                for (int i = 0; i < 8; i++)
                    body[length + i] = (byte)"etaoin shrdlu, cmfwyp\nvbgk"[(int)((bits >> (8 * i)) % 26)];
                length += 8;
            }
        }

        writer.Integer(row);
        writer.Plain(chinese ? "chinese"u8 : "english"u8);
        writer.Quoted(body.AsSpan(0, length));
    }
}
