namespace Sluice.Cli;

/// <summary>
/// Lets what waits for a socket run on the thread that saw the bytes, a thread of its own for each of the first few sockets. Handing every
/// block over to the thread pool took a quarter of a run's CPU: pool threads spin between two blocks (docs/performance.md).
/// </summary>
/// <remarks>Right for us because nothing of ours blocks a thread for a socket. .NET reads both variables when the first socket is opened.</remarks>
internal static class SocketThreads
{
    private const string Inline = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
    private const string Count = "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT";

    /// <summary>Sets them for this process, unless somebody set them from outside. Call it first.</summary>
    public static void Prepare()
    {
        if (Environment.GetEnvironmentVariable(Inline) is not null)
            return;
        Environment.SetEnvironmentVariable(Inline, "1");
        if (Environment.GetEnvironmentVariable(Count) is null)
            Environment.SetEnvironmentVariable(Count, "8");
    }
}
