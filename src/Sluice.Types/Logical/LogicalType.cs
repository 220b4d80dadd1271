using System.Collections.Immutable;

namespace Sluice.Types;

/// <summary>
/// A logical type: Flink SQL's types, spelled as Flink spells them. Immutable; compared by value, nullability included.
/// </summary>
/// <remarks>
/// Made by the static factories only, which check the ranges. Source: Flink 2.2, <c>org.apache.flink.table.types.logical</c>.
/// </remarks>
public sealed class LogicalType : IEquatable<LogicalType>
{
    /// <summary>The length of STRING and BYTES.</summary>
    public const int MaxLength = int.MaxValue;

    /// <summary>The largest precision of a DECIMAL.</summary>
    public const int MaxDecimalPrecision = 38;

    private LogicalType(TypeKind kind, int precision = 0, int scale = 0, bool isNullable = true, ImmutableArray<RowField> fields = default)
    {
        Kind = kind;
        Precision = precision;
        Scale = scale;
        IsNullable = isNullable;
        Fields = fields.IsDefault ? [] : fields;
    }

    /// <summary>BOOLEAN.</summary>
    public static LogicalType Boolean { get; } = new(TypeKind.Boolean);

    /// <summary>TINYINT.</summary>
    public static LogicalType TinyInt { get; } = new(TypeKind.TinyInt);

    /// <summary>SMALLINT.</summary>
    public static LogicalType SmallInt { get; } = new(TypeKind.SmallInt);

    /// <summary>INT.</summary>
    public static LogicalType Int { get; } = new(TypeKind.Int);

    /// <summary>BIGINT.</summary>
    public static LogicalType BigInt { get; } = new(TypeKind.BigInt);

    /// <summary>FLOAT.</summary>
    public static LogicalType Float { get; } = new(TypeKind.Float);

    /// <summary>DOUBLE.</summary>
    public static LogicalType Double { get; } = new(TypeKind.Double);

    /// <summary>STRING, that is VARCHAR(2147483647).</summary>
    public static LogicalType String { get; } = new(TypeKind.VarChar, MaxLength);

    /// <summary>BYTES, that is VARBINARY(2147483647).</summary>
    public static LogicalType Bytes { get; } = new(TypeKind.VarBinary, MaxLength);

    /// <summary>DATE.</summary>
    public static LogicalType Date { get; } = new(TypeKind.Date);

    /// <summary>An interval of months.</summary>
    public static LogicalType IntervalMonths { get; } = new(TypeKind.IntervalMonths);

    /// <summary>An interval of milliseconds.</summary>
    public static LogicalType IntervalMillis { get; } = new(TypeKind.IntervalMillis, 3);

    /// <summary>The type of a bare NULL.</summary>
    public static LogicalType Null { get; } = new(TypeKind.Null);

    /// <summary>The kind.</summary>
    public TypeKind Kind { get; }

    /// <summary>
    /// DECIMAL: number of digits. CHAR, VARCHAR, BINARY, VARBINARY: length. TIME, TIMESTAMP, TIMESTAMP_LTZ: digits of the fraction. Else 0.
    /// </summary>
    public int Precision { get; }

    /// <summary>DECIMAL: digits after the point. Else 0.</summary>
    public int Scale { get; }

    /// <summary>Whether NULL is a value of the type.</summary>
    public bool IsNullable { get; }

    /// <summary>
    /// ROW: its fields. ARRAY: one field <c>element</c>. MAP: the fields <c>key</c> and <c>value</c>. Else empty.
    /// </summary>
    public ImmutableArray<RowField> Fields { get; }

    /// <summary>The length of a CHAR, VARCHAR, BINARY or VARBINARY; the same number as <see cref="Precision"/>.</summary>
    public int Length => Precision;

    /// <summary>The element type of an ARRAY.</summary>
    public LogicalType Element => Fields[0].Type;

    /// <summary>The key type of a MAP.</summary>
    public LogicalType Key => Fields[0].Type;

    /// <summary>The value type of a MAP.</summary>
    public LogicalType Value => Fields[1].Type;

    /// <summary>TINYINT, SMALLINT, INT or BIGINT.</summary>
    public bool IsInteger => Kind is TypeKind.TinyInt or TypeKind.SmallInt or TypeKind.Int or TypeKind.BigInt;

    /// <summary>An integer or DECIMAL.</summary>
    public bool IsExactNumeric => IsInteger || Kind == TypeKind.Decimal;

    /// <summary>FLOAT or DOUBLE.</summary>
    public bool IsApproximateNumeric => Kind is TypeKind.Float or TypeKind.Double;

    /// <summary>Any number.</summary>
    public bool IsNumeric => IsExactNumeric || IsApproximateNumeric;

    /// <summary>CHAR, VARCHAR or STRING.</summary>
    public bool IsCharacter => Kind is TypeKind.Char or TypeKind.VarChar;

