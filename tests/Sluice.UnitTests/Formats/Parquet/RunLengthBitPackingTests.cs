using Sluice.Formats.Parquet;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Formats.Parquet;

public sealed class RunLengthBitPackingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(24)]
    [InlineData(31)]
    public void What_is_written_reads_back_whatever_the_runs(int bitWidth)
    {
        using var pool = new BufferPool();
        var random = new Random(bitWidth);
        for (int length = 0; length < 400; length++)
        {
            int[] values = Values(random, length, (int)((1L << bitWidth) - 1));
            using var output = new GrowingBuffer(pool);

            RunLengthBitPacking.Write<int>(output, values, bitWidth);

            Assert.Equal(values, Read(output.Written, values.Length, bitWidth));
        }
    }

    [Fact]
    public void Bytes_are_written_as_integers_are()
    {
        using var pool = new BufferPool();
        var random = new Random(3);
        for (int length = 0; length < 400; length++)
        {
            int[] values = Values(random, length, 3);
            using var ofIntegers = new GrowingBuffer(pool);
            using var ofBytes = new GrowingBuffer(pool);

            RunLengthBitPacking.Write<int>(ofIntegers, values, 2);
            RunLengthBitPacking.Write<byte>(ofBytes, values.Select(v => (byte)v).ToArray(), 2);

            Assert.Equal(ofIntegers.Written.ToArray(), ofBytes.Written.ToArray());
        }
    }

    [Fact]
    public void A_long_run_is_three_bytes()
    {
        using var pool = new BufferPool();
        using var output = new GrowingBuffer(pool);

        RunLengthBitPacking.Write<int>(output, Enumerable.Repeat(5, 1000).ToArray(), 3);

        Assert.Equal([0xD0, 0x0F, 5], output.Written.ToArray());
    }

    private static int[] Values(Random random, int length, int largest)
    {
        var values = new List<int>();
        while (values.Count < length)
        {
            int value = random.Next() & largest;
            int run = random.Next(4) == 0 ? random.Next(1, 60) : 1;
            values.AddRange(Enumerable.Repeat(value, Math.Min(run, length - values.Count)));
        }

        return [.. values];
    }

    /// <summary>A reader as the specification says it, bit by bit.</summary>
    private static int[] Read(ReadOnlySpan<byte> bytes, int count, int bitWidth)
    {
        var values = new List<int>();
        int at = 0;
        while (values.Count < count)
        {
            int header = 0;
            for (int shift = 0; ; shift += 7)
            {
                byte next = bytes[at++];
                header |= (next & 0x7F) << shift;
                if (next < 0x80)
                    break;
            }

            if ((header & 1) == 0)
            {
                int value = 0;
                for (int i = 0; i < (bitWidth + 7) / 8; i++)
                    value |= bytes[at++] << (8 * i);
                values.AddRange(Enumerable.Repeat(value, header >> 1));
                continue;
            }

            int packed = (header >> 1) * 8;
            for (int i = 0; i < packed; i++)
            {
                int value = 0;
                for (int bit = 0; bit < bitWidth; bit++)
                {
                    int place = (i * bitWidth) + bit;
                    value |= ((bytes[at + (place >> 3)] >> (place & 7)) & 1) << bit;
                }

                values.Add(value);
            }

            at += (header >> 1) * bitWidth;
        }

        return [.. values.Take(count)];
    }
}
