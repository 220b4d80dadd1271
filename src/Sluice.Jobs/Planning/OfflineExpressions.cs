using Sluice.Expressions;
using Sluice.Plans;
using Sluice.Types;

namespace Sluice.Jobs.Planning;

/// <summary>Checks expressions where no table is known: their syntax and the names of functions, or all of it against a declared schema.</summary>
internal static class OfflineExpressions
{
    public static void Check(JobSpec spec, ProblemList problems)
    {
        TableSchema? schema = spec.Source?.Schema;
        SessionContext session = SessionContext.Default with { TimeZone = spec.TimeZone, SourceTable = "table" };
        foreach (RuleText text in Filters(spec))
            Add(ExpressionBinder.BindFilter(text.Text, schema ?? new TableSchema([]), session), text, schema, problems);
        foreach (RuleText text in Values(spec))
            Add(ExpressionBinder.Bind(text.Text, schema ?? new TableSchema([]), session), text, schema, problems);
    }

    private static void Add(BindingResult result, RuleText text, TableSchema? schema, ProblemList problems)
    {
        foreach (Problem problem in result.Problems)
        {
            if (schema is not null || IsCertain(problem.Code))
                problems.Add(text.Place.Within(problem));
        }
    }

    // Without the columns only these are wrong whatever the columns are.
    private static bool IsCertain(ErrorCode code) =>
        code == ExpressionErrors.Syntax || code == ExpressionErrors.UnknownFunction || code == ExpressionErrors.UnknownType
        || code == ExpressionErrors.UnsupportedFunction || code == ExpressionErrors.UnsupportedSyntax || code == ExpressionErrors.ArgumentCount
        || code == ExpressionErrors.InvalidLiteral;

    private static IEnumerable<RuleText> Filters(JobSpec spec) =>
        spec.Rules.Select(rule => rule.Rule.Where).Append(spec.Where?.ToRuleText()).OfType<RuleText>();

    private static IEnumerable<RuleText> Values(JobSpec spec) =>
        spec.Rules.SelectMany(rule => rule.Rule.Select).Concat(spec.Select).Select(item => item.Expression)
            .Concat(spec.Sink?.Partitions.Select(p => p.Expression) ?? [])
            .OfType<RuleText>();
}