    /// <summary>BINARY, VARBINARY or BYTES.</summary>
    public bool IsBinary => Kind is TypeKind.Binary or TypeKind.VarBinary;

    /// <summary>DATE, TIME, TIMESTAMP or TIMESTAMP_LTZ.</summary>
    public bool IsDateTime => Kind is TypeKind.Date or TypeKind.Time or TypeKind.Timestamp or TypeKind.TimestampLtz;

    /// <summary>Either interval.</summary>
    public bool IsInterval => Kind is TypeKind.IntervalMonths or TypeKind.IntervalMillis;

    /// <summary>ARRAY, MAP or ROW.</summary>
    public bool IsNested => Kind is TypeKind.Array or TypeKind.Map or TypeKind.Row;

    /// <summary>DECIMAL(<paramref name="precision"/>, <paramref name="scale"/>).</summary>
    public static LogicalType Decimal(int precision, int scale)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(precision, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(precision, MaxDecimalPrecision);
        ArgumentOutOfRangeException.ThrowIfNegative(scale);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, precision);
        return new LogicalType(TypeKind.Decimal, precision, scale);
    }

    /// <summary>CHAR(<paramref name="length"/>). Length 0 is the type of the empty literal only, as in Flink.</summary>
    public static LogicalType Char(int length) => new(TypeKind.Char, Checked(length, 0));

    /// <summary>VARCHAR(<paramref name="length"/>).</summary>
    public static LogicalType VarChar(int length) => new(TypeKind.VarChar, Checked(length, 0));

    /// <summary>BINARY(<paramref name="length"/>).</summary>
    public static LogicalType Binary(int length) => new(TypeKind.Binary, Checked(length, 0));

    /// <summary>VARBINARY(<paramref name="length"/>).</summary>
    public static LogicalType VarBinary(int length) => new(TypeKind.VarBinary, Checked(length, 0));

    /// <summary>TIME(<paramref name="precision"/>), 0 ≤ precision ≤ 9.</summary>
    public static LogicalType Time(int precision = 0) => new(TypeKind.Time, CheckedFraction(precision));

    /// <summary>TIMESTAMP(<paramref name="precision"/>), 0 ≤ precision ≤ 9.</summary>
    public static LogicalType Timestamp(int precision = 6) => new(TypeKind.Timestamp, CheckedFraction(precision));

    /// <summary>TIMESTAMP_LTZ(<paramref name="precision"/>), 0 ≤ precision ≤ 9.</summary>
    public static LogicalType TimestampLtz(int precision = 6) => new(TypeKind.TimestampLtz, CheckedFraction(precision));

    /// <summary>ARRAY&lt;<paramref name="element"/>&gt;.</summary>
    public static LogicalType Array(LogicalType element) => new(TypeKind.Array, fields: [new RowField("element", element)]);

    /// <summary>MAP&lt;<paramref name="key"/>, <paramref name="value"/>&gt;.</summary>
    public static LogicalType Map(LogicalType key, LogicalType value) =>
        new(TypeKind.Map, fields: [new RowField("key", key), new RowField("value", value)]);

    /// <summary>ROW&lt;<paramref name="fields"/>&gt;.</summary>
    public static LogicalType Row(IEnumerable<RowField> fields) => new(TypeKind.Row, fields: [.. fields]);

    /// <summary>The same type with NULL allowed.</summary>
    public LogicalType Nullable() => WithNullability(true);

    /// <summary>The same type with NULL not allowed.</summary>
    public LogicalType NotNull() => WithNullability(false);

    /// <summary>The same type with the nullability given.</summary>
    public LogicalType WithNullability(bool isNullable) =>
        isNullable == IsNullable ? this : new LogicalType(Kind, Precision, Scale, isNullable, Fields);

    /// <summary>Equal but for the nullability of the outermost type.</summary>
    public bool EqualsIgnoringNullability(LogicalType other) => Equals(other.WithNullability(IsNullable));

    /// <inheritdoc/>
    public bool Equals(LogicalType? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Kind == other.Kind && Precision == other.Precision && Scale == other.Scale
            && IsNullable == other.IsNullable && Fields.AsSpan().SequenceEqual(other.Fields.AsSpan()));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LogicalType);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Precision, Scale, IsNullable, Fields.Length);

    /// <summary>Flink's spelling with <c>NOT NULL</c> where NULL is not allowed, for example <c>DECIMAL(5, 2) NOT NULL</c>.</summary>
    public override string ToString() => IsNullable ? LogicalTypeText.Print(this) : LogicalTypeText.Print(this) + " NOT NULL";

    private static int Checked(int length, int least)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, least);
        return length;
    }

    private static int CheckedFraction(int precision)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(precision);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(precision, 9);
        return precision;
    }
}
