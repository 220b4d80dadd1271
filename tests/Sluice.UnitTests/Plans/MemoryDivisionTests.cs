using Sluice.Plans;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Plans;

public sealed class MemoryDivisionTests
{
    [Theory]
    [InlineData(160, 2, 0, "160MB = 2 × (batches 4 × 4MB + writer 42.6MB) + reserve 42.8MB")]
    [InlineData(64, 4, 1, "64MB = 4 × (batches 4 × 1MB + client 1MB + writer 7.3MB) + reserve 14.8MB")]
    [InlineData(512, 2, 0, "512MB = 2 × (batches 4 × 4MB + writer 128MB) + reserve 224MB")]
    public void The_parts_are_printed_and_sum_up_to_the_budget(int budget, int workers, int reader, string text)
    {
        MemoryPlan plan = MemoryDivision.Divide((long)budget << 20, workers, (long)reader << 20);

        Assert.Equal(text, plan.Text);
        Assert.Equal(plan.Budget, (plan.Workers * (plan.BatchesPerWorker + plan.ReaderBytes + plan.WriterBytes)) + plan.Reserve);
    }

    [Fact]
    public void Fewer_workers_run_where_all_do_not_fit_and_none_is_an_error()
    {
        Assert.Equal(6, MemoryDivision.Divide(16L << 20, 16, 0).Workers);
        Assert.Equal(
            "plan.memory_too_small: a budget of 1MB is too small for one worker, which needs 3MB\n  at limits.memory\n  fix: set limits.memory to 3MB or more",
            Assert.Throws<SluiceException>(() => MemoryDivision.Divide(1L << 20, 1, 0)).Message);
        Assert.Equal(1, MemoryDivision.Divide(3L << 20, 1, 0).Workers);
    }
}
