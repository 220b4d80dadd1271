using System.Diagnostics;
using System.Globalization;

namespace Sluice.Benchmarks.Measuring;

/// <summary>Runs a command as a process and measures it from outside.</summary>
internal static class WholeProcess
{
    /// <summary>Runs to the end.</summary>
    /// <exception cref="InvalidOperationException">The exit code was not 0; the message holds the end of its output.</exception>
    public static Sample Run(string command, string logFile)
    {
        // A group that ends with the redirection: `exec` makes the shell become the program, so /proc/<pid> is the program's.
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"exec {command}"]) { RedirectStandardError = true, RedirectStandardInput = true };
        double processorBefore = ChildTimes.Seconds();
        long began = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        long peak = 0;
        string status = $"/proc/{process.Id}/status";
        int interval = 1;
        while (!process.WaitForExit(interval))
        {
            // VmHWM is the kernel's own high-water mark: only growth in the last interval can be missed.
            peak = Math.Max(peak, ReadPeak(status));
            interval = Math.Min(20, interval + 1);
        }

        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        string text = errors.GetAwaiter().GetResult();
        File.WriteAllText(logFile, text);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"exit code {process.ExitCode} from: {command}\n{text}");
        return new Sample(seconds, ChildTimes.Seconds() - processorBefore, peak);
    }

    private static long ReadPeak(string status)
    {
        try
        {
            foreach (string line in File.ReadLines(status))
            {
                if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
                    return long.Parse(line.AsSpan(6, line.Length - 9).Trim(), CultureInfo.InvariantCulture) * 1024;
            }
        }
        catch (IOException)
        {
            // It ended between the question and the answer.
        }

        return 0;
    }
}
