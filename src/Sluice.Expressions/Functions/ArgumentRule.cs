using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>What an argument must be.</summary>
/// <param name="Name">Its name for messages: <c>a number</c>.</param>
/// <param name="Accepts">Whether a type fits.</param>
public sealed record ArgumentRule(string Name, Func<LogicalType, bool> Accepts)
{
    /// <summary>The type it is implicitly cast to when it fits but is not of it; null leaves it as it is.</summary>
    public LogicalType? CastTo { get; init; }

    /// <summary>Whether a bare NULL may stand there (it gets the type <see cref="CastTo"/>, else stays of type NULL).</summary>
    public bool AllowsNull { get; init; }

    /// <summary>Anything but a bare NULL.</summary>
    public static ArgumentRule Any { get; } = new("a value", _ => true);

    /// <summary>CHAR, VARCHAR or STRING.</summary>
    public static ArgumentRule Text { get; } = new("text", type => type.IsCharacter);

    /// <summary>BINARY, VARBINARY or BYTES.</summary>
    public static ArgumentRule Binary { get; } = new("binary", type => type.IsBinary);

    /// <summary>Text or binary.</summary>
    public static ArgumentRule TextOrBinary { get; } = new("text or binary", type => type.IsCharacter || type.IsBinary);

    /// <summary>BOOLEAN.</summary>
    public static ArgumentRule Boolean { get; } = new("BOOLEAN", type => type.Kind == TypeKind.Boolean);

    /// <summary>Any number.</summary>
    public static ArgumentRule Numeric { get; } = new("a number", type => type.IsNumeric);

    /// <summary>Any number, cast to DOUBLE.</summary>
    public static ArgumentRule Double { get; } = new("a number", type => type.IsNumeric) { CastTo = LogicalType.Double };

    /// <summary>An integer or DECIMAL.</summary>
    public static ArgumentRule ExactNumeric { get; } = new("an exact number", type => type.IsExactNumeric);

    /// <summary>TINYINT, SMALLINT, INT, BIGINT.</summary>
    public static ArgumentRule Integer { get; } = new("an integer", type => type.IsInteger);

    /// <summary>TINYINT, SMALLINT or INT, cast to INT.</summary>
    public static ArgumentRule Int { get; } = new("an INT", type => type.Kind is TypeKind.TinyInt or TypeKind.SmallInt or TypeKind.Int) { CastTo = LogicalType.Int };

    /// <summary>Any integer, cast to BIGINT.</summary>
    public static ArgumentRule BigInt { get; } = new("an integer", type => type.IsInteger) { CastTo = LogicalType.BigInt };

    /// <summary>DATE, TIME, TIMESTAMP or TIMESTAMP_LTZ.</summary>
    public static ArgumentRule DateTime { get; } = new("a date or time", type => type.IsDateTime);

    /// <summary>TIMESTAMP or TIMESTAMP_LTZ.</summary>
    public static ArgumentRule AnyTimestamp { get; } = new("a timestamp", type => type.Kind is TypeKind.Timestamp or TypeKind.TimestampLtz);

    /// <summary>ARRAY.</summary>
    public static ArgumentRule Array { get; } = new("an array", type => type.Kind == TypeKind.Array);

    /// <summary>MAP.</summary>
    public static ArgumentRule Map { get; } = new("a map", type => type.Kind == TypeKind.Map);
}
