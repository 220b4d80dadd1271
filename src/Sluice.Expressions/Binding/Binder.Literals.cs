using System.Globalization;
using System.Numerics;
using Sluice.Expressions.Syntax;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Literals.</summary>
internal sealed partial class Binder
{
    private BoundLiteral? BindLiteral(SyntaxNode syntax) => syntax switch
    {
        NumberSyntax node => Number(node),
        TextSyntax node => new BoundLiteral(node.Text, LogicalType.Char(node.Text.Length).NotNull(), node.Span),
        HexSyntax node => new BoundLiteral(Convert.FromHexString(node.Digits), LogicalType.Binary(node.Digits.Length / 2).NotNull(), node.Span),
        KeywordLiteralSyntax { Value: { } value } => new BoundLiteral(value, LogicalType.Boolean.NotNull(), syntax.Span),
        KeywordLiteralSyntax { IsUnknown: true } => new BoundLiteral(null, LogicalType.Boolean, syntax.Span),
        TemporalSyntax node => Temporal(node),
        IntervalSyntax node => Interval(node),
        _ => new BoundLiteral(null, LogicalType.Null, syntax.Span),
    };

    private BoundLiteral? Number(NumberSyntax node)
    {
        string text = node.Text;
        if (text.AsSpan().IndexOfAny('e', 'E') >= 0)
        {
            double value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
            return double.IsFinite(value)
                ? new BoundLiteral(value, LogicalType.Double.NotNull(), node.Span)
                : OutOfRange(node, "DOUBLE");
        }

        int point = text.IndexOf('.', StringComparison.Ordinal);
        string whole = (point < 0 ? text : text[..point]).TrimStart('-');
        string part = point < 0 ? "" : text[(point + 1)..];
        BigInteger digits = BigInteger.Parse("0" + whole + part, CultureInfo.InvariantCulture) * (text[0] == '-' ? -1 : 1);
        if (part.Length > 0)
        {
            if (part.Length > 38 || BigInteger.Abs(digits) >= DecimalMath.BigPower(38))
                return OutOfRange(node, "DECIMAL(38)");
            return new BoundLiteral((Int128)digits, LogicalType.Decimal(Math.Clamp(whole.Length + part.Length, 1, 38), part.Length).NotNull(), node.Span);
        }

        if (digits >= int.MinValue && digits <= int.MaxValue)
            return new BoundLiteral((int)digits, LogicalType.Int.NotNull(), node.Span);
        return digits >= long.MinValue && digits <= long.MaxValue
            ? new BoundLiteral((long)digits, LogicalType.BigInt.NotNull(), node.Span)
            : OutOfRange(node, "BIGINT");
    }

    private BoundLiteral? OutOfRange(NumberSyntax node, string type)
    {
        Report(ExpressionErrors.InvalidLiteral, $"the number {node.Text} does not fit {type}", node.Span, $"write CAST('{node.Text}' AS DECIMAL(38, 0))");
        return null;
    }

    private BoundLiteral? Temporal(TemporalSyntax node)
    {
        if (TemporalLiterals.TryRead(node.Kind, node.Text, Session, out LogicalType type, out object value))
            return new BoundLiteral(value, type, node.Span);
        string name = node.Kind == TypeKind.TimestampLtz ? "TIMESTAMP_LTZ" : node.Kind.ToString().ToUpperInvariant();
        string form = node.Kind switch { TypeKind.Date => "2026-01-31", TypeKind.Time => "23:59:59", _ => "2026-01-31 23:59:59.123" };
        Report(ExpressionErrors.InvalidLiteral, $"'{node.Text}' is not a {name}", node.Span, $"write it as '{form}'");
        return null;
    }

    private BoundLiteral? Interval(IntervalSyntax node)
    {
        IntervalUnit unit = node.Unit;
        if (TemporalLiterals.TryReadInterval(
            node.IsNegative, node.Text, unit.From, unit.Precision, unit.To, unit.Fraction, out LogicalType type, out object value, out bool deviates))
        {
            return new BoundLiteral(value, type, node.Span) { Deviation = deviates ? Deviation.WeekAndQuarterIntervals : null };
        }

        Report(ExpressionErrors.InvalidLiteral, $"'{node.Text}' is not an interval of {unit}", node.Span, $"write INTERVAL '1' DAY, or DAY(3) for three digits");
        return null;
    }
}
