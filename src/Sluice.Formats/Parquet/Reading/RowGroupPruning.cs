using ParquetSharp;
using Sluice.Expressions;
using Sluice.Types;
using Encoding = System.Text.Encoding;
using LogicalType = Sluice.Types.LogicalType;

namespace Sluice.Formats.Parquet;

/// <summary>
/// Says whether a row group can hold a row for which all filters are TRUE, from its statistics. In doubt it can: the filters are applied again by whoever pushed them.
/// </summary>
internal sealed class RowGroupPruning(IReadOnlyList<BoundExpression> filters, string timeZone, TableSchema schema, IReadOnlyList<FileColumn?> stored)
{
    private readonly BoundExpression[] _filters = [.. filters.Select(filter => WithConstants(filter, new SessionContext { TimeZone = timeZone }))];

    /// <summary>Whether the row group can hold a matching row.</summary>
    public bool CanMatch(RowGroupMetaData group)
    {
        foreach (BoundExpression filter in _filters)
        {
            if (!CanBeTrue(filter, group))
                return false;
        }

        return true;
    }

    private bool CanBeTrue(BoundExpression filter, RowGroupMetaData group) => filter switch
    {
        BoundLogical { IsAnd: true } and => and.Operands.All(operand => CanBeTrue(operand, group)),
        BoundLogical or => or.Operands.Any(operand => CanBeTrue(operand, group)),
        BoundComparison { Left: BoundColumn column, Right: BoundLiteral literal } c => CanCompare(column, c.Operator, literal.Value, group),
        BoundComparison { Left: BoundLiteral literal, Right: BoundColumn column } c => CanCompare(column, Mirrored(c.Operator), literal.Value, group),
        BoundInList { IsNegated: false, Operand: BoundColumn column } list => list.Items.All(item => item is BoundLiteral)
            ? list.Items.Any(item => CanCompare(column, ComparisonOperator.Equal, ((BoundLiteral)item).Value, group))
            : true,
        BoundIsTest { Test: IsTest.Null, IsNegated: true, Operand: BoundColumn column } => HasValues(column, group),
        _ => true,
    };

    /// <summary>
    /// A filter whose casts of literals are computed: <c>id = 7</c> over a BIGINT compares with a cast of an INT. Calls are left alone: what
    /// time it is, is the planner's to say.
    /// </summary>
    private static BoundExpression WithConstants(BoundExpression filter, SessionContext session) => filter switch
    {
        BoundLiteral or BoundColumn => filter,
        BoundCast or BoundNegate => IsOfLiterals(filter) ? ConstantFolder.Fold(filter, session) : filter,
        _ => filter.WithChildren([.. filter.Children.Select(child => WithConstants(child, session))]),
    };

    private static bool IsOfLiterals(BoundExpression node) => node is BoundLiteral || (node is BoundCast or BoundNegate && node.Children.All(IsOfLiterals));

    private static ComparisonOperator Mirrored(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Less => ComparisonOperator.Greater,
        ComparisonOperator.LessOrEqual => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.Greater => ComparisonOperator.Less,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.LessOrEqual,
        _ => comparison,
    };

    /// <summary>Only this way round: a count of NULLs that the file does not have reads as 0.</summary>
    private bool HasValues(BoundColumn column, RowGroupMetaData group)
    {
        using ColumnChunkMetaData? chunk = Chunk(column, group);
        using Statistics? statistics = chunk?.Statistics;
        return statistics is null || statistics.NullCount < group.NumRows;
    }

    private bool CanCompare(BoundColumn column, ComparisonOperator comparison, object? value, RowGroupMetaData group)
    {
        // A comparison with NULL is never TRUE, but that is for the optimiser to say.
        if (value is null || comparison == ComparisonOperator.NotEqual)
            return true;
        using ColumnChunkMetaData? chunk = Chunk(column, group);
        using Statistics? statistics = chunk?.Statistics;
        if (statistics is not { HasMinMax: true } || Bounds(statistics, schema.Columns[column.Index].Type) is not (var min, var max))
            return true;
        if (Compare(value, min) is not { } toMin || Compare(value, max) is not { } toMax)
            return true;
        return comparison switch
        {
            ComparisonOperator.Equal => toMin >= 0 && toMax <= 0,
            ComparisonOperator.Less => toMin > 0,
            ComparisonOperator.LessOrEqual => toMin >= 0,
            ComparisonOperator.Greater => toMax < 0,
            _ => toMax <= 0,
        };
    }

    private ColumnChunkMetaData? Chunk(BoundColumn column, RowGroupMetaData group) =>
        column.Index < stored.Count && stored[column.Index] is { IsInt96: false, Leaves: [var leaf] } file && !file.Field.DataType.IsNested()
            ? group.GetColumnChunkMetaData(leaf)
            : null;

    /// <summary>The bounds in the representation of values; null where the stored form is not simply that.</summary>
    private static (object Min, object Max)? Bounds(Statistics statistics, LogicalType type) => (statistics, type.Kind) switch
    {
        (Statistics<int> s, TypeKind.TinyInt) => ((sbyte)s.Min, (sbyte)s.Max),
        (Statistics<int> s, TypeKind.SmallInt) => ((short)s.Min, (short)s.Max),
        (Statistics<int> s, TypeKind.Int or TypeKind.Date) => (s.Min, s.Max),
        (Statistics<long> s, TypeKind.BigInt) => (s.Min, s.Max),
        (Statistics<int> s, TypeKind.Decimal) => ((Int128)s.Min, (Int128)s.Max),
        (Statistics<long> s, TypeKind.Decimal) => ((Int128)s.Min, (Int128)s.Max),
        (Statistics<double> s, TypeKind.Double) => (s.Min, s.Max),
        (Statistics<float> s, TypeKind.Float) => (s.Min, s.Max),
        (Statistics<ByteArray> s, TypeKind.Char or TypeKind.VarChar) => (Text(s.Min), Text(s.Max)),
        _ => null,
    };

    private static byte[] Text(ByteArray value)
    {
        unsafe
        {
            return new ReadOnlySpan<byte>((void*)value.Pointer, value.Length).ToArray();
        }
    }

    /// <summary>How a literal stands to a bound; null when they cannot be compared.</summary>
    private static int? Compare(object value, object bound) => (value, bound) switch
    {
        (string text, byte[] bytes) => Encoding.UTF8.GetBytes(text).AsSpan().SequenceCompareTo(bytes),
        (double v, double b) => double.IsNaN(v) || double.IsNaN(b) ? null : v.CompareTo(b),
        (float v, float b) => float.IsNaN(v) || float.IsNaN(b) ? null : v.CompareTo(b),
        (IComparable v, _) when v.GetType() == bound.GetType() => v.CompareTo(bound),
        _ => null,
    };
}
