using System.Runtime.CompilerServices;

namespace Sluice.IntegrationTests.Servers;

/// <summary>A test that needs a real server: skipped by name and counted when the server is absent, failed when it is required.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ServiceFactAttribute : FactAttribute
{
    public ServiceFactAttribute(string service, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        : base(file, line)
    {
        ServiceName = service;
        Skip = Service.Find(service).SkipReason;
    }

    /// <summary>The server's name, as in <see cref="Service"/>.</summary>
    public string ServiceName { get; }
}
