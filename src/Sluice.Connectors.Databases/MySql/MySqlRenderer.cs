using System.Collections.Immutable;
using System.Globalization;
using Sluice.Connectors.Sources;
using Sluice.Expressions;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>
/// Renders filters for MySQL. Exact where its comparison is ours for every value a column can hold: integers, decimals, dates and date-times,
/// and text under a binary collation that does not pad. Equality of other text keeps more rows (case, accents, trailing blanks) and is partial.
/// What can fail for a row is never rendered.
/// </summary>
internal sealed class MySqlRenderer(
    MySqlTable table, ImmutableDictionary<string, LogicalType> types, MySqlSourceOptions options, string timeZone)
    : SqlRenderer
{
    private readonly SessionContext _session = new() { TimeZone = timeZone };

    /// <summary>The answer for a conjunct that is bound to the table's schema.</summary>
    public PushedFilter Push(BoundExpression conjunct)
    {
        SqlFilter filter = Filter(Fold(conjunct));
        return filter.Fidelity switch
        {
            SqlFidelity.Exact => new PushedFilter(FilterSupport.Exact, filter.Text),
            SqlFidelity.Partial => new PushedFilter(FilterSupport.Partial, filter.Text, filter.Reason),
            _ => PushedFilter.NotPushed(filter.Reason ?? "it is not proved equal in MySQL"),
        };
    }

    /// <inheritdoc/>
    protected override string? Column(BoundColumn column)
    {
        if (column.Index >= table.Columns.Length)
            return null;
        MySqlColumn source = table.Columns[column.Index];
        // A column that the job reads as another type, or a policy that turns values into NULL, makes the server's value another one than ours.
        if (types.ContainsKey(source.Name) || MySqlTypeMap.Map(source) is not { } mapping || BecomesNull(mapping.Type))
            return null;
        return MySqlDialect.Quote(source.Name);
    }

    /// <inheritdoc/>
    protected override string? Literal(BoundLiteral literal) => literal switch
    {
        { Deviation: not null } => null,
        { Value: null } => "NULL",
        { Value: bool value } => value ? "TRUE" : "FALSE",
        { Type.IsInteger: true } => ((IFormattable)literal.Value).ToString(null, CultureInfo.InvariantCulture),
        { Value: Int128 value } when literal.Type.Kind == TypeKind.Decimal && literal.Type.Scale <= 30 => ValueDisplay.Decimal(value, literal.Type.Scale),
        { Value: string value } when IsPlain(value) => MySqlDialect.Literal(value),
        { Value: int days, Type.Kind: TypeKind.Date } when IsInRange(days) => $"DATE '{ValueDisplay.Date(days)}'",
        { Value: Timestamp value } => TimestampText(value),
        _ => null,
    };

    /// <inheritdoc/>
    protected override (SqlFidelity Fidelity, string? Reason) Comparison(ComparisonOperator op, BoundExpression left, BoundExpression right)
    {
        (BoundExpression a, BoundExpression b) = (Bare(left), Bare(right));
        if (IsTagged(a) || IsTagged(b))
            return (SqlFidelity.None, "the column is not of a plain type there");
        (LogicalType x, LogicalType y) = (a.Type, b.Type);
        if (x.IsExactNumeric && y.IsExactNumeric)
            return (SqlFidelity.Exact, null);
        if (x.IsCharacter && y.IsCharacter)
            return TextComparison(op, a, b);
        if (x.Kind != y.Kind)
            return (SqlFidelity.None, $"{x.Nullable()} beside {y.Nullable()} is not proved equal there");
        return x.Kind switch
        {
            TypeKind.Date or TypeKind.Timestamp or TypeKind.TimestampLtz => (SqlFidelity.Exact, null),
            TypeKind.Float or TypeKind.Double => (SqlFidelity.None, "decimal constants are compared otherwise there"),
            TypeKind.Time => (SqlFidelity.None, "a time there is a duration"),
            _ => (SqlFidelity.None, $"a comparison of {x.Nullable()} is not proved equal there"),
        };
    }

    /// <inheritdoc/>
    protected override SqlFilter Cast(BoundCast cast) => IsFiner(cast) ? Value(cast.Operand) : base.Cast(cast);

    /// <inheritdoc/>
    protected override string DistinctText(string left, string right, bool isNegated) => isNegated ? $"({left} <=> {right})" : $"(NOT ({left} <=> {right}))";

    /// <summary>
    /// Text. Equal code points are equal under every collation, so equality keeps at least the right rows; under a binary collation without
    /// padding it keeps exactly them, and order is by code point.
    /// </summary>
    private (SqlFidelity Fidelity, string? Reason) TextComparison(ComparisonOperator op, BoundExpression left, BoundExpression right)
    {
        MySqlColumn[] columns = [.. new[] { left, right }.OfType<BoundColumn>().Select(c => table.Columns[c.Index])];
        if (columns.Length == 0 || !(left is BoundColumn or BoundLiteral && right is BoundColumn or BoundLiteral))
            return (SqlFidelity.None, "only a column beside a constant is proved equal there");
        if (columns.Length == 2 && !string.Equals(columns[0].Collation, columns[1].Collation, StringComparison.Ordinal))
            return (SqlFidelity.None, "the columns have different collations");
        string? constant = new[] { left, right }.OfType<BoundLiteral>().Select(l => l.Value as string).FirstOrDefault();
        if (constant is not null && columns.Any(c => !c.IsUtf8) && !System.Text.Ascii.IsValid(constant))
            return (SqlFidelity.None, $"the column's character set {columns[0].Charset} may lack characters of the constant");
        if (columns.All(c => c.TypeName != "char" && c.Collation is "utf8mb4_0900_bin" or "utf8mb4_nopad_bin"))
            return (SqlFidelity.Exact, null);
        return op == ComparisonOperator.Equal
            ? (SqlFidelity.Partial, $"collation {columns[0].Collation} takes different texts for equal")
            : (SqlFidelity.None, $"collation {columns[0].Collation} takes different texts for equal, or orders otherwise than by code point");
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
        && cast.Type.Precision >= cast.Operand.Type.Precision && cast.Type.Precision <= 6;

    private bool IsTagged(BoundExpression node)
    {
        if (node is not BoundColumn column)
            return false;
        return column.Index >= table.Columns.Length || types.ContainsKey(table.Columns[column.Index].Name)
            || MySqlTypeMap.Map(table.Columns[column.Index]) is not { Tag: null };
    }

    private bool BecomesNull(LogicalType type) => type.Kind switch
    {
        TypeKind.Date or TypeKind.Timestamp or TypeKind.TimestampLtz => options.ZeroDateIsNull || options.OutOfRangeIsNull,
        TypeKind.Time => options.OutOfRangeIsNull,
        _ => false,
    };

    /// <summary>Whether a text is what the server reads: no lone surrogate.</summary>
    private static bool IsPlain(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[++i])))
                return false;
        }

        return true;
    }

    private static bool IsInRange(int days) => days is >= DateReader.FirstDay and <= DateReader.LastDay;

    private static string? TimestampText(Timestamp value)
    {
        if (value.Nanos % 1_000 != 0 || value.Seconds < DateReader.FirstDay * 86_400L || value.Seconds >= (DateReader.LastDay + 1) * 86_400L)
            return null;
        Span<byte> text = stackalloc byte[Iso8601Utf8.MaxLength];
        int length = Iso8601Utf8.WriteTimestamp(value, 6, (byte)' ', text);
        // The session's zone is UTC, so the same words name an instant and a date-time.
        return $"TIMESTAMP '{System.Text.Encoding.ASCII.GetString(text[..length])}'";
    }
}
