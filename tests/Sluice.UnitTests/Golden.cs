using System.Runtime.CompilerServices;
using Xunit;

namespace Sluice.UnitTests;

/// <summary>Compares a text with a file beside the test; <c>SLUICE_UPDATE_GOLDEN=1</c> writes the file instead.</summary>
internal static class Golden
{
    /// <summary>The text must be that of <c>golden/NAME</c> in the folder of the calling test.</summary>
    public static void Check(string name, string text, [CallerFilePath] string caller = "") =>
        CheckFile(Path.Combine(Path.GetDirectoryName(caller)!, "golden", name), text);

    /// <summary>The text must be that of a file.</summary>
    public static void CheckFile(string path, string text)
    {
        if (Environment.GetEnvironmentVariable("SLUICE_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
            return;
        }

        Assert.True(File.Exists(path), $"there is no {path}; SLUICE_UPDATE_GOLDEN=1 writes it");
        Assert.Equal(File.ReadAllText(path), text);
    }

    /// <summary>The root of the repository.</summary>
    public static string Root() => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    private static string ThisFile([CallerFilePath] string caller = "") => caller;
}
