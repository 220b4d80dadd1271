namespace Sluice.Engine.Checkpoints;

/// <summary>Rows and bytes of a split or a table, as far as they are committed.</summary>
internal sealed record Tally(
    long Read, long Filtered, long Dirty, long Written, long BytesRead, long BytesWritten, long Ignored = 0, long Superseded = 0)
{
    public static Tally Zero { get; } = new(0, 0, 0, 0, 0, 0);

    public static Tally operator +(Tally a, Tally b) => new(
        a.Read + b.Read, a.Filtered + b.Filtered, a.Dirty + b.Dirty, a.Written + b.Written, a.BytesRead + b.BytesRead, a.BytesWritten + b.BytesWritten,
        a.Ignored + b.Ignored, a.Superseded + b.Superseded);

    public static Tally operator -(Tally a, Tally b) => new(
        a.Read - b.Read, a.Filtered - b.Filtered, a.Dirty - b.Dirty, a.Written - b.Written, a.BytesRead - b.BytesRead, a.BytesWritten - b.BytesWritten,
        a.Ignored - b.Ignored, a.Superseded - b.Superseded);
}
