using System.Runtime.CompilerServices;

namespace Sluice.IntegrationTests.Servers;

/// <summary>A table of cases that needs a real server; otherwise as <see cref="ServiceFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ServiceTheoryAttribute : TheoryAttribute
{
    public ServiceTheoryAttribute(string service, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        : base(file, line)
    {
        ServiceName = service;
        Skip = Service.Find(service).SkipReason;
    }

    /// <summary>The server's name, as in <see cref="Service"/>.</summary>
    public string ServiceName { get; }
}
