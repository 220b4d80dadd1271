using System.Runtime.InteropServices;
using System.Text;

namespace Sluice.Cli;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        SocketThreads.Prepare();
        using var interrupted = new CancellationTokenSource();
        void Interrupt(PosixSignalContext context)
        {
            context.Cancel = true;
            interrupted.Cancel();
        }

        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        using var output = new StreamWriter(Console.OpenStandardOutput(), utf8, 1 << 14);
        using var error = new StreamWriter(Console.OpenStandardError(), utf8, 1 << 12) { AutoFlush = true };
        var context = new CliContext
        {
            Out = output,
            Error = error,
            IsOutTerminal = !Console.IsOutputRedirected,
            IsErrorTerminal = !Console.IsErrorRedirected,
            Connectors = new Jobs.ConnectorList(BuiltInConnectors.All, PluginFolder.Load),
            Interrupted = interrupted.Token,
            Width = Console.IsOutputRedirected && Console.IsErrorRedirected ? CliContext.WidthOfFiles : Math.Max(40, Console.WindowWidth),
        };
        return await CliProgram.RunAsync(args, context).ConfigureAwait(false);
    }
}
