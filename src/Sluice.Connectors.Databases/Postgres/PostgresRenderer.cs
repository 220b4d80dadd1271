using System.Collections.Immutable;
using System.Globalization;
using Sluice.Connectors.Sources;
using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Connectors.Databases.Postgres;

/// <summary>
/// Renders filters for PostgreSQL. Exact where its comparison is ours for every value a column can hold: integers, decimals, dates and times,
/// booleans, and equality of text under a deterministic collation. What can fail for a row is never rendered.
/// </summary>
internal sealed class PostgresRenderer(
    PostgresTable table, ImmutableDictionary<string, LogicalType> types, PostgresSourceOptions options, string timeZone)
    : SqlRenderer
{
    private static readonly LogicalType s_micros = LogicalType.Timestamp(6);
    private readonly SessionContext _session = new() { TimeZone = timeZone };

    /// <summary>The answer for a conjunct that is bound to the table's schema.</summary>
    public PushedFilter Push(BoundExpression conjunct)
    {
        SqlFilter filter = Filter(Fold(conjunct));
        return filter.Fidelity switch
        {
            SqlFidelity.Exact => new PushedFilter(FilterSupport.Exact, filter.Text),
            SqlFidelity.Partial => new PushedFilter(FilterSupport.Partial, filter.Text, filter.Reason),
            _ => PushedFilter.NotPushed(filter.Reason ?? "it is not proved equal in PostgreSQL"),
        };
    }

    /// <inheritdoc/>
    protected override string? Column(BoundColumn column)
    {
        if (column.Index >= table.Columns.Length)
            return null;
        PostgresColumn source = table.Columns[column.Index];
        PostgresMapping mapping = PostgresCatalog.MappingOf(table.Description.Name, source, types);
        // A policy that turns values into NULL makes the server's value another one than ours.
        return BecomesNull(mapping.Type) ? null : PostgresDialect.Quote(source.Name);
    }

    /// <inheritdoc/>
    protected override string? Literal(BoundLiteral literal) => literal switch
    {
        { Deviation: not null } => null,
        { Value: null } => PostgresSinkTypes.Declare(literal.Type) is { } type ? $"NULL::{type}" : null,
        { Value: bool value } => value ? "TRUE" : "FALSE",
        { Type.IsInteger: true } => Number(literal.Value),
        { Value: Int128 value } when literal.Type.Kind == TypeKind.Decimal => Negative(ValueDisplay.Decimal(value, literal.Type.Scale), "numeric"),
        // No type: beside a char(n) the literal must be one too, or the server would strip the column's blanks and keep those of the literal.
        { Value: string value } when IsPlain(value) => PostgresDialect.Literal(value),
        { Value: int days, Type.Kind: TypeKind.Date } when IsInRange(days) => $"DATE '{ValueDisplay.Date(days)}'",
        { Value: Timestamp value } => TimestampText(value, literal.Type),
        _ => null,
    };

    /// <inheritdoc/>
    protected override (SqlFidelity Fidelity, string? Reason) Comparison(ComparisonOperator op, BoundExpression left, BoundExpression right)
    {
        (BoundExpression a, BoundExpression b) = (Bare(left), Bare(right));
        if (IsTagged(a) || IsTagged(b))
            return (SqlFidelity.None, "the column is not of a plain type there");
        (LogicalType x, LogicalType y) = (a.Type, b.Type);
        bool isEquality = op is ComparisonOperator.Equal or ComparisonOperator.NotEqual;
        if (x.IsExactNumeric && y.IsExactNumeric)
            return (SqlFidelity.Exact, null);
        if (x.IsCharacter && y.IsCharacter)
            return TextComparison(op, a, b);
        if (x.Kind != y.Kind)
            return (SqlFidelity.None, $"{x.Nullable()} beside {y.Nullable()} is not proved equal there");
        return x.Kind switch
        {
            TypeKind.Date or TypeKind.Timestamp or TypeKind.TimestampLtz => (SqlFidelity.Exact, null),
            TypeKind.Boolean when isEquality => (SqlFidelity.Exact, null),
            TypeKind.Float or TypeKind.Double => (SqlFidelity.None, "NaN is equal to NaN there, and greater than every number"),
            TypeKind.Time => (SqlFidelity.None, "24:00:00 is a time there"),
            _ => (SqlFidelity.None, $"a comparison of {x.Nullable()} is not proved equal there"),
        };
    }

    /// <inheritdoc/>
    protected override SqlFilter Cast(BoundCast cast)
    {
        (LogicalType from, LogicalType to) = (cast.Operand.Type, cast.Type);
        bool isFiner = from.Kind == to.Kind && from.Kind is TypeKind.Timestamp or TypeKind.TimestampLtz && to.Precision >= from.Precision && to.Precision <= 6;
        return isFiner ? Value(cast.Operand) : base.Cast(cast);
    }

    /// <summary>
    /// Text: equality under a deterministic collation means the same bytes; order is by code point only under C. A char(n) is compared there
    /// without its blanks, which keeps more rows.
    /// </summary>
    private (SqlFidelity Fidelity, string? Reason) TextComparison(ComparisonOperator op, BoundExpression left, BoundExpression right)
    {
        PostgresColumn[] columns = [.. new[] { left, right }.OfType<BoundColumn>().Select(c => table.Columns[c.Index])];
        if (columns.Length == 0 || !(left is BoundColumn or BoundLiteral && right is BoundColumn or BoundLiteral))
            return (SqlFidelity.None, "only a column beside a constant is proved equal there");
        if (columns.Length == 2 && !string.Equals(columns[0].Collation, columns[1].Collation, StringComparison.Ordinal))
            return (SqlFidelity.None, "the columns have different collations");
        if (columns.Any(c => !c.IsDeterministic))
            return (SqlFidelity.None, "the column's collation takes different texts for equal");
        if (columns.Any(c => c.TypeOid == PostgresTypeMap.BpcharOid))
        {
            return op == ComparisonOperator.Equal
                ? (SqlFidelity.Partial, "char(n) is compared there without its trailing blanks")
                : (SqlFidelity.None, "char(n) is compared there without its trailing blanks");
        }

        if (op is ComparisonOperator.Equal or ComparisonOperator.NotEqual)
            return (SqlFidelity.Exact, null);
        return columns.All(c => c.IsOrderedByCodePoint)
            ? (SqlFidelity.Exact, null)
            : (SqlFidelity.None, "the column's collation does not order by code point");
    }

    /// <summary>
    /// Folds casts and operators over constants, so that <c>d &gt; '2024-01-01'</c> has a date on its right. Functions are left as they are: some
    /// depend on the run's clock, which is not known here.
    /// </summary>
    private BoundExpression Fold(BoundExpression node) => HasCall(node)
        ? node.WithChildren([.. node.Children.Select(Fold)])
        : ConstantFolder.Fold(node, _session);

    private static bool HasCall(BoundExpression node) => node is BoundCall || node.Children.Any(HasCall);

    private static BoundExpression Bare(BoundExpression node) => node is BoundCast cast && (Lossless.IsWidening(cast) || IsFiner(cast)) ? Bare(cast.Operand) : node;

    private static bool IsFiner(BoundCast cast) =>
        cast.Operand.Type.Kind == cast.Type.Kind && cast.Type.Kind is TypeKind.Timestamp or TypeKind.TimestampLtz
        && cast.Type.Precision >= cast.Operand.Type.Precision && cast.Type.Precision <= s_micros.Precision;

    private bool IsTagged(BoundExpression node)
    {
        if (node is not BoundColumn column)
            return false;
        if (column.Index >= table.Columns.Length)
            return true;
        PostgresColumn source = table.Columns[column.Index];
        PostgresMapping mapping = PostgresCatalog.MappingOf(table.Description.Name, source, types);
        return mapping.Tag is not null || mapping.Form == ReadForm.Text || mapping.Type.IsNested || types.ContainsKey(source.Name);
    }

    private bool BecomesNull(LogicalType type) => type.Kind switch
    {
        TypeKind.Date or TypeKind.Timestamp or TypeKind.TimestampLtz => options.InfinityIsNull || options.OutOfRangeIsNull,
        TypeKind.Time => options.OutOfRangeIsNull,
        TypeKind.Decimal => options.InfinityIsNull || options.NanIsNull || options.OutOfRangeIsNull,
        _ => false,
    };

    /// <summary>Whether the server reads a text as it is: no zero character, no lone surrogate, and nothing that its encoding may lack.</summary>
    private bool IsPlain(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || (!table.IsUtf8 && text[i] > 127))
                return false;
            if (!char.IsSurrogate(text[i]))
                continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[++i]))
                return false;
        }

        return true;
    }

    private static string Number(object value)
    {
        string text = ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture);
        return Negative(text, value is long ? "bigint" : "integer");
    }

    private static string Negative(string text, string type) => text[0] == '-' ? $"'{text}'::{type}" : text;

    private static bool IsInRange(int days) => days is >= DateReader.FirstDay and <= DateReader.LastDay;

    private static string? TimestampText(Timestamp value, LogicalType type)
    {
        if (value.Nanos % 1_000 != 0 || value.Seconds < DateReader.FirstDay * 86_400L || value.Seconds >= (DateReader.LastDay + 1) * 86_400L)
            return null;
        Span<byte> text = stackalloc byte[Iso8601Utf8.MaxLength];
        int length = Iso8601Utf8.WriteTimestamp(value, 6, (byte)' ', text);
        string moment = System.Text.Encoding.ASCII.GetString(text[..length]);
        return type.Kind == TypeKind.TimestampLtz ? $"TIMESTAMPTZ '{moment}+00'" : $"TIMESTAMP '{moment}'";
    }
}
