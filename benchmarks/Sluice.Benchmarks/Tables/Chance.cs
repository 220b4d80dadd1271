namespace Sluice.Benchmarks.Tables;

/// <summary>A deterministic stream of numbers for one row (SplitMix64, https://prng.di.unimi.it/splitmix64.c): the same row has the same values in every run.</summary>
internal struct Chance(long row)
{
    private ulong _state = unchecked((ulong)row * 0x9E3779B97F4A7C15UL + 0x1234567);

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        ulong z = unchecked(_state += 0x9E3779B97F4A7C15UL);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 to <paramref name="bound"/> − 1.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);
}
