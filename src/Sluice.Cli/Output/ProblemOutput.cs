using System.Text;
using System.Text.Json;
using Sluice.Types;

namespace Sluice.Cli.Output;

/// <summary>Writes problems: for people to the error stream, for programs as one JSON object to the output.</summary>
internal static class ProblemOutput
{
    private const int MostShown = 50;

    public static void Write(IReadOnlyList<Problem> problems, CliContext context)
    {
        if (context.IsJson)
        {
            context.Out.WriteLine(JsonText.Write(json =>
            {
                json.WriteStartObject();
                json.WriteString("event", "failed");
                json.WriteNumber("exit_code", ExitCodes.Of(problems));
                WriteJson(json, "problems", problems);
                json.WriteEndObject();
            }));
            return;
        }

        for (int i = 0; i < problems.Count && i < MostShown; i++)
            context.Error.WriteLine((i == 0 ? "" : "\n") + Render(problems[i], context.IsErrorColored));
        if (problems.Count > MostShown)
            context.Error.WriteLine($"\n… and {problems.Count - MostShown} more problems");
    }

    /// <summary>Writes warnings to the error stream.</summary>
    public static void WriteWarnings(IEnumerable<Problem> warnings, CliContext context)
    {
        if (context.IsJson)
            return;
        foreach (Problem warning in warnings)
            context.Error.WriteLine("warning: " + warning.Render());
    }

    public static void WriteJson(Utf8JsonWriter json, string name, IEnumerable<Problem> problems)
    {
        json.WriteStartArray(name);
        foreach (Problem problem in problems)
            WriteJson(json, problem);
        json.WriteEndArray();
    }

    private static void WriteJson(Utf8JsonWriter json, Problem problem)
    {
        json.WriteStartObject();
        json.WriteString("code", problem.Code.Name);
        json.WriteString("what", problem.What);
        json.WriteString("where", problem.Where);
        if (problem.Span is { } span)
        {
            json.WriteNumber("line", span.Line);
            json.WriteNumber("column", span.Column);
            json.WriteNumber("length", span.Length);
        }

        json.WriteString("fix", problem.Fix);
        json.WriteEndObject();
    }

    private static string Render(Problem problem, bool isColored)
    {
        string text = problem.Render();
        if (!isColored)
            return text;
        var colored = new StringBuilder();
        foreach (string line in text.Split('\n'))
        {
            colored.Append(colored.Length == 0 ? "" : "\n");
            if (colored.Length == 0)
                colored.Append("\e[1;31m").Append(problem.Code.Name).Append("\e[0m").Append(line.AsSpan(problem.Code.Name.Length));
            else if (line.StartsWith("  fix: ", StringComparison.Ordinal))
                colored.Append("  \e[32mfix:\e[0m ").Append(line.AsSpan(7));
            else if (line.TrimStart().StartsWith('|') && line.TrimEnd().EndsWith('^'))
                colored.Append("\e[31m").Append(line).Append("\e[0m");
            else
                colored.Append(line);
        }

        return colored.ToString();
    }
}
