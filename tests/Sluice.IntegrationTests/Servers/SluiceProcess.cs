using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Sluice.IntegrationTests.Servers;

/// <summary>The real program as a process: what a user starts, with its exit code, both outputs and its peak memory.</summary>
internal sealed partial class SluiceProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;
    private readonly Task _sampler;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private long _peakKilobytes;

    private SluiceProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
        _sampler = Task.Run(SampleAsync);
    }

    /// <summary>The program: <c>SLUICE_BIN</c>, else the launcher of this repository.</summary>
    public static string Program { get; } = Environment.GetEnvironmentVariable("SLUICE_BIN") is { Length: > 0 } path ? path : Path.Combine(Repository.Root, "sluice");

    /// <summary>The process id, for signals and for looking at <c>/proc</c>.</summary>
    public int Id => _process.Id;

    /// <summary>True once the process has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Runs to the end. Cancelling kills the process.</summary>
    public static Task<SluiceResult> RunAsync(CancellationToken cancellationToken, params string[] arguments) =>
        RunAsync(new SluiceStart(arguments), cancellationToken);

    /// <inheritdoc cref="RunAsync(CancellationToken, string[])"/>
    public static async Task<SluiceResult> RunAsync(SluiceStart start, CancellationToken cancellationToken)
    {
        using SluiceProcess process = Start(start);
        return await process.WaitAsync(cancellationToken);
    }

    /// <summary>Starts and returns at once; the caller disposes, which kills what still runs.</summary>
    public static SluiceProcess Start(SluiceStart start)
    {
        var info = new ProcessStartInfo(start.Program ?? Program, start.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(false),
            StandardErrorEncoding = new UTF8Encoding(false),
            WorkingDirectory = start.WorkingDirectory ?? Path.GetTempPath(),
        };
        foreach ((string name, string? value) in start.Environment)
            info.Environment[name] = value;
        var process = new SluiceProcess(Process.Start(info)!);
        _ = process.FeedAsync(start.Input);
        return process;
    }

    /// <summary>Waits for the end. Cancelling kills the process.</summary>
    public async Task<SluiceResult> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            throw;
        }

        TimeSpan elapsed = _clock.Elapsed;
        await _sampler;
        return new SluiceResult(_process.ExitCode, await _output, await _errors, _peakKilobytes * 1024, elapsed);
    }

    /// <summary>Ctrl-C: SIGINT to the process.</summary>
    public void Interrupt() => SendSignal(2);

    /// <summary>SIGKILL: no chance to clean up.</summary>
    public void Kill() => SendSignal(9);

    /// <summary>SIGTERM.</summary>
    public void Terminate() => SendSignal(15);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private void SendSignal(int signal)
    {
        if (!_process.HasExited)
            _ = SystemKill(_process.Id, signal);
    }

    private async Task FeedAsync(ReadOnlyMemory<byte> input)
    {
        try
        {
            await _process.StandardInput.BaseStream.WriteAsync(input);
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading its input; its exit code and message are what the test looks at.
        }
    }

    // VmHWM is the kernel's own high-water mark of this program (it starts anew with exec), so only growth in the last interval is missed.
    private async Task SampleAsync()
    {
        string status = $"/proc/{_process.Id}/status";
        while (true)
        {
            if (!File.Exists(status) || ReadPeakKilobytes(status) is not { } peak)
                return;
            _peakKilobytes = Math.Max(_peakKilobytes, peak);
            await Task.Delay(5);
        }
    }

    private static long? ReadPeakKilobytes(string status)
    {
        try
        {
            string? line = File.ReadLines(status).FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? null : long.Parse(line.AsSpan(6, line.Length - 6 - 3).Trim(), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SystemKill(int processId, int signal);
}
