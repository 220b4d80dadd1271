namespace Sluice.Types;

/// <summary>The kinds of logical types: Flink SQL's, with STRING = VARCHAR(2147483647) and BYTES = VARBINARY(2147483647).</summary>
public enum TypeKind
{
    /// <summary>The type of a bare NULL literal before it is given a type.</summary>
    Null,

    /// <summary>BOOLEAN.</summary>
    Boolean,

    /// <summary>TINYINT, 8 bits signed.</summary>
    TinyInt,

    /// <summary>SMALLINT, 16 bits signed.</summary>
    SmallInt,

    /// <summary>INT, 32 bits signed.</summary>
    Int,

    /// <summary>BIGINT, 64 bits signed.</summary>
    BigInt,

    /// <summary>FLOAT, IEEE 754 single.</summary>
    Float,

    /// <summary>DOUBLE, IEEE 754 double.</summary>
    Double,

    /// <summary>DECIMAL(p, s), 1 ≤ p ≤ 38, 0 ≤ s ≤ p.</summary>
    Decimal,

    /// <summary>CHAR(n), padded with blanks by a cast.</summary>
    Char,

    /// <summary>VARCHAR(n) and STRING.</summary>
    VarChar,

    /// <summary>BINARY(n).</summary>
    Binary,

    /// <summary>VARBINARY(n) and BYTES.</summary>
    VarBinary,

    /// <summary>DATE, days since 1970-01-01.</summary>
    Date,

    /// <summary>TIME(p), time of day.</summary>
    Time,

    /// <summary>TIMESTAMP(p), a date-time without zone; never passes through an instant.</summary>
    Timestamp,

    /// <summary>TIMESTAMP_LTZ(p), an instant shown in the session's zone.</summary>
    TimestampLtz,

    /// <summary>INTERVAL YEAR TO MONTH family; a number of months.</summary>
    IntervalMonths,

    /// <summary>INTERVAL DAY TO SECOND family; a number of milliseconds.</summary>
    IntervalMillis,

    /// <summary>ARRAY&lt;t&gt;.</summary>
    Array,

    /// <summary>MAP&lt;k, v&gt;.</summary>
    Map,

    /// <summary>ROW&lt;name type, …&gt;.</summary>
    Row,
}
