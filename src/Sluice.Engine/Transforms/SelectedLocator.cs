using Sluice.Connectors.Sources;
using Sluice.Plans;
using Sluice.Types;

namespace Sluice.Engine.Transforms;

/// <summary>
/// Says where a row of a projected batch stood in the source: the reader's own place (a file's line) or, where it has none, the values of its
/// key. Valid while the source batch is.
/// </summary>
internal sealed class SelectedLocator(TablePlan plan, Rows source, int[]? selection) : IRowLocator
{
    private const int MostValues = 3;
    private const int MostCharacters = 40;

    public string Locate(int row)
    {
        int sourceRow = selection is null ? row : selection[row];
        if (source.Locator is not null)
            return source.Locator.Locate(sourceRow);
        IEnumerable<string> key = plan.Source.Schema.PrimaryKey
            .Where(name => plan.Scan.Schema.IndexOf(name) >= 0)
            .Select(name => $"{name}={Value(plan.Scan.Schema.IndexOf(name), sourceRow)}");
        string text = string.Join(", ", key);
        return text.Length > 0 ? text : $"the row with {Values(sourceRow)} (the table has no key)";
    }

    // Some values say more of a row than where it stood in a batch that nobody can look up.
    private string Values(int row) => string.Join(
        ", ", plan.Scan.Schema.Columns.Take(MostValues).Select((column, i) => Value(i, row) is var text && text.Length > MostCharacters ? $"{column.Name}={text[..MostCharacters]}…" : $"{column.Name}={text}"));

    private string Value(int column, int row)
    {
        LogicalType type = plan.Scan.Schema.Columns[column].Type;
        return RowText.Text(new ColumnView(source.Batch.Column(column)).Boxed(type, row), type) ?? "NULL";
    }
}
