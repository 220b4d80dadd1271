using System.Collections.Immutable;
using Sluice.Expressions.Syntax;
using Sluice.Types;

namespace Sluice.Expressions;

/// <summary>Calls of functions.</summary>
internal sealed partial class Binder
{
    private BoundExpression? BindCall(CallSyntax node)
    {
        switch (node.Name.ToUpperInvariant())
        {
            case "IF": return BindIf(node);
            case "NULLIF": return BindNullIf(node);
            case "COALESCE" or "IFNULL": return BindCoalesce(node);
            case "MOD" when node.Arguments.Length == 2:
                return BindBinary(new BinarySyntax("%", node.Arguments[0], node.Arguments[1], node.Span));
            default: break;
        }

        Function? function = FunctionTable.Find(node.Name);
        if (function is { IsOperator: true } && !node.Name.EndsWith(')') && !node.Name.EndsWith(']'))
            function = null;
        // CURRENT_TIME(3): the digits are read and change nothing.
        bool isIgnored = function is { IsKeyword: true } && node.Arguments is [NumberSyntax digits] && digits.Text.All(char.IsAsciiDigit)
            && function.Name is "CURRENT_TIME" or "CURRENT_TIMESTAMP" or "LOCALTIMESTAMP";
        return Call(function, node.Name, isIgnored ? [] : node.Arguments, node.Span, node.Keyword, node.NameSpan);
    }

    private BoundExpression? Call(
        Function? function, string name, ImmutableArray<SyntaxNode> arguments, SourceSpan span, string? keyword = null, SourceSpan? nameSpan = null)
    {
        if (function is not null)
            return Call(function, arguments, keyword, span);
        foreach (SyntaxNode argument in arguments)
            Bind(argument);
        ReportUnknownFunction(name, nameSpan ?? span);
        return null;
    }

    private void ReportUnknownFunction(string name, SourceSpan span)
    {
        string upper = name.ToUpperInvariant();
        if (UnsupportedFunctions.Contains(upper) || upper.StartsWith("IS JSON", StringComparison.Ordinal))
        {
            Report(ExpressionErrors.UnsupportedFunction, $"the function {upper} is not supported", span);
            return;
        }

        string? instead = UnsupportedFunctions.Instead(upper);
        string? near = NearestName.Find(upper, FunctionTable.CallableNames);
        Report(
            ExpressionErrors.UnknownFunction, $"there is no function '{name}'", span,
            instead is not null ? $"write {instead}" : near is not null ? $"write {near}" : Alike(upper));
    }

    private static string Alike(string name)
    {
        string[] alike = [.. FunctionTable.CallableNames.Where(f => f[0] == name[0]).Order(StringComparer.Ordinal)];
        return alike.Length == 0 ? "write a function of Flink SQL" : $"the functions with this initial are {string.Join(", ", alike)}";
    }

    private BoundExpression? Call(Function function, ImmutableArray<SyntaxNode> syntax, string? keyword, SourceSpan span)
    {
        bool isWrong = false;
        var arguments = ImmutableArray.CreateBuilder<BoundExpression>();
        for (int i = 0; i < syntax.Length; i++)
        {
            BoundExpression? argument = function.RuleFor(i).AllowsNull ? Bind(syntax[i]) : BindTyped(syntax[i]);
            isWrong |= argument is null;
            if (argument is not null)
                arguments.Add(argument);
        }

        if (syntax.Length < function.LeastArguments || syntax.Length > function.MostArguments)
        {
            string wanted = function.LeastArguments == function.MostArguments ? Count(function.LeastArguments)
                : function.MostArguments == int.MaxValue ? $"at least {Count(function.LeastArguments)}"
                : $"{function.LeastArguments} to {Count(function.MostArguments)}";
            Report(ExpressionErrors.ArgumentCount, $"{function.Name} takes {wanted}, not {syntax.Length}", span, $"write {function.Usage}");
            return null;
        }

        return isWrong || Arguments(function, arguments.ToImmutable(), span) is not { } checkedArguments ? null
            : Bind(new FunctionCall(this, function, checkedArguments, keyword, span));
    }

    private ImmutableArray<BoundExpression>? Arguments(Function function, ImmutableArray<BoundExpression> arguments, SourceSpan span)
    {
        var result = ImmutableArray.CreateBuilder<BoundExpression>(arguments.Length);
        bool isWrong = false;
        for (int i = 0; i < arguments.Length; i++)
        {
            ArgumentRule rule = function.RuleFor(i);
            LogicalType type = arguments[i].Type;
            if (type.Kind != TypeKind.Null && !rule.Accepts(type))
            {
                Report(ExpressionErrors.TypeMismatch, $"{function.Name} takes {rule.Name} there, but this is {type.Nullable()}", arguments[i].Span, $"write {function.Usage}");
                isWrong = true;
                continue;
            }

            BoundExpression? argument = rule.CastTo is { } target && !type.EqualsIgnoringNullability(target) ? ImplicitCast(arguments[i], target) : arguments[i];
            isWrong |= argument is null;
            if (argument is not null)
                result.Add(argument);
        }

        _ = span;
        return isWrong ? null : result.ToImmutable();
    }

    private BoundCall? Bind(FunctionCall call)
    {
        int problems = Problems.Count;
        if (call.Function.Bind(call) is not { } binding)
        {
            if (Problems.Count == problems)
                call.RejectTypes();
            return null;
        }

        ImmutableArray<BoundExpression> arguments = binding.Arguments.IsDefault ? call.Arguments : binding.Arguments;
        var bound = new BoundCall(call.Function, arguments, call.Keyword, binding.Kernel, binding.Type, call.Span);
        return arguments.Length == call.Count ? bound : bound with { Written = call.Arguments };
    }
}
