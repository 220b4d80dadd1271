using Sluice.Jobs;
using Sluice.Plans;
using Sluice.Types;
using Sluice.UnitTests.Connectors.Memory;

namespace Sluice.UnitTests.Jobs;

/// <summary>Reads and plans jobs over tables in memory.</summary>
internal static class JobKit
{
    public static JobReadSettings Settings { get; } = new()
    {
        Started = new DateTimeOffset(2026, 3, 1, 22, 30, 5, TimeSpan.Zero),
        BaseDirectory = "/jobs",
        DefaultName = "job",
        Environment = name => name == "PASSWORD" ? "s3cret-canary" : null,
        ReadFile = path => path == "/run/secret" ? "from-a-file\n" : throw new FileNotFoundException("no", path),
    };

    public static JobDocument Read(string yaml, JobReadSettings? settings = null) => JobReader.Read(new TextFile("job.yaml", yaml), settings ?? Settings);

    public static JobPlanner Planner(MemoryConnector memory) => new(new ConnectorList([memory]));

    public static async Task<JobPlan> PlanAsync(string yaml, MemoryConnector? memory = null, JobReadSettings? settings = null)
    {
        await using OpenedJob job = await Planner(memory ?? MemoryConnector.Shop()).OpenAsync(Read(yaml, settings), default);
        return job.Plan;
    }

    /// <summary>The whole text of what is wrong with a job; empty when nothing is.</summary>
    public static async Task<string> ErrorsAsync(string yaml, MemoryConnector? memory = null, JobReadSettings? settings = null)
    {
        try
        {
            await PlanAsync(yaml, memory, settings);
            return "";
        }
        catch (SluiceException error)
        {
            return error.Message;
        }
    }

    public static async Task<string> CopyErrorsAsync(CopyArguments arguments, MemoryConnector? memory = null)
    {
        try
        {
            await using OpenedJob job = await Planner(memory ?? MemoryConnector.Shop()).OpenAsync(CopyReader.Read(arguments, Settings), default);
            return "";
        }
        catch (SluiceException error)
        {
            return error.Message;
        }
    }
}
