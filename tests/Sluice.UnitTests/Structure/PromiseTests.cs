using System.Text.RegularExpressions;
using Xunit;

namespace Sluice.UnitTests.Structure;

/// <summary>docs/promises.yaml names tests that exist.</summary>
public sealed partial class PromiseTests
{
    [Fact]
    public void Every_promise_that_is_kept_names_tests_that_exist()
    {
        string yaml = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "promises.yaml"));
        string[] sources =
        [
            .. Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "tests"), "*.cs", SearchOption.AllDirectories)
                .Where(f => !f.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText),
        ];
        string[] promises = [.. yaml.Split("- promise:").Skip(1)];

        Assert.NotEmpty(promises);
        foreach (string promise in promises)
        {
            Match tests = TestList().Match(promise);
            if (promise.Contains("status: kept", StringComparison.Ordinal))
                Assert.True(tests.Success, $"no test shows:{promise}");
            foreach (string test in tests.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                string[] parts = test.Split('.');
                Assert.True(parts.Length == 2, $"{test} names no method");
                Assert.True(
                    sources.Any(source => source.Contains($"class {parts[0]}", StringComparison.Ordinal) && source.Contains($" {parts[1]}(", StringComparison.Ordinal)),
                    $"there is no test {test}");
            }
        }
    }

    [GeneratedRegex(@"tests: \[([^\]]*)\]")]
    private static partial Regex TestList();
}
