using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.Cli.Output;
using Sluice.Engine.Replay;

namespace Sluice.Cli.DeadLetters;

/// <summary>Dead letters for people and for programs.</summary>
internal static class DeadLetterText
{
    private const int MaxValue = 40;

    public static string List(IReadOnlyList<DeadLetterRun> runs)
    {
        if (runs.Count == 0)
            return "there are no dead letters\n";
        var table = new TextTable("run", "state", "rows", "table", "code") { RightAligned = { 2 } };
        foreach (DeadLetterRun run in runs)
        {
            foreach (var group in Groups(run))
                table.Add(run.Run, State(run.State), group.Count.ToString("N0", CultureInfo.InvariantCulture), group.Table, group.Code);
        }

        return table.Render();
    }

    public static string ListJson(IReadOnlyList<DeadLetterRun> runs) => JsonText.Write(json =>
    {
        json.WriteStartArray();
        foreach (DeadLetterRun run in runs)
        {
            foreach (var group in Groups(run))
            {
                json.WriteStartObject();
                json.WriteString("run", run.Run);
                json.WriteString("state", State(run.State));
                json.WriteNumber("rows", group.Count);
                json.WriteString("table", group.Table);
                json.WriteString("code", group.Code);
                json.WriteString("file", run.Path);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }) + "\n";

    public static string Show(IEnumerable<(DeadLetterRun Run, DeadLetter Letter)> letters, int limit)
    {
        var text = new StringBuilder();
        int count = 0;
        foreach ((DeadLetterRun run, DeadLetter letter) in letters)
        {
            if (count++ >= limit)
                continue;
            string column = letter.Column is null ? "" : $", column {letter.Column}";
            text.Append(CultureInfo.InvariantCulture, $"{run.Run} {letter.Number}  {letter.Code}: {letter.Reason}\n");
            text.Append(CultureInfo.InvariantCulture, $"  at {letter.Position ?? letter.Table} ({letter.Stage}, table {letter.Table}{column})\n");
            if (letter.Row is { } row)
                text.Append("  ").AppendJoin(", ", row.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={Short(p.Value)}")).Append('\n');
        }

        if (count == 0)
            return "there are no dead letters\n";
        return text.Append(count > limit ? string.Create(CultureInfo.InvariantCulture, $"{limit} of {count:N0} rows; --limit N shows more\n") : "").ToString();
    }

    public static string ShowJson(IEnumerable<(DeadLetterRun Run, DeadLetter Letter)> letters)
    {
        var text = new StringBuilder();
        foreach ((_, DeadLetter letter) in letters)
            text.Append(letter.Line).Append('\n');
        return text.ToString();
    }

    private static IEnumerable<(string Table, string Code, int Count)> Groups(DeadLetterRun run) => DeadLetterFolder.Read(run)
        .GroupBy(letter => (letter.Table, Code: letter.Code ?? ""))
        .Select(group => (group.Key.Table, group.Key.Code, group.Count()))
        .OrderBy(group => group.Table, StringComparer.Ordinal).ThenBy(group => group.Code, StringComparer.Ordinal);

    private static string State(DeadLetterState state) => state switch { DeadLetterState.Failed => "failed", DeadLetterState.Replayed => "replayed", _ => "open" };

    private static string Short(string? value) => value is null ? "NULL" : value.Length > MaxValue ? JsonEncodedText.Encode(value[..MaxValue], System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping) + "…" : JsonEncodedText.Encode(value, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
}
