using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Matrix;

/// <summary>One copy by the real program. Columns that it refuses are noted and left out of the next attempt.</summary>
internal sealed partial class MatrixJob(TemporaryFolder folder)
{
    private static int s_count;

    /// <summary>Column → code of the refusal.</summary>
    public Dictionary<string, string> Refused { get; } = [];

    /// <summary>Dirty rows: the row, the column, the code.</summary>
    public List<(int Id, string? Column, string Code)> Dirty { get; } = [];

    /// <summary>Column → logical type with its tag, as <c>schema:</c> takes it; of a plan only.</summary>
    public Dictionary<string, string> Types { get; } = [];

    /// <summary>Copies.</summary>
    public async Task CopyAsync(MatrixPlace from, string table, string? schema, MatrixPlace into, string target, CancellationToken cancellationToken)
    {
        string dead = folder[$"dead{Interlocked.Increment(ref s_count)}"];
        await RunAsync("run", from, table, schema, into, target, dead, cancellationToken);
        foreach (string line in Directory.Exists(dead) ? Directory.GetFiles(dead).SelectMany(File.ReadAllLines) : [])
        {
            JsonElement letter = JsonDocument.Parse(line).RootElement;
            Dirty.Add((IdOf(letter, from, table), letter.GetProperty("column").GetString(), letter.GetProperty("code").GetString()!));
        }
    }

    /// <summary>Plans, which says what the columns are to the program.</summary>
    public async Task PlanAsync(MatrixPlace from, string table, string? schema, MatrixPlace into, string target, CancellationToken cancellationToken)
    {
        SluiceResult result = await RunAsync("plan", from, table, schema, into, target, folder["none"], cancellationToken);
        foreach (JsonElement column in JsonDocument.Parse(result.Output).RootElement.GetProperty("tables")[0].GetProperty("columns").EnumerateArray())
        {
            string? tag = column.GetProperty("tag").GetString();
            Types.Add(column.GetProperty("name").GetString()!, column.GetProperty("type").GetString() + (tag is null ? "" : $" [{tag}]"));
        }
    }

    private async Task<SluiceResult> RunAsync(
        string verb, MatrixPlace from, string table, string? schema, MatrixPlace into, string target, string dead, CancellationToken cancellationToken)
    {
        while (true)
        {
            string path = folder[$"job{Interlocked.Increment(ref s_count)}.yaml"];
            await File.WriteAllTextAsync(path, Job(from, table, schema, into, target, dead), cancellationToken);
            SluiceResult result = await SluiceProcess.RunAsync(cancellationToken, [verb, path, .. verb == "plan" ? ["--json"] : Array.Empty<string>()]);
            if (result.ExitCode != 2)
                return result.MustExitWith(0);
            int before = Refused.Count;
            foreach (Match match in RefusalPattern().Matches(result.Errors).Concat(JsonRefusalPattern().Matches(result.Output)))
                Refused.TryAdd(match.Groups["column"].Value, match.Groups["code"].Value);
            Assert.True(Refused.Count > before, result.Everything);
        }
    }

    private string Job(MatrixPlace from, string table, string? schema, MatrixPlace into, string target, string dead)
    {
        (string source, string match) = from.From(table);
        (string sink, string? name) = into.Into(target);
        string keys = schema is null ? "" : $", schema: {Text(schema)}";
        // A file with a type that is not known cannot be described at all.
        string[] skipped = [.. Refused.Where(r => r.Value.StartsWith("parquet.", StringComparison.Ordinal)).Select(r => r.Key)];
        if (skipped.Length > 0 && from is ParquetPlace)
            keys += $", skip_columns: [{string.Join(", ", skipped)}]";
        string select = string.Concat(Refused.Keys.Except(from is ParquetPlace ? skipped : []).Select(c => $", {c}: null"));
        string rule = $"match: {Text(match)}{(name is null ? "" : $", into: {Text(name)}")}{(select.Length == 0 ? "" : $", select: {{ \"*\": true{select} }}")}";
        return $"version: 1\nsource: {{ {source}{keys} }}\nsink: {{ {sink} }}\ntables: [ {{ {rule} }} ]\nerrors: {{ limit: 100000, dead_letter: {Text(dead)} }}\n";
    }

    /// <summary>The row of a dead letter: by its values, its key, or its line in the file.</summary>
    private static int IdOf(JsonElement letter, MatrixPlace from, string table)
    {
        if (letter.TryGetProperty("row", out JsonElement row) && row.ValueKind == JsonValueKind.Object && row.TryGetProperty("id", out JsonElement id))
            return Number(id.GetString()!);
        string position = letter.GetProperty("position").GetString() ?? throw new InvalidOperationException($"a dead letter without a place: {letter}");
        if (position.StartsWith("id=", StringComparison.Ordinal))
            return Number(position[3..]);
        return from.IdAt(table, Number(position[(position.LastIndexOfAny([':', ' ']) + 1)..]));
    }

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static string Text(string value) => JsonSerializer.Serialize(value);

    [GeneratedRegex(@"^(?<code>[a-z_]+\.[a-z_]+): [^\n]*?(\n  at [^\n]*?)?\bcolumn '?(?<column>c\d+)\b", RegexOptions.Multiline)]
    private static partial Regex RefusalPattern();

    [GeneratedRegex("""\{"code":"(?<code>[a-z_.]+)"[^}]*?\bcolumn '?(?<column>c\d+)\b""")]
    private static partial Regex JsonRefusalPattern();
}
