using System.CommandLine;
using Sluice.Cli.Output;
using Sluice.Cli.Preview;
using Sluice.Expressions;
using Sluice.Jobs;
using Sluice.Types;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice expr "…"</c>: tries an expression.</summary>
internal static class ExprCommand
{
    private const long DefaultLimit = 10;

    public static Command Create(CliContext context)
    {
        var command = new Command("expr", "Tries an expression: its type and values.");
        var expression = new Argument<string>("EXPRESSION") { Description = "An expression: UPPER('a') || 'b'." };
        var on = new Option<string?>("--on") { Description = "A source to take columns and rows from.", HelpName = "SOURCE" };
        var table = new Option<string?>("--table") { Description = "The table of the source.", HelpName = "TABLE" };
        var limit = new Option<long?>("--limit") { Description = $"How many rows; {DefaultLimit} when absent.", HelpName = "N" };
        command.Add(expression);
        command.Add(on);
        command.Add(table);
        command.Add(limit);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            SpecText text = SpecText.OfArgument("EXPRESSION", parsed.GetRequiredValue(expression));
            if (parsed.GetValue(on) is not { } source)
                return Constant(text, context);
            PreviewResult result = await PreviewRun.RunAsync(
                new CopyArguments
                {
                    Source = source,
                    Tables = parsed.GetValue(table) is { } name ? [name] : [],
                    Expression = text.Value,
                    Limit = parsed.GetValue(limit) ?? DefaultLimit,
                },
                context,
                cancellationToken).ConfigureAwait(false);
            Write(result.Schema.Columns[0].Type, [.. result.Rows.Select(row => row[0])], context);
            if (!context.IsJson)
            {
                foreach (Engine.Events.DirtyRowNoted dirty in result.DirtyNotes)
                    await context.Out.WriteLineAsync($"error at {dirty.Position ?? dirty.Table}: {dirty.Code}: {dirty.Reason}").ConfigureAwait(false);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static int Constant(SpecText text, CliContext context)
    {
        DateTimeOffset now = context.Time.GetUtcNow();
        SessionContext session = SessionContext.Default with { Now = new Timestamp(now.ToUnixTimeSeconds(), (int)(now.Ticks % TimeSpan.TicksPerSecond * 100)) };
        BindingResult bound = ExpressionBinder.Bind(text.Value, new TableSchema([]), session);
        if (bound.Expression is not { } expression)
            throw new SluiceException([.. bound.Problems.Select(text.Place.Within)]);
        ProblemOutput.WriteWarnings(bound.Warnings.Select(text.Place.Within), context);
        EvalResult result = new Interpreter(session).Evaluate(expression, []);
        if (result.Error is { } error)
            throw new SluiceException(text.Place.Within(error.ToProblem()));
        Write(expression.Type, [ValueDisplay.Text(result.Value, expression.Type)], context);
        return ExitCodes.Done;
    }

    private static void Write(LogicalType type, IReadOnlyList<string?> values, CliContext context)
    {
        if (!context.IsJson)
        {
            context.Out.WriteLine($"type: {type}");
            foreach (string? value in values)
                context.Out.WriteLine(value ?? "NULL");
            return;
        }

        context.Out.WriteLine(JsonText.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("type", type.ToString());
            json.WriteStartArray("values");
            foreach (string? value in values)
                json.WriteStringValue(value);
            json.WriteEndArray();
            json.WriteEndObject();
        }));
    }
}
