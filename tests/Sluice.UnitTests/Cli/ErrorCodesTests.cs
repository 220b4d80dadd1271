using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Sluice.Cli;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Cli;

public sealed class ErrorCodesTests
{
    [Fact]
    public void The_page_lists_every_code()
    {
        var page = new StringBuilder(
            "# Errors\n\nEvery error that Sluice reports has a code, the place and a fix. `sluice errors CODE` prints the same words. This page is made by a test\n"
            + "(`SLUICE_UPDATE_GOLDEN=1`). Exit codes: 1 the data or the run, 2 the job or the command line, 3 the environment.\n");
        foreach (IGrouping<string, ErrorCode> area in ErrorCodes.All.GroupBy(code => code.Name.Split('.')[0]))
        {
            page.Append("\n## ").Append(area.Key).Append("\n\n| code | exit code | when, and what to do |\n|---|---|---|\n");
            foreach (ErrorCode code in area)
                page.Append(CultureInfo.InvariantCulture, $"| `{code.Name}` | {ExitCodes.Of([new Problem(code, "")])} | {code.Summary.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }

        Golden.CheckFile(Path.Combine(Golden.Root(), "docs", "errors.md"), page.ToString());
    }

    [Fact]
    public void Every_code_is_area_dot_name_and_has_a_summary_that_is_a_sentence()
    {
        Assert.All(ErrorCodes.All, code =>
        {
            Assert.Matches("^[a-z][a-z0-9]*\\.[a-z][a-z0-9_]*$", code.Name);
            Assert.Matches("^[A-Z`$-].*[.)]$", code.Summary);
        });
    }

    [Fact]
    public void Every_code_in_the_sources_is_listed()
    {
        HashSet<string> listed = [.. ErrorCodes.All.Select(code => code.Name)];
        string[] declared =
        [
            .. Directory.EnumerateFiles(Path.Combine(Golden.Root(), "src"), "*.cs", SearchOption.AllDirectories)
                .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
                .SelectMany(file => Regex.Matches(File.ReadAllText(file), "ErrorCode \\w+ =\\s*new\\(\\s*\"([^\"]+)\"").Select(match => match.Groups[1].Value)),
        ];

        Assert.NotEmpty(declared);
        Assert.Empty(declared.Where(name => !listed.Contains(name)));
    }
}
