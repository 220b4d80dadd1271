using System.CommandLine;
using Sluice.Cli.Output;
using Sluice.Connectors.Catalog;
using Sluice.Jobs;
using Sluice.Plans;
using Sluice.Types;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice tables URL</c>: schemas, tables, columns, keys, row estimates.</summary>
internal static class TablesCommand
{
    public static Command Create(CliContext context)
    {
        var command = new Command("tables", "Lists what is at an address: tables, columns, keys, row estimates.");
        var address = new Argument<string>("URL") { Description = "An address or a named connection." };
        var pattern = new Option<string?>("--table") { Description = "Only tables that match: a name or a glob such as shop.order_*.", HelpName = "GLOB" };
        var columns = new Option<bool>("--columns") { Description = "Lists each table's columns, too; so it does when there is only one table." };
        command.Add(address);
        command.Add(pattern);
        command.Add(columns);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            JobDocument document = AddressArguments.ReadAddress(parsed.GetRequiredValue(address), context);
            ProblemOutput.WriteWarnings(document.WarningsInOrder(), context);
            IReadOnlyList<TableDescription> tables = await DescribeAsync(document, parsed.GetValue(pattern), context, cancellationToken).ConfigureAwait(false);
            string text = context.IsJson ? Json(tables) : Text(tables, parsed.GetValue(columns) || tables.Count == 1);
            await context.Out.WriteAsync(document.Secrets.Apply(text)).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>The tables of the source of a job, described, those that match.</summary>
    public static async ValueTask<IReadOnlyList<TableDescription>> DescribeAsync(
        JobDocument document, string? glob, CliContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(document, glob, context, cancellationToken).ConfigureAwait(false);
        }
        catch (SluiceException error)
        {
            // Invariant 8: a server may repeat what it was told.
            throw new SluiceException([.. error.Problems.Select(problem => ProblemList.Masked(problem, document.Secrets))]);
        }
    }

    private static async ValueTask<IReadOnlyList<TableDescription>> FindAsync(
        JobDocument document, string? glob, CliContext context, CancellationToken cancellationToken)
    {
        TablePattern? pattern = null;
        if (glob is not null)
        {
            pattern = TablePattern.TryParse(glob, out string? what)
                ?? throw new SluiceException(Place.OfArgument("--table", glob).At(JobErrors.BadPattern, what!, "write a glob such as shop.order_*"));
        }

        OpenedEndpoint end = new JobPlanner(context.Connectors).OpenEndpoints(document)[0];
        await using (end.ConfigureAwait(false))
        {
            ICatalog catalog = end.Connection.Catalog;
            IReadOnlyList<TableName> names = await catalog.ListAsync(cancellationToken).ConfigureAwait(false);
            List<TableDescription> tables = [];
            foreach (TableName name in names.Where(name => pattern is null || pattern.Matches(name, isDefaultSchema: true)))
            {
                if (await catalog.DescribeAsync(name, cancellationToken).ConfigureAwait(false) is { } table)
                    tables.Add(table);
            }

            if (tables.Count > 0)
                return tables;
            string fix = glob is null ? "check the address and your rights"
                : NearestName.Find(glob, names.Select(n => n.ToString())) is { } near ? $"did you mean '{near}'?"
                : $"there are: {string.Join(", ", names.Take(10))}";
            throw new SluiceException(
                glob is null ? JobErrors.NoTables : JobErrors.UnknownTable, glob is null ? "there is no table" : $"no table matches '{glob}'", end.DisplayAddress, fix);
        }
    }

    private static string Text(IReadOnlyList<TableDescription> tables, bool withColumns)
    {
        var table = new TextTable("table", "kind", "rows (estimate)", "size", "columns", "key");
        table.RightAligned.UnionWith([2, 3, 4]);
        foreach (TableDescription t in tables)
        {
            table.Add(
                t.Name.ToString(), t.Kind, t.EstimatedRows is { } rows ? Numbers.Count(rows) : "", t.EstimatedBytes is { } bytes ? Numbers.Bytes(bytes) : "",
                $"{t.Schema.Columns.Length}", string.Join(", ", t.Schema.PrimaryKey));
        }

        return table.Render() + (withColumns ? string.Concat(tables.Select(Columns)) : "");
    }

    private static string Columns(TableDescription table)
    {
        var columns = new TextTable("column", "type there", "type here", "");
        foreach (Column column in table.Schema.Columns)
            columns.Add(column.Name, column.NativeType ?? "", column.Tag is null ? $"{column.Type}" : $"{column.Type} [{column.Tag}]", column.Comment ?? "");
        foreach ((string name, string reason) in table.UnreadableColumns.OrderBy(c => c.Key, StringComparer.Ordinal))
            columns.Add(name, "", "cannot be read", reason);
        string notes = string.Concat(table.Notes.Select(note => $"  note: {note}\n"));
        return $"\n{table.Name}{(table.Comment is null ? "" : $" – {table.Comment}")}\n{columns.Render("  ")}{notes}";
    }

    private static string Json(IReadOnlyList<TableDescription> tables) => JsonText.Write(json =>
    {
        json.WriteStartArray();
        foreach (TableDescription table in tables)
        {
            json.WriteStartObject();
            json.WriteString("schema", table.Name.Schema);
            json.WriteString("name", table.Name.Name);
            json.WriteString("kind", table.Kind);
            if (table.EstimatedRows is { } rows)
                json.WriteNumber("estimated_rows", rows);
            if (table.EstimatedBytes is { } bytes)
                json.WriteNumber("estimated_bytes", bytes);
            json.WriteStartArray("columns");
            foreach (Column column in table.Schema.Columns)
            {
                json.WriteStartObject();
                json.WriteString("name", column.Name);
                json.WriteString("native_type", column.NativeType);
                json.WriteString("type", column.Type.ToString());
                json.WriteString("tag", column.Tag);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("primary_key");
            foreach (string name in table.Schema.PrimaryKey)
                json.WriteStringValue(name);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }) + "\n";
}
