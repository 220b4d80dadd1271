namespace Sluice.Types;

/// <summary>
/// The tags that more than one system knows. A tag of one system only is spelled <c>system.type</c> (<c>postgres.inet</c>) by its connector.
/// </summary>
public static class Tags
{
    /// <summary>JSON text; STRING.</summary>
    public const string Json = "json";

    /// <summary>A UUID in its 36-character text form; CHAR(36) or STRING.</summary>
    public const string Uuid = "uuid";

    /// <summary>XML text; STRING.</summary>
    public const string Xml = "xml";

    /// <summary>One of a list of names; STRING.</summary>
    public const string Enum = "enum";
}
