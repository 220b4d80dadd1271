namespace Sluice.Connectors.Databases.Postgres;

/// <summary>A column as <c>pg_attribute</c> and <c>pg_type</c> describe it, domains resolved to their base type.</summary>
internal sealed record PostgresColumn
{
    public required string Name { get; init; }

    /// <summary>The declared type as SQL text: <c>numeric(15,2)</c>, <c>shop.mood</c>.</summary>
    public required string NativeType { get; init; }

    public required uint TypeOid { get; init; }

    public required int TypeModifier { get; init; }

    /// <summary>The base type's name in <c>pg_type</c>.</summary>
    public required string TypeName { get; init; }

    /// <summary>The schema of the base type.</summary>
    public required string TypeSchema { get; init; }

    /// <summary>b base, e enum, c composite, r range, m multirange.</summary>
    public required char TypeKind { get; init; }

    /// <summary>The element type of an array; 0 for other types.</summary>
    public uint ElementOid { get; init; }

    /// <summary>As <see cref="TypeKind"/>, of the element type.</summary>
    public char ElementKind { get; init; }

    /// <summary>Whether the type is a true array (and not, say, <c>name</c> or <c>point</c>, which can be subscripted too).</summary>
    public bool IsArray { get; init; }

    public int Dimensions { get; init; }

    public bool IsNotNull { get; init; }

    /// <summary>Computed by the server; cannot be written.</summary>
    public bool IsGenerated { get; init; }

    /// <summary>Filled by the server when it is left out.</summary>
    public bool HasDefault { get; init; }

    /// <summary><c>GENERATED ALWAYS AS IDENTITY</c>: COPY writes it all the same.</summary>
    public bool IsIdentity { get; init; }

    /// <summary>Whether equal means the same bytes under the column's collation.</summary>
    public bool IsDeterministic { get; init; } = true;

    /// <summary>The collation's name; empty where there is none.</summary>
    public string Collation { get; init; } = "";

    /// <summary>Whether the column's collation orders text by code point (C, POSIX, ucs_basic).</summary>
    public bool IsOrderedByCodePoint { get; init; }

    public bool CanSelect { get; init; } = true;

    public string? Comment { get; init; }

    /// <summary>The enum type's labels, in order.</summary>
    public IReadOnlyList<string> EnumLabels { get; init; } = [];
}
