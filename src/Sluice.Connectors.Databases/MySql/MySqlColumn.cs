using System.Collections.Frozen;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>A column as <c>information_schema.COLUMNS</c> describes it.</summary>
internal sealed record MySqlColumn
{
    private static readonly FrozenSet<string> s_wholeCharsets = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "ascii", "latin1", "utf8", "utf8mb3", "utf8mb4", "ucs2", "utf16", "utf16le", "utf32", "binary");

    public required string Name { get; init; }

    /// <summary>The declared type as SQL text: <c>int(10) unsigned</c>, <c>enum('a','b')</c>.</summary>
    public required string NativeType { get; init; }

    /// <summary>The type's bare name: <c>int</c>.</summary>
    public required string TypeName { get; init; }

    /// <summary>Characters or bytes of a text or binary type; 0 for other types.</summary>
    public long Length { get; init; }

    public int Precision { get; init; }

    public int Scale { get; init; }

    /// <summary>Digits of a second.</summary>
    public int Fraction { get; init; }

    public bool IsUnsigned => NativeType.Contains(" unsigned", StringComparison.Ordinal);

    public bool IsNotNull { get; init; }

    /// <summary>Computed by the server; cannot be written.</summary>
    public bool IsGenerated { get; init; }

    /// <summary>Filled by the server when it is left out.</summary>
    public bool HasDefault { get; init; }

    /// <summary>The character set; null where there is none.</summary>
    public string? Charset { get; init; }

    /// <summary>The collation; null where there is none.</summary>
    public string? Collation { get; init; }

    /// <summary>MariaDB's JSON: a LONGTEXT that is checked by <c>json_valid</c>.</summary>
    public bool IsCheckedJson { get; init; }

    public bool CanSelect { get; init; } = true;

    public bool CanInsert { get; init; } = true;

    public string? Comment { get; init; }

    /// <summary>Whether each character of its set has one form in Unicode and back, so that no value can be changed by the conversion.</summary>
    public bool IsWholeUnicode => Charset is null || s_wholeCharsets.Contains(Charset);

    /// <summary>Whether its set has every character of Unicode; else the server refuses those it lacks.</summary>
    public bool IsUtf8 => Charset is "utf8mb4" or "utf16" or "utf16le" or "utf32";
}
