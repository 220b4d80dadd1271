using Sluice.Types;

namespace Sluice.Expressions.Syntax;

/// <summary>Reads a data type as Flink spells it.</summary>
/// <param name="reader">The tokens.</param>
/// <param name="isCast">Whether the type is the target of a CAST, where Flink takes DECIMAL(39) and more as DECIMAL(38).</param>
internal sealed class DataTypeReader(TokenReader reader, bool isCast = false)
{
    private static readonly string[] s_names =
    [
        "BOOLEAN", "TINYINT", "SMALLINT", "INT", "INTEGER", "BIGINT", "FLOAT", "DOUBLE", "DECIMAL", "DEC", "NUMERIC", "CHAR", "CHARACTER", "VARCHAR",
        "STRING", "BINARY", "VARBINARY", "BYTES", "DATE", "TIME", "TIMESTAMP", "TIMESTAMP_LTZ", "INTERVAL", "ARRAY", "MAP", "ROW",
    ];

    /// <summary>Reads a type with its nullability.</summary>
    /// <exception cref="SyntaxException">It is none.</exception>
    public LogicalType Read()
    {
        LogicalType type = Nullability(ReadPlain());
        while (reader.TryTake("ARRAY"))
            type = Nullability(LogicalType.Array(type));
        return type;
    }

    /// <summary>Reads the unit of an interval: <c>DAY(3) TO SECOND(2)</c>.</summary>
    public IntervalUnit ReadUnit()
    {
        string from = Unit(reader.Current) ?? throw reader.Unexpected("a unit such as DAY");
        reader.Take();
        (int precision, int fraction) = (-1, -1);
        if (reader.TryTakeSymbol("("))
        {
            precision = reader.ExpectInteger("a number of digits");
            if (from == "SECOND" && reader.TryTakeSymbol(","))
                fraction = reader.ExpectInteger("a number of digits");
            reader.ExpectSymbol(")");
        }

        if (!reader.Current.Is("TO") || Unit(reader.Peek(1)) is not { } to)
            return new IntervalUnit(from, precision, null, fraction);
        reader.Take();
        reader.Take();
        if (to == "SECOND" && reader.TryTakeSymbol("("))
        {
            fraction = reader.ExpectInteger("a number of digits");
            reader.ExpectSymbol(")");
        }

        return new IntervalUnit(from, precision, to, fraction);
    }

    /// <summary>The unit that a token names, upper case and singular; null when it names none.</summary>
    public static string? Unit(Token token)
    {
        if (token.Kind != TokenKind.Word)
            return null;
        string word = token.Text.ToUpperInvariant();
        if (word.EndsWith('S') && word.Length > 3)
            word = word[..^1];
        return word is "YEAR" or "QUARTER" or "MONTH" or "WEEK" or "DAY" or "HOUR" or "MINUTE" or "SECOND" ? word : null;
    }

    private LogicalType Nullability(LogicalType type)
    {
        if (reader.TryTakeAll("NOT", "NULL"))
            return type.NotNull();
        // NULL ON EMPTY behind RETURNING is a clause, no nullability.
        if (!reader.Peek(1).Is("ON"))
            reader.TryTake("NULL");
        return type;
    }

    private LogicalType ReadPlain()
    {
        Token name = reader.Current;
        if (name.Kind != TokenKind.Word)
            throw reader.Unexpected("a type");
        reader.Take();
        switch (name.Text.ToUpperInvariant())
        {
            case "BOOLEAN": return LogicalType.Boolean;
            case "TINYINT": return LogicalType.TinyInt;
            case "SMALLINT": return LogicalType.SmallInt;
            case "INT" or "INTEGER": return LogicalType.Int;
            case "BIGINT": return LogicalType.BigInt;
            case "FLOAT": return LogicalType.Float;
            case "DOUBLE": reader.TryTake("PRECISION"); return LogicalType.Double;
            case "DECIMAL" or "DEC" or "NUMERIC": return Decimal(name);
            case "CHAR" or "CHARACTER": return reader.TryTake("VARYING") ? VarChar(name) : LogicalType.Char(Length(name, 1));
            case "VARCHAR": return VarChar(name);
            case "STRING": return LogicalType.String;
            case "BINARY": return reader.TryTake("VARYING") ? LogicalType.VarBinary(Length(name, 1)) : LogicalType.Binary(Length(name, 1));
            case "VARBINARY": return LogicalType.VarBinary(Length(name, LogicalType.MaxLength));
            case "BYTES": return LogicalType.Bytes;
            case "DATE": return LogicalType.Date;
            case "TIME": return Time(name);
            case "TIMESTAMP": return Timestamp(name);
            case "TIMESTAMP_LTZ": return LogicalType.TimestampLtz(Digits(name, 6));
            case "INTERVAL": return Interval();
            case "ARRAY" when reader.TryTakeSymbol("<"): return LogicalType.Array(Closed(Read()));
            case "MAP" when reader.TryTakeSymbol("<"): return Map();
            case "ROW": return Row();
            case "REAL" or "MULTISET" or "RAW" or "VARIANT" or "BITMAP" or "NULL":
                throw reader.Error(ExpressionErrors.UnknownType, $"the type {name.Text.ToUpperInvariant()} is not supported", reader.SpanOf(name), null);
            default: throw Unknown(name);
        }
    }

