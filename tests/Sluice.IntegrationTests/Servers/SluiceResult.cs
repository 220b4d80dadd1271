namespace Sluice.IntegrationTests.Servers;

/// <summary>How a run of the program ended.</summary>
/// <param name="ExitCode">Its exit code; 128 + n after signal n.</param>
/// <param name="Output">Standard output, whole.</param>
/// <param name="Errors">Standard error, whole.</param>
/// <param name="PeakBytes">Peak resident memory in bytes.</param>
/// <param name="Elapsed">From start to end.</param>
internal sealed record SluiceResult(int ExitCode, string Output, string Errors, long PeakBytes, TimeSpan Elapsed)
{
    /// <summary>Both outputs, for "appears nowhere" checks.</summary>
    public string Everything => Output + Errors;

    /// <summary>Fails the test with both outputs when the exit code is not the expected one.</summary>
    public SluiceResult MustExitWith(int code)
    {
        Assert.True(code == ExitCode, $"expected exit code {code}, got {ExitCode}\n--- stdout\n{Output}\n--- stderr\n{Errors}");
        return this;
    }
}
