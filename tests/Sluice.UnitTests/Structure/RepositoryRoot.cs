namespace Sluice.UnitTests.Structure;

/// <summary>The folder of this checkout.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, "Sluice.slnx")) ? folder : Find(System.IO.Path.GetDirectoryName(folder)!);
}
