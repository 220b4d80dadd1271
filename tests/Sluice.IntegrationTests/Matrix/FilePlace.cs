using System.Text.RegularExpressions;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Matrix;

/// <summary>One file a table.</summary>
internal abstract partial class FilePlace(TemporaryFolder folder, string extension) : MatrixPlace
{
    public override bool NeedsSchema => true;

    public override IReadOnlyList<BoundaryColumn> Columns => FileBoundaries.Columns;

    public override (string Source, string Match) From(string table) => ($"connection: {Text(PathOf(table))}", "*");

    public override (string Sink, string? Into) Into(string table) => ($"connection: {Text(PathOf(table))}", null);

    public override Task DropAsync(string table, CancellationToken cancellationToken)
    {
        File.Delete(PathOf(table));
        return Task.CompletedTask;
    }

    public override int IdAt(string table, int line) =>
        int.Parse(IdPattern().Match(File.ReadLines(PathOf(table)).ElementAt(line - 1)).Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);

    protected string PathOf(string table) => folder[$"{table}.{extension}"];

    [GeneratedRegex("""^(?:\{"id":)?(\d+)""")]
    private static partial Regex IdPattern();
}
