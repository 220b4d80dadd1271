namespace Sluice.IntegrationTests.Servers;

public sealed class LauncherTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_an_sdk_it_says_how_to_get_one_and_exits_with_3()
    {
        using var tree = new TemporaryFolder();
        File.Copy(Path.Combine(Repository.Root, "sluice"), tree["sluice"]);
        Directory.CreateDirectory(tree["src"]);
        var start = new SluiceStart("run", "job.yaml")
        {
            Program = tree["sluice"],
            Environment = new Dictionary<string, string?> { ["PATH"] = ToolsWithoutDotnet(tree["bin"]), ["HOME"] = tree.FullName, ["DOTNET_ROOT"] = null },
        };

        SluiceResult result = await SluiceProcess.RunAsync(start, Cancellation);

        result.MustExitWith(3);
        Assert.Equal("", result.Output);
        Assert.Equal(
            """
            sluice: environment.no_sdk: building Sluice needs the .NET SDK 10, and none was found
            sluice: fix: install it, then run the same command again:
            sluice:     curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0
            sluice:   or see https://dotnet.microsoft.com/download/dotnet/10.0

            """, result.Errors);
    }

    [Fact]
    public async Task Through_a_symlink_and_from_another_folder_it_starts_the_program_of_its_own_tree()
    {
        using var elsewhere = new TemporaryFolder();
        File.CreateSymbolicLink(elsewhere["link"], Path.Combine(Repository.Root, "sluice"));
        var direct = new SluiceStart { Program = Path.Combine(Repository.Root, "sluice"), Environment = s_buildOnly };
        SluiceStart linked = direct with { Program = elsewhere["link"], WorkingDirectory = elsewhere.FullName };

        SluiceResult expected = await SluiceProcess.RunAsync(direct, Cancellation);
        SluiceResult result = await SluiceProcess.RunAsync(linked, Cancellation);

        Assert.Equal((0, expected.Output), (result.ExitCode, result.Output));
        Assert.True(File.Exists(result.Output.TrimEnd('\n')));
    }

    private static readonly Dictionary<string, string?> s_buildOnly = new() { ["SLUICE_BUILD_ONLY"] = "1" };

    // The tools the launcher uses before it looks for the SDK, and no dotnet.
    private static string ToolsWithoutDotnet(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string tool in (string[])["sh", "find", "readlink", "mkdir", "flock", "grep"])
            File.CreateSymbolicLink(Path.Combine(folder, tool), new[] { $"/usr/bin/{tool}", $"/bin/{tool}" }.First(File.Exists));
        return folder;
    }
}
