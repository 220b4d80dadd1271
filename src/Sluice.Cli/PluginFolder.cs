using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Sluice.Connectors;
using Sluice.Types;

namespace Sluice.Cli;

/// <summary>
/// Loads connectors from the folder <c>plugins</c> beside the program, or from those in <c>SLUICE_PLUGINS</c>. An assembly there names its
/// connectors by <see cref="ConnectorAssemblyAttribute"/>. Called only when no built-in connector knows an address, or when all are listed.
/// </summary>
internal static class PluginFolder
{
    public static ImmutableArray<IConnector> Load() => Load(Folders());

    public static ImmutableArray<IConnector> Load(IEnumerable<string> folders) =>
    [
        .. from folder in folders
           where Directory.Exists(folder)
           from file in Directory.EnumerateFiles(folder, "*.dll", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
           from connector in LoadFile(file)
           select connector,
    ];

    private static IEnumerable<string> Folders()
    {
        string? given = Environment.GetEnvironmentVariable("SLUICE_PLUGINS");
        return string.IsNullOrEmpty(given)
            ? [Path.Combine(AppContext.BaseDirectory, "plugins")]
            : given.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
    }

    private static IReadOnlyList<IConnector> LoadFile(string file)
    {
        // What the program itself carries stands in the default context already; a copy beside a plug-in would be another type of the same name.
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, Path.GetFileName(file))))
            return [];
        try
        {
            var context = new PluginContext(file);
            Assembly assembly = context.LoadFromAssemblyPath(Path.GetFullPath(file));
            return [.. assembly.GetCustomAttributes<ConnectorAssemblyAttribute>().Select(attribute => (IConnector)Activator.CreateInstance(attribute.Connector)!)];
        }
        catch (BadImageFormatException)
        {
            // A native library of a plug-in.
            return [];
        }
        catch (Exception error) when (error is IOException or TypeLoadException or MissingMethodException or InvalidCastException or TargetInvocationException)
        {
            throw new SluiceException(CliErrors.BadPlugin, $"the plug-in cannot be loaded: {error.Message}", file, "build it for this version of Sluice, or remove it", error);
        }
    }

    /// <summary>A plug-in's own libraries come from its folder; Sluice's from the program.</summary>
    private sealed class PluginContext(string file) : AssemblyLoadContext(Path.GetFileName(file))
    {
        private readonly AssemblyDependencyResolver _resolver = new(Path.GetFullPath(file));

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            if (File.Exists(Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll")))
                return null;
            return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
        }

        protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
            _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
    }
}
