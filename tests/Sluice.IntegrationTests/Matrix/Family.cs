namespace Sluice.IntegrationTests.Matrix;

/// <summary>What the values of a column are, whatever a system calls its type: two texts of one family are compared in one normal form.</summary>
internal enum Family
{
    /// <summary>Characters, each of which counts.</summary>
    Text,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>True or false.</summary>
    Truth,

    /// <summary>An exact number of any size.</summary>
    Number,

    /// <summary>A binary float of 8 bytes.</summary>
    Float8,

    /// <summary>A binary float of 4 bytes.</summary>
    Float4,

    /// <summary>A date, a time or both, without a zone.</summary>
    Time,

    /// <summary>An instant.</summary>
    Instant,

    /// <summary>JSON text, each character of which counts.</summary>
    Json,

    /// <summary>Lists, rows and maps, as JSON text whose blanks do not count.</summary>
    Nested,
}
