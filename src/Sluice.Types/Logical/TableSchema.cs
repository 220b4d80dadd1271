using System.Collections.Immutable;

namespace Sluice.Types;

/// <summary>The columns of a table in order, and its primary key.</summary>
/// <param name="Columns">The columns.</param>
public sealed record TableSchema(ImmutableArray<Column> Columns)
{
    /// <summary>The names of the primary key's columns in key order; empty when there is none.</summary>
    public ImmutableArray<string> PrimaryKey { get; init; } = [];

    /// <summary>The index of the column called <paramref name="name"/>, by code point; -1 when there is none.</summary>
    public int IndexOf(string name)
    {
        for (int i = 0; i < Columns.Length; i++)
        {
            if (string.Equals(Columns[i].Name, name, StringComparison.Ordinal))
                return i;
        }

        return -1;
    }
}
