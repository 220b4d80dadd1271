using System.Diagnostics;

namespace Sluice.IntegrationTests.Servers;

/// <summary><c>./test.sh</c> itself, with made-up test programs: what it adds up, and that nothing that died counts as passed.</summary>
public sealed class TestScriptTests
{
    private const string CorpusPassed = "echo '6060 passed, 0 failed, 2 unsupported, 1 deviating'";

    [Fact]
    public void Sums_the_reports_of_all_programs() =>
        Check(Report(passed: 4, failed: 0, skipped: 1, errors: 0), CorpusPassed, "6064 passed, 0 failed, 1 skipped", 0);

    [Fact]
    public void Counts_failed_tests_errors_and_corpus_disagreements_as_failed() =>
        Check(Report(passed: 3, failed: 1, skipped: 0, errors: 2) + "; exit 1", "echo '6057 passed, 3 failed, 2 unsupported, 1 deviating'; exit 1", "6060 passed, 6 failed", 1);

    [Fact]
    public void Counts_a_program_that_died_without_a_report_as_failed() => Check("kill -SEGV $$", CorpusPassed, "6060 passed, 1 failed", 1);

    [Fact]
    public void Counts_a_program_that_died_after_a_good_report_as_failed() =>
        Check(Report(passed: 4, failed: 0, skipped: 0, errors: 0) + "; exit 134", CorpusPassed, "6064 passed, 1 failed", 1);

    [Fact]
    public void Counts_a_corpus_run_without_a_closing_line_as_failed() =>
        Check(Report(passed: 4, failed: 0, skipped: 0, errors: 0), "exit 0", "4 passed, 1 failed", 1);

    private static string Report(int passed, int failed, int skipped, int errors) => FormattableString.Invariant(
        $"""for last; do :; done; echo '<assemblies><assembly name="a b" passed="{passed}" failed="{failed}" skipped="{skipped}" not-run="7" errors="{errors}"><collection passed="9"/></assembly></assemblies>' > "$last" """);

    private static void Check(string unitTests, string corpus, string closingLine, int exitCode)
    {
        using var tree = new TemporaryFolder();
        File.Copy(Path.Combine(Repository.Root, "test.sh"), tree["test.sh"]);
        Script(tree, "bin/dotnet", "echo 10.0.100");
        Script(tree, "tests/Sluice.UnitTests/bin/Release/net10.0/Sluice.UnitTests", unitTests);
        Script(tree, "tests/Sluice.Corpus/bin/Release/net10.0/Sluice.Corpus", corpus);
        var start = new ProcessStartInfo(tree["test.sh"], ["fast"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{tree["bin"]}:{start.Environment["PATH"]}";
        start.Environment["SLUICE_CONFORMANCE"] = tree.FullName;

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string[] lines = process.StandardOutput.ReadToEnd().TrimEnd('\n').Split('\n');
        process.WaitForExit();
        _ = errors.GetAwaiter().GetResult();

        Assert.Equal((closingLine, exitCode), (lines[^1], process.ExitCode));
    }

    private static void Script(TemporaryFolder tree, string name, string body)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(tree[name])!);
        File.WriteAllText(tree[name], $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(tree[name], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
