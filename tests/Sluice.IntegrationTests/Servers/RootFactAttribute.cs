using System.Runtime.CompilerServices;

namespace Sluice.IntegrationTests.Servers;

/// <summary>A test that mounts a file system or becomes another user: skipped by name where it may not, failed on a build machine.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        : base(file, line)
    {
        bool isRequired = string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
        Skip = Environment.UserName == "root" || isRequired ? null : "needs root: it mounts a small disk or becomes another user";
    }
}
