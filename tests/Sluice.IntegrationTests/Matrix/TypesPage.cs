using System.Text;
using System.Text.RegularExpressions;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Matrix;

/// <summary>The page <c>docs/types.md</c>: a frame, and a part for each source that its test checks or writes.</summary>
internal static partial class TypesPage
{
    private static readonly string[] s_sources = ["PostgreSQL", "MariaDB", "SQLite", "CSV", "JSON lines", "Parquet"];
    private static readonly Lock s_file = new();

    private static string File => Path.Combine(Repository.Root, "docs", "types.md");

    private static bool IsUpdate => Environment.GetEnvironmentVariable("SLUICE_UPDATE_GOLDEN") == "1";

    /// <summary>The part of a source must be what was just seen.</summary>
    public static void Check(MatrixPlace source, IReadOnlyList<MatrixPlace> targets, IReadOnlyDictionary<string, string> types, IReadOnlyList<IReadOnlyList<ColumnOutcome>> outcomes)
    {
        string part = TypesPart.Of(source, targets, types, outcomes);
        lock (s_file)
        {
            string page = System.IO.File.Exists(File) ? System.IO.File.ReadAllText(File) : Frame();
            if (IsUpdate)
                System.IO.File.WriteAllText(File, Framed(page, name => name == source.Name ? part : PartOf(page, name)));
            else
                Assert.Equal(part, PartOf(page, source.Name));
        }
    }

    /// <summary>The rest of the page must be what the policies say.</summary>
    public static void CheckFrame()
    {
        lock (s_file)
        {
            string page = System.IO.File.Exists(File) ? System.IO.File.ReadAllText(File) : Frame();
            if (IsUpdate)
                System.IO.File.WriteAllText(File, Framed(page, name => PartOf(page, name)));
            else
                Assert.Equal(Frame(), Framed(page, _ => "\n"));
            Assert.All(s_sources, name => Assert.NotEqual("\n", PartOf(page, name)));
        }
    }

    private static string Frame() => Framed("", _ => "\n");

    private static string Framed(string page, Func<string, string> part)
    {
        var text = new StringBuilder(TypesPart.Head);
        foreach (string name in s_sources)
            text.Append($"\n## From {name}\n\n<!-- from {name}: made by TypeMatrixTests -->{part(name)}<!-- end -->\n");
        return text.Append(TypesPart.Tail).ToString();
    }

    private static string PartOf(string page, string name) =>
        Regex.Match(page, $"<!-- from {name}: made by TypeMatrixTests -->(.*?)<!-- end -->", RegexOptions.Singleline, TimeSpan.FromSeconds(5)) is { Success: true } match ? match.Groups[1].Value : "\n";
}
