using System.Text.RegularExpressions;
using Sluice.IntegrationTests.Servers;

namespace Sluice.IntegrationTests.Runs;

/// <summary>What a failed run said, without what differs from run to run, to be compared whole.</summary>
internal static partial class ErrorText
{
    /// <summary>The summary of a run that failed before it committed anything.</summary>
    public static string NothingCommitted(string job, string table) =>
        $"{job}: failed, nothing was committed in N s\n  table read written filtered dirty bytes written\n  {table} N N N N\n  time in workers: reading N%, evaluating N%, writing N%\n";

    /// <summary>Asserts the exit code and both outputs, whole: the error stream exactly, with the folder and the run's id under one name.</summary>
    public static void AssertFailed(this SluiceResult result, int exitCode, string output, string errors, string? folder = null)
    {
        result.MustExitWith(exitCode);
        // A slow machine shows progress before the error.
        string shown = Progress().Replace(result.Errors, "");
        if (folder is not null)
            shown = shown.Replace(folder, "FOLDER", StringComparison.Ordinal);
        Assert.Equal(errors.ReplaceLineEndings("\n"), RunId().Replace(shown, "RUN"));
        Assert.Equal(output, Number().Replace(Blanks().Replace(result.Output, " ").Replace("\n ", "\n  ", StringComparison.Ordinal), "N"));
    }

    [GeneratedRegex("[0-9]{8}-[0-9]{6}-[0-9a-f]{6}")]
    private static partial Regex RunId();

    [GeneratedRegex("(?<= )[0-9][0-9,.]*")]
    private static partial Regex Number();

    [GeneratedRegex("^[0-9,]+ rows read.*\n", RegexOptions.Multiline)]
    private static partial Regex Progress();

    [GeneratedRegex(" +")]
    private static partial Regex Blanks();
}
