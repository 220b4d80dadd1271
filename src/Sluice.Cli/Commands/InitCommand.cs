using System.Buffers;
using System.CommandLine;
using System.Text;
using Sluice.Connectors.Catalog;
using Sluice.Jobs;
using Sluice.Types;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice init URL</c>: a commented job for what is there, ready to run.</summary>
internal static class InitCommand
{
    private const int MostListed = 200;
    private static readonly SearchValues<char> s_patternCharacters = SearchValues.Create("*?[]{}!/");

    public static Command Create(CliContext context)
    {
        var command = new Command("init", "Writes a commented job for what is at an address, ready to run: sluice init URL > job.yaml.");
        var address = new Argument<string>("URL") { Description = "The source's address." };
        var table = new Option<string?>("--table") { Description = "Only tables that match.", HelpName = "GLOB" };
        command.Add(address);
        command.Add(table);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string url = parsed.GetRequiredValue(address);
            JobDocument document = AddressArguments.ReadAddress(url, context);
            Output.ProblemOutput.WriteWarnings(document.WarningsInOrder(), context);
            IReadOnlyList<TableDescription> tables =
                await TablesCommand.DescribeAsync(document, parsed.GetValue(table), context, cancellationToken).ConfigureAwait(false);
            await context.Out.WriteAsync(document.Secrets.Apply(Render(url, parsed.GetValue(table), tables))).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return command;
    }

    private static string Render(string url, string? glob, IReadOnlyList<TableDescription> tables)
    {
        bool isOne = tables.Count == 1;
        string safe = AddressText.Redact(url).Replace("***", "${env:SLUICE_PASSWORD}", StringComparison.Ordinal);
        var text = new StringBuilder();
        text.Append("# Check it: sluice validate job.yaml; look at it: sluice plan job.yaml; run it: sluice run job.yaml\n");
        text.Append("version: 1\n");
        text.Append("name: ").Append(Quoted(isOne ? tables[0].Name.Name : "copy")).Append('\n');
        text.Append("# time_zone: Asia/Shanghai                 # the zone of every expression; UTC when absent\n");
        text.Append("source:\n");
        text.Append("  connection: ").Append(Quoted(safe)).Append('\n');
        if (safe.Contains("${env:", StringComparison.Ordinal))
            text.Append("  # the password is taken from the environment variable SLUICE_PASSWORD\n");
        if (tables[0].Kind != "file" || !isOne)
            Tables(text, glob, tables);
        text.Append("sink:\n");
        text.Append("  connection: ").Append(Quoted(isOne ? $"./{FileName(tables[0].Name.Name)}.parquet" : "./out/{table}.parquet")).Append('\n');
        text.Append("  write: replace                            # or append: into a folder, or a table of a database\n");
        if (isOne)
            OneTable(text, tables[0]);
        else
            Rules(text, tables);
        text.Append("# errors: { limit: 100, dead_letter: ./dead } # how many rows may be left out, and where they are kept; 0 when absent\n");
        text.Append("# limits: { memory: 160MB, read: 20MB/s, connections: 4 }\n");
        return text.ToString();
    }

    private static void Tables(StringBuilder text, string? glob, IReadOnlyList<TableDescription> tables)
    {
        text.Append("  tables:\n");
        if (glob is not null && tables.Count > MostListed)
        {
            text.Append("    - ").Append(Quoted(glob)).Append('\n');
            return;
        }

        foreach (TableDescription table in tables)
        {
            string rows = table.EstimatedRows is { } estimate ? $"   # about {Output.Numbers.Rows(estimate)}, {table.Schema.Columns.Length} columns" : "";
            // A name that holds a glob's characters is written as a regular expression, so that it means itself.
            string name = table.Name.ToString();
            string pattern = name.AsSpan().IndexOfAny(s_patternCharacters) >= 0 ? $"/{System.Text.RegularExpressions.Regex.Escape(name)}/" : name;
            text.Append("    - ").Append(Quoted(pattern)).Append(rows).Append('\n');
        }
    }

    private static void OneTable(StringBuilder text, TableDescription table)
    {
        Column first = table.Schema.Columns[0];
        text.Append("# where: ").Append(Quoted($"{Name(first.Name)} IS NOT NULL")).Append("                # which rows; Flink SQL's expressions\n");
        text.Append("select:\n");
        text.Append("  \"*\": true                                 # all columns; name: null drops one, name: expression adds or replaces one\n");
        Columns(text, table, "  # ");
    }

    private static void Rules(StringBuilder text, IReadOnlyList<TableDescription> tables)
    {
        text.Append("tables:                                     # the first rule that matches a table is the one\n");
        foreach (TableDescription table in tables.Take(1))
        {
            text.Append("  # - match: ").Append(Quoted(table.Name.ToString())).Append('\n');
            text.Append("  #   where: ").Append(Quoted($"{Name(table.Schema.Columns[0].Name)} IS NOT NULL")).Append('\n');
            text.Append("  #   select: { \"*\": true }                 # name: null drops a column, name: expression adds or replaces one\n");
            Columns(text, table, "  #     ");
        }

        text.Append("  - match: \"*.*\"\n    optional: true\n  - match: \"*\"\n    optional: true\n");
    }

    private static void Columns(StringBuilder text, TableDescription table, string margin)
    {
        int width = Math.Min(30, table.Schema.Columns.Max(column => Quoted(column.Name).Length));
        foreach (Column column in table.Schema.Columns)
        {
            string native = column.NativeType is null || column.NativeType == column.Type.ToString() ? "" : $"  ({column.NativeType})";
            string tag = column.Tag is null ? "" : $" [{column.Tag}]";
            text.Append(margin).Append($"{Quoted(column.Name)}:".PadRight(width + 1)).Append(' ').Append(column.Type).Append(tag).Append(native).Append('\n');
        }
    }

    private static string Name(string column) =>
        column.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !char.IsAsciiDigit(column[0]) ? column : $"`{column.Replace("`", "``", StringComparison.Ordinal)}`";

    private static string FileName(string table) => string.Concat(table.Select(c => c is '/' or '\\' || char.IsControl(c) ? '_' : c));

    /// <summary>A YAML scalar that is read back as the same text.</summary>
    private static string Quoted(string text)
    {
        bool isPlain = text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '/' or '-' or ':' or '$' or '{' or '}' or '@')
            && (char.IsAsciiLetter(text[0]) || text[0] is '.' or '/') && !text.EndsWith(':') && !text.Contains(": ", StringComparison.Ordinal)
            && text is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "." or "..");
        if (isPlain)
            return text;
        var quoted = new StringBuilder("\"");
        foreach (char c in text)
            quoted.Append(c switch { '"' => "\\\"", '\\' => "\\\\", '\n' => "\\n", '\t' => "\\t", < ' ' => $"\\x{(int)c:x2}", _ => c.ToString() });
        return quoted.Append('"').ToString();
    }
}
