namespace Sluice.Jobs.Keys;

/// <summary>What values a key takes.</summary>
internal enum KeyKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>An SQL expression.</summary>
    Expression,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>An integer.</summary>
    Integer,

    /// <summary>A size with its unit.</summary>
    Bytes,

    /// <summary>A duration with its unit.</summary>
    Duration,

    /// <summary>A rate, or a list of a rate in bytes and one in rows.</summary>
    Rate,

    /// <summary>One of a list.</summary>
    Choice,

    /// <summary>A text or a list of texts.</summary>
    TextOrList,

    /// <summary>A map of texts.</summary>
    TextMap,

    /// <summary>A map, a list of expressions, or a text of them.</summary>
    Select,

    /// <summary>A list of columns, or a map from column to expression.</summary>
    Partitions,

    /// <summary>A text, or a map with <c>address</c> and options.</summary>
    Connection,

    /// <summary>A map of connections.</summary>
    Connections,

    /// <summary>A map with its own table of keys.</summary>
    Section,

    /// <summary>A list of maps with their own table of keys.</summary>
    SectionList,

    /// <summary>Anything.</summary>
    Any,
}
