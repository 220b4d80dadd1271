using System.Xml.Linq;
using Xunit;

namespace Sluice.UnitTests.Structure;

/// <summary>Holds the solution to the reference table of docs/architecture.md.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly string[] s_contract = ["Sluice.Types", "Sluice.Expressions", "Sluice.Connectors.Contract"];

    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["Sluice.Types"] = [],
        ["Sluice.Expressions"] = ["Sluice.Types"],
        ["Sluice.Connectors.Contract"] = ["Sluice.Types", "Sluice.Expressions"],
        ["Sluice.Plans"] = s_contract,
        ["Sluice.Jobs"] = [.. s_contract, "Sluice.Plans"],
        ["Sluice.Engine"] = [.. s_contract, "Sluice.Plans"],
        ["Sluice.Formats"] = s_contract,
        ["Sluice.Stores"] = s_contract,
        ["Sluice.Connectors.Databases"] = [.. s_contract, "Sluice.Formats", "Sluice.Stores"],
        ["Sluice.Connectors.Files"] = [.. s_contract, "Sluice.Formats", "Sluice.Stores"],
        ["Sluice.Connectors.Streams"] = [.. s_contract, "Sluice.Formats", "Sluice.Stores"],
        ["Sluice.Cli"] = ["*"],
    };

    [Fact]
    public void References_point_one_way() => Assert.Empty(Violations(Path.Combine(RepositoryRoot.Path, "src")));

    [Fact]
    public void A_forbidden_reference_is_named()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("sluice-refs-");
        try
        {
            File.WriteAllText(
                Path.Combine(folder.FullName, "Sluice.Engine.csproj"),
                "<Project><ItemGroup><ProjectReference Include=\"..\\Sluice.Jobs\\Sluice.Jobs.csproj\" /></ItemGroup></Project>");

            Assert.Equal(["Sluice.Engine must not reference Sluice.Jobs"], Violations(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Every_project_is_in_the_table() => Assert.Equal(
        s_allowed.Keys.Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "src"), "*.csproj", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [Fact]
    public void Only_the_connector_list_names_a_connector()
    {
        string[] connectors = ["Postgres", "MySql", "Sqlite", "Generator"];
        string[] offenders =
        [
            .. from file in Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "src"), "*.cs", SearchOption.AllDirectories)
               where !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/Sluice.Connectors.", StringComparison.Ordinal)
               where Path.GetFileName(file) is not ("BuiltInConnectors.cs" or "ErrorCodes.cs")
               let text = File.ReadAllText(file)
               from connector in connectors
               where text.Contains($"using Sluice.Connectors.Databases.{connector};", StringComparison.Ordinal) || text.Contains($"{connector}Connector(", StringComparison.Ordinal)
               select $"{Path.GetFileName(file)} names {connector}",
        ];
        Assert.Empty(offenders);
    }

    private static IReadOnlyList<string> Violations(string sourceFolder) =>
    [
        .. from project in Directory.EnumerateFiles(sourceFolder, "*.csproj", SearchOption.AllDirectories)
           let name = Path.GetFileNameWithoutExtension(project)
           let allowed = s_allowed.GetValueOrDefault(name, [])
           from reference in XDocument.Load(project).Descendants("ProjectReference")
           let target = Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'))
           where !allowed.Contains(target) && !allowed.Contains("*")
           select $"{name} must not reference {target}",
    ];
}
