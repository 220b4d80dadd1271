namespace Sluice.Benchmarks.Tables;

/// <summary>The line-item table of TPC-H in shape and value ranges (its generator is not used): 16 columns, about 130 bytes a row.</summary>
internal static class LineItem
{
    private static readonly byte[][] s_instructions = [.. "DELIVER IN PERSON|COLLECT COD|NONE|TAKE BACK RETURN".Split('|').Select(Bytes)];
    private static readonly byte[][] s_modes = [.. "REG AIR|AIR|RAIL|SHIP|TRUCK|MAIL|FOB".Split('|').Select(Bytes)];
    private static readonly byte[][] s_words =
    [
        .. ("the of slyly carefully quickly furiously blithely express regular special ironic pending final bold even silent deposits requests packages "
            + "accounts instructions theodolites foxes pinto beans dependencies platelets asymptotes ideas sleep wake haggle nag use boost affix detect integrate")
            .Split(' ').Select(Bytes),
    ];

    /// <summary>The table.</summary>
    public static BenchmarkTable Table { get; } = new("lineitem", 3_000_000,
    [
        new("l_orderkey", "BIGINT", "BIGINT", "bigint NOT NULL"),
        new("l_partkey", "INT", "INTEGER", "int NOT NULL"),
        new("l_suppkey", "INT", "INTEGER", "int NOT NULL"),
        new("l_linenumber", "INT", "INTEGER", "int NOT NULL"),
        Money("l_quantity"), Money("l_extendedprice"), Money("l_discount"), Money("l_tax"),
        new("l_returnflag", "CHAR(1)", "VARCHAR", "char(1) NOT NULL"),
        new("l_linestatus", "CHAR(1)", "VARCHAR", "char(1) NOT NULL"),
        Day("l_shipdate"), Day("l_commitdate"), Day("l_receiptdate"),
        new("l_shipinstruct", "VARCHAR(25)", "VARCHAR", "char(25) NOT NULL"),
        new("l_shipmode", "VARCHAR(10)", "VARCHAR", "char(10) NOT NULL"),
        new("l_comment", "VARCHAR(44)", "VARCHAR", "varchar(44) NOT NULL"),
    ], Write);

    /// <summary>The same with more rows, for work that is done in less than a second on <see cref="Table"/>.</summary>
    public static BenchmarkTable Large { get; } = Table with { Name = "lineitem_large", Rows = 10_000_000 };

    private static void Write(RowWriter writer, long row)
    {
        var chance = new Chance(row);
        int part = 1 + chance.Below(200_000);
        int quantity = 1 + chance.Below(50);
        int shipped = 8036 + chance.Below(2526); // 1992-01-02 and later
        writer.Integer(1 + row / 4);
        writer.Integer(part);
        writer.Integer(1 + (part * 7 + (int)(row % 4) * 2501) % 10_000);
        writer.Integer(1 + row % 4);
        writer.Hundredths(quantity * 100L);
        writer.Hundredths(quantity * (90_000L + part / 10 % 20_001 + 100 * (part % 1_000)));
        writer.Hundredths(chance.Below(11));
        writer.Hundredths(chance.Below(9));
        writer.Plain(shipped > 9300 ? "N"u8 : (chance.Next() & 1) == 0 ? "R"u8 : "A"u8);
        writer.Plain(shipped > 9300 ? "O"u8 : "F"u8);
        writer.Date(shipped);
        writer.Date(shipped - 30 + chance.Below(90));
        writer.Date(shipped + 1 + chance.Below(30));
        writer.Plain(s_instructions[chance.Below(s_instructions.Length)]);
        writer.Plain(s_modes[chance.Below(s_modes.Length)]);
        Comment(writer, ref chance);
    }

    // One comment of eight has a comma and so needs quotes.
    private static void Comment(RowWriter writer, ref Chance chance)
    {
        Span<byte> text = stackalloc byte[64];
        int target = 10 + chance.Below(34);
        bool quoted = chance.Below(8) == 0;
        int length = 0;
        while (length < target)
        {
            byte[] word = s_words[chance.Below(s_words.Length)];
            word.CopyTo(text[length..]);
            length += word.Length;
            if (quoted && length < target - 1)
                text[length++] = (byte)',';
            text[length++] = (byte)' ';
        }

        length = Math.Min(target, length);
        while (text[length - 1] == ' ')
            length--;
        if (quoted)
            writer.Quoted(text[..length]);
        else
            writer.Plain(text[..length]);
    }

    private static TableColumn Money(string name) => new(name, "DECIMAL(15, 2)", "DECIMAL(15,2)", "decimal(15,2) NOT NULL");

    private static TableColumn Day(string name) => new(name, "DATE", "DATE", "date NOT NULL");

    private static byte[] Bytes(string text) => System.Text.Encoding.ASCII.GetBytes(text);
}
