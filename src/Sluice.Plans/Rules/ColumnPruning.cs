using System.Collections.Immutable;
using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Plans;

/// <summary>Which columns have to be read.</summary>
public static class ColumnPruning
{
    /// <summary>
    /// The indexes of the columns that the projection and the residual filter use, in the table's order. Never empty: when no value is needed,
    /// the narrowest column carries the number of rows.
    /// </summary>
    public static ImmutableArray<int> Needed(TableSchema schema, IEnumerable<BoundExpression> expressions)
    {
        bool[] isNeeded = new bool[schema.Columns.Length];
        foreach (BoundExpression expression in expressions)
            Mark(expression, isNeeded);
        if (!isNeeded.Contains(true) && isNeeded.Length > 0)
            isNeeded[Narrowest(schema)] = true;
        var needed = ImmutableArray.CreateBuilder<int>();
        for (int i = 0; i < isNeeded.Length; i++)
        {
            if (isNeeded[i])
                needed.Add(i);
        }

        return needed.ToImmutable();
    }

    private static void Mark(BoundExpression expression, bool[] isNeeded)
    {
        if (expression is BoundColumn column)
            isNeeded[column.Index] = true;
        foreach (BoundExpression child in expression.Children)
            Mark(child, isNeeded);
    }

    private static int Narrowest(TableSchema schema)
    {
        int best = 0;
        for (int i = 1; i < schema.Columns.Length; i++)
        {
            if (Width(schema.Columns[i].Type) < Width(schema.Columns[best].Type))
                best = i;
        }

        return best;
    }

    private static int Width(LogicalType type) => type.Kind switch
    {
        TypeKind.Boolean or TypeKind.TinyInt => 1,
        TypeKind.SmallInt => 2,
        TypeKind.Int or TypeKind.Float or TypeKind.Date => 4,
        _ when type.IsNumeric || type.IsDateTime => 8,
        _ => 100,
    };
}