    private SyntaxException Unknown(Token name)
    {
        string? near = NearestName.Find(name.Text, s_names);
        return reader.Error(
            ExpressionErrors.UnknownType, $"there is no type '{name.Text}'", reader.SpanOf(name), near is null ? $"use one of: {string.Join(", ", s_names)}" : $"write {near}");
    }

    private LogicalType VarChar(Token name) => LogicalType.VarChar(Length(name, LogicalType.MaxLength));

    private int Length(Token name, int absent)
    {
        if (!reader.TryTakeSymbol("("))
            return absent;
        int length = reader.ExpectInteger("a length");
        reader.ExpectSymbol(")");
        return length >= 1 ? length : throw OutOfRange(name, "the length is at least 1");
    }

    private LogicalType Decimal(Token name)
    {
        (int precision, int scale) = (10, 0);
        if (reader.TryTakeSymbol("("))
        {
            precision = reader.ExpectInteger("a number of digits");
            if (reader.TryTakeSymbol(","))
                scale = reader.ExpectInteger("a number of digits");
            reader.ExpectSymbol(")");
        }

        if (isCast)
            precision = Math.Min(precision, LogicalType.MaxDecimalPrecision);
        if (precision is < 1 or > LogicalType.MaxDecimalPrecision || scale > precision)
            throw OutOfRange(name, "a DECIMAL(p, s) has 1 to 38 digits, and not more of them after the point");
        return LogicalType.Decimal(precision, scale);
    }

    private int Digits(Token name, int absent)
    {
        if (!reader.TryTakeSymbol("("))
            return absent;
        int digits = reader.ExpectInteger("a number of digits");
        reader.ExpectSymbol(")");
        return digits <= 9 ? digits : throw OutOfRange(name, "the fraction of a second has 0 to 9 digits");
    }

    private LogicalType Time(Token name)
    {
        int digits = Digits(name, 0);
        reader.TryTakeAll("WITHOUT", "TIME", "ZONE");
        return LogicalType.Time(digits);
    }

    private LogicalType Timestamp(Token name)
    {
        int digits = Digits(name, 6);
        if (reader.TryTakeAll("WITH", "LOCAL", "TIME", "ZONE"))
            return LogicalType.TimestampLtz(digits);
        if (reader.Current.Is("WITH"))
            throw OutOfRange(name, "a timestamp that keeps its zone does not exist: write TIMESTAMP_LTZ");
        reader.TryTakeAll("WITHOUT", "TIME", "ZONE");
        return LogicalType.Timestamp(digits);
    }

    private LogicalType Interval()
    {
        Token unit = reader.Current;
        IntervalUnit read = ReadUnit();
        return TemporalLiterals.TypeOf(read.From, read.To)
            ?? throw reader.Error(ExpressionErrors.UnknownType, $"there is no interval {read}", reader.SpanOf(unit), null);
    }

    private LogicalType Map()
    {
        LogicalType key = Read();
        reader.ExpectSymbol(",");
        return LogicalType.Map(key, Closed(Read()));
    }

    private LogicalType Closed(LogicalType type)
    {
        reader.ExpectSymbol(">");
        return type;
    }

    private LogicalType Row()
    {
        string close = reader.TryTakeSymbol("<") ? ">" : ")";
        if (close == ")")
            reader.ExpectSymbol("(");
        List<RowField> fields = [];
        do
        {
            Token field = reader.Current;
            if (field.Kind is not (TokenKind.Word or TokenKind.QuotedName))
                throw reader.Unexpected("a field's name");
            reader.Take();
            LogicalType type = Read();
            if (reader.Current.Kind == TokenKind.Text)
                reader.Take();
            fields.Add(new RowField(field.Text, type));
        }
        while (reader.TryTakeSymbol(","));
        reader.ExpectSymbol(close);
        return LogicalType.Row(fields);
    }

    private SyntaxException OutOfRange(Token name, string what) => reader.Error(ExpressionErrors.UnknownType, what, reader.SpanFrom(name.Start), null);
}
