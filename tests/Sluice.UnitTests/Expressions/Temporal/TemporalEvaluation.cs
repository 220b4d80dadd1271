using System.Globalization;
using System.Text;
using Sluice.Expressions;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Expressions.Temporal;

/// <summary>Evaluates an expression without columns and shows what it gave: the value, NULL, <c>error</c> or <c>refused</c>, and the deviations behind a bar.</summary>
internal static class TemporalEvaluation
{
    private static readonly Timestamp s_now = new(1_767_225_600, 123_456_789);

    public static string Of(string expression, string zone = "UTC")
    {
        var session = new SessionContext { TimeZone = zone, Now = s_now };
        BindingResult bound = ExpressionBinder.Bind(expression, new TableSchema([]), session);
        if (bound.Expression is null)
            return "refused: " + bound.Problems[0].Code.Name;
        EvalResult result = new Interpreter(session, true).Evaluate(bound.Expression, []);
        string shown = result.Error is { } error ? "error" : Show(result.Value, bound.Expression.Type);
        return result.Deviations.IsEmpty ? shown : $"{shown} | {result.Deviations}";
    }

    private static string Show(object? value, LogicalType type)
    {
        Span<byte> text = stackalloc byte[Iso8601Utf8.MaxLength];
        switch (value)
        {
            case null:
                return "NULL";
            case int days when type.Kind == TypeKind.Date:
                return Encoding.ASCII.GetString(text[..Iso8601Utf8.WriteDate(days, text)]);
            case long micros when type.Kind == TypeKind.Time:
                return Encoding.ASCII.GetString(text[..Iso8601Utf8.WriteTime(micros * 1_000, 3, text)]);
            case Timestamp stamp:
                Assert.True(type.Kind is TypeKind.Timestamp or TypeKind.TimestampLtz);
                return Encoding.ASCII.GetString(text[..Iso8601Utf8.WriteTimestamp(stamp, type.Precision, (byte)' ', text)]) + (type.Kind == TypeKind.TimestampLtz ? "Z" : "");
            default:
                return Convert.ToString(value, CultureInfo.InvariantCulture)!;
        }
    }
}
