using System.Text;
using Sluice.Types;

namespace Sluice.Connectors.Streams.Generator;

/// <summary>
/// The values of one column as a function of seed, column and row number: the first column of an integer type counts, the others are
/// pseudo-random within a range that suits the type; one in sixteen is NULL where the column may be.
/// </summary>
internal sealed class GeneratedColumn
{
    private static readonly byte[][] s_words =
    [
        .. "carefully final deposits sleep quickly above the furiously regular packages 数据 集成 ünusual ideas haggle blithely among 😀 pending accounts"
            .Split(' ').Select(Encoding.UTF8.GetBytes),
    ];

    private readonly ColumnBuilder _builder;
    private readonly LogicalType _type;
    private readonly ulong _salt;
    private readonly bool _counts;
    private readonly long _bound;

    private GeneratedColumn(LogicalType type, ulong salt, bool counts, ColumnBuilder builder)
    {
        (_type, _salt, _counts, _builder) = (type, salt, counts, builder);
        _bound = type.Kind switch
        {
            TypeKind.TinyInt => 100,
            TypeKind.SmallInt => 10_000,
            TypeKind.Decimal => (long)Math.Pow(10, Math.Min(type.Precision, 9)),
            _ => 1_000_000,
        };
    }

    /// <summary>The column; counts when it is the first of its table and an integer of 32 bits or more.</summary>
    public static GeneratedColumn For(Column column, int index, long seed, ColumnBuilder builder)
    {
        if (column.Type.IsNested || column.Type.IsInterval)
        {
            throw new SluiceException(
                GeneratorErrors.UnsupportedType, $"the generator makes no values of {column.Type.Nullable()}", $"column {column.Name}", "leave the column out");
        }

        bool counts = index == 0 && (column.Type.Kind is TypeKind.Int or TypeKind.BigInt);
        return new GeneratedColumn(column.Type, Mix((ulong)seed * 0x9E3779B97F4A7C15UL + (ulong)index), counts, builder);
    }

    /// <summary>Appends the values of rows <paramref name="from"/> to <paramref name="to"/> (exclusive).</summary>
    public void Append(long from, long to)
    {
        for (long row = from; row < to; row++)
        {
            ulong chance = Mix(_salt ^ (ulong)row);
            if (_type.IsNullable && (chance >> 60) == 0)
                _builder.AppendNull();
            else
                AppendValue(row, chance);
        }
    }

    /// <summary>SplitMix64's finaliser: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014).</summary>
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    private void AppendValue(long row, ulong chance)
    {
        long number = (long)((chance & 0xFFFF_FFFF) * (ulong)_bound >> 32);
        switch (_builder)
        {
            case BooleanColumnBuilder b: b.Append((chance & 1) != 0); break;
            case FixedColumnBuilder<sbyte> b: b.Append((sbyte)number); break;
            case FixedColumnBuilder<short> b: b.Append((short)number); break;
            case FixedColumnBuilder<int> b: b.Append(_type.Kind == TypeKind.Date ? 8035 + (int)(number % 2557) : _counts ? (int)row : (int)number); break;
            case FixedColumnBuilder<long> b: b.Append(Long(row, number)); break;
            case FixedColumnBuilder<float> b: b.Append(number / 64f); break;
            case FixedColumnBuilder<double> b: b.Append(number / 1024d); break;
            case FixedColumnBuilder<Int128> b: b.Append(number); break;
            case NanosColumnBuilder b: b.Append(new Timestamp(1_577_836_800 + (number * 60), (int)(chance >> 35) % 1_000_000_000)); break;
            case BytesColumnBuilder b: AppendText(b, chance); break;
        }
    }

    private long Long(long row, long number) => _type.Kind switch
    {
        TypeKind.Time => number * 86_400 * (_type.Precision > 6 ? 1000 : 1) / Step() * Step(),
        TypeKind.Timestamp or TypeKind.TimestampLtz => (1_577_836_800_000_000 + (number * 60_000_001)) / Step() * Step(),
        _ => _counts ? row : number,
    };

    /// <summary>The least difference of two values of the column's precision.</summary>
    private long Step() => (long)Math.Pow(10, Math.Max(0, (_type.Precision > 6 ? 9 : 6) - _type.Precision));

    /// <summary>Words, as many as fit; at most 40 bytes.</summary>
    private void AppendText(BytesColumnBuilder builder, ulong chance)
    {
        int limit = Math.Min(_type.Length, 40);
        Span<byte> target = builder.GetSpan(limit + 8);
        int used = 0;
        if (limit <= 2)
        {
            target[0] = (byte)('A' + (chance % 3));
            target[1..limit].Fill((byte)' ');
            builder.Commit(limit);
            return;
        }

        int words = 1 + (int)(chance >> 40) % 5;
        for (int i = 0; i < words; i++)
        {
            byte[] word = s_words[(int)((chance >> (i * 5)) & 31) % s_words.Length];
            if (used + word.Length + 1 > limit)
                break;
            if (used > 0)
                target[used++] = (byte)' ';
            word.CopyTo(target[used..]);
            used += word.Length;
        }

        builder.Commit(used);
    }
}
