using System.Diagnostics;

namespace Sluice.IntegrationTests.Servers;

/// <summary>A command of the system that a test needs; a failure is the test's.</summary>
internal static class ShellCommand
{
    /// <summary>Runs to the end and returns the output.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: exit code {process.ExitCode}\n{await errors}");
        return output;
    }
}
