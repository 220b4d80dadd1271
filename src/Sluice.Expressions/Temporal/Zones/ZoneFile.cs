using System.Buffers.Binary;
using System.Text;

namespace Sluice.Expressions;

/// <summary>
/// Reads a compiled zone file (RFC 8536, version 1 to 4). .NET's own reader rounds offsets to minutes, so that local mean times such as +08:05:43 are lost.
/// </summary>
internal static class ZoneFile
{
    private const int HeaderLength = 44;

    /// <summary>Reads the bytes of a file.</summary>
    /// <returns>Null when they are no zone file.</returns>
    public static ZoneRules? Read(string id, ReadOnlySpan<byte> file)
    {
        if (!TryReadHeader(file, out Counts counts, out byte version))
            return null;
        int wide = 4;
        if (version >= (byte)'2')
        {
            // The first block is for readers that know 32 bits only; the second has the same with 64.
            file = file[Math.Min(file.Length, HeaderLength + counts.Length(4))..];
            if (!TryReadHeader(file, out counts, out _))
                return null;
            wide = 8;
        }

        if (counts.Types == 0 || file.Length < HeaderLength + counts.Length(wide))
            return null;
        ReadOnlySpan<byte> footer = file[(HeaderLength + counts.Length(wide))..];
        PosixRule? rule = wide == 8 && PosixRule.TryParse(Encoding.ASCII.GetString(footer).Trim('\n'), out PosixRule parsed) ? parsed : null;
        return Build(id, file[HeaderLength..], counts, wide, rule);
    }

    private static ZoneRules Build(string id, ReadOnlySpan<byte> body, Counts counts, int wide, PosixRule? rule)
    {
        ReadOnlySpan<byte> times = body;
        ReadOnlySpan<byte> indexes = body[(counts.Times * wide)..];
        ReadOnlySpan<byte> types = indexes[counts.Times..];
        ReadOnlySpan<byte> names = types[(counts.Types * 6)..];
        var transitions = new List<long>(counts.Times);
        var offsets = new List<int>(counts.Times + 1) { Offset(types, 0) };
        var isDaylight = new List<bool>(counts.Times + 1) { IsDaylight(types, 0) };
        for (int i = 0; i < counts.Times; i++)
        {
            long time = wide == 8 ? BinaryPrimitives.ReadInt64BigEndian(times[(i * 8)..]) : BinaryPrimitives.ReadInt32BigEndian(times[(i * 4)..]);
            int offset = Offset(types, indexes[i]);
            // A change of the name alone is none of the time.
            if (offset == offsets[^1] && IsDaylight(types, indexes[i]) == isDaylight[^1])
                continue;
            transitions.Add(time);
            offsets.Add(offset);
            isDaylight.Add(IsDaylight(types, indexes[i]));
        }

        (int standard, ZoneNames zoneNames) = Today(indexes[..counts.Times], types[..(counts.Types * 6)], names, rule);
        return new ZoneRules(id, [.. transitions], [.. offsets], [.. isDaylight], rule, standard, zoneNames);
    }

    private static (int StandardOffset, ZoneNames Names) Today(
        ReadOnlySpan<byte> indexes, ReadOnlySpan<byte> types, ReadOnlySpan<byte> names, PosixRule? rule)
    {
        // Ireland's rule has a negative summer; Java reads it the other way round.
        if (rule is { HasDaylight: true })
            return rule.DaylightOffset < rule.StandardOffset
                ? (rule.DaylightOffset, new ZoneNames(rule.Names.Daylight, rule.Names.Standard))
                : (rule.StandardOffset, rule.Names);
        int standard = 0;
        int daylight = -1;
        foreach (byte index in indexes)
        {
            if (IsDaylight(types, index))
                daylight = index;
            else
                standard = index;
        }

        string name = Name(names, types[(standard * 6) + 5]);
        return (Offset(types, standard), new ZoneNames(name, daylight < 0 ? name : Name(names, types[(daylight * 6) + 5])));
    }

    private static bool IsDaylight(ReadOnlySpan<byte> types, int index) => types[(index * 6) + 4] != 0;

    private static string Name(ReadOnlySpan<byte> names, int at)
    {
        ReadOnlySpan<byte> rest = names[at..];
        return Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)0)]);
    }

    private static int Offset(ReadOnlySpan<byte> types, int index) => BinaryPrimitives.ReadInt32BigEndian(types[(index * 6)..]);

    private static bool TryReadHeader(ReadOnlySpan<byte> file, out Counts counts, out byte version)
    {
        (counts, version) = (default, 0);
        if (file.Length < HeaderLength || !file.StartsWith("TZif"u8))
            return false;
        version = file[4];
        counts = new Counts(Count(file, 20), Count(file, 24), Count(file, 28), Count(file, 32), Count(file, 36), Count(file, 40));
        return counts.IsSane;
    }

    private static int Count(ReadOnlySpan<byte> file, int at) => BinaryPrimitives.ReadInt32BigEndian(file[at..]);

    private readonly record struct Counts(int UtcFlags, int StandardFlags, int Leaps, int Times, int Types, int Chars)
    {
        public bool IsSane => (UtcFlags | StandardFlags | Leaps | Times | Types | Chars) is >= 0 and < 1 << 20;

        public int Length(int wide) => (Times * (wide + 1)) + (Types * 6) + Chars + (Leaps * (wide + 4)) + StandardFlags + UtcFlags;
    }
}
