using System.Runtime.InteropServices;
using Sluice.Types;

namespace Sluice.Formats.Parquet;

/// <summary>
/// Cuts a nested column into leaves with definition and repetition levels (Dremel's record shredding), node by node over whole row ranges.
/// </summary>
internal sealed class LevelShredder(BufferPool pool)
{
    /// <summary>Gives a range of rows of a nested column to the encoders of its leaves, in order.</summary>
    public void Shred(LogicalType type, ColumnView column, int start, int count, ReadOnlySpan<ChunkEncoder> leaves)
    {
        using var slots = new Slots(pool);
        for (int i = 0; i < count; i++)
            slots.Add(start + i, 0, 0);
        int leaf = 0;
        Visit(type, column, slots, 0, 0, leaves, ref leaf);
    }

    private void Visit(
        LogicalType type, ColumnView column, Slots slots, int definition, int repetition, ReadOnlySpan<ChunkEncoder> leaves, ref int leaf)
    {
        if (type.IsNullable)
            slots.Define(column, ++definition);
        switch (type.Kind)
        {
            case TypeKind.Row:
                for (int i = 0; i < type.Fields.Length; i++)
                {
                    using Slots own = slots.Copy();
                    Visit(type.Fields[i].Type, column.Field(i), own, definition, repetition, leaves, ref leaf);
                }

                break;
            case TypeKind.Array:
                using (Slots elements = slots.Expand(column.Offsets, definition + 1, repetition + 1))
                    Visit(type.Element, column.Child(0), elements, definition + 1, repetition + 1, leaves, ref leaf);
                break;
            case TypeKind.Map:
                VisitMap(type, column, slots, definition + 1, repetition + 1, leaves, ref leaf);
                break;
            default:
                slots.GiveTo(leaves[leaf++], column);
                break;
        }
    }

    private void VisitMap(
        LogicalType type, ColumnView column, Slots slots, int definition, int repetition, ReadOnlySpan<ChunkEncoder> leaves, ref int leaf)
    {
        ColumnView entries = column.Child(0);
        using (Slots keys = slots.Expand(column.Offsets, definition, repetition))
            Visit(type.Key.NotNull(), entries.Field(0), keys, definition, repetition, leaves, ref leaf);
        using Slots values = slots.Expand(column.Offsets, definition, repetition);
        Visit(type.Value, entries.Field(1), values, definition, repetition, leaves, ref leaf);
    }

    /// <summary>One slot a level to be written: the row it stands for in the current node's column, or -1 where NULL or empty ended it above.</summary>
    private sealed class Slots(BufferPool pool) : IDisposable
    {
        private readonly GrowingBuffer _rows = new(pool);
        private readonly GrowingBuffer _definitions = new(pool);
        private readonly GrowingBuffer _repetitions = new(pool);

        private Span<int> Rows => _rows.As<int>();

        public void Add(int row, byte definition, byte repetition)
        {
            _rows.Append(row);
            _definitions.Append(definition);
            _repetitions.Append(repetition);
        }

        /// <summary>Ends the slots whose value is NULL; the others reach <paramref name="definition"/>.</summary>
        public void Define(ColumnView column, int definition)
        {
            Span<int> rows = Rows;
            Span<byte> definitions = _definitions.Written;
            for (int i = 0; i < rows.Length; i++)
            {
                if (rows[i] < 0)
                    continue;
                if (column.IsNull(rows[i]))
                    rows[i] = -1;
                else
                    definitions[i] = (byte)definition;
            }
        }

        /// <summary>A slot for each element; one for a list that is empty or ended above.</summary>
        public Slots Expand(ReadOnlySpan<int> offsets, int definition, int repetition)
        {
            var elements = new Slots(pool);
            ReadOnlySpan<int> rows = Rows;
            for (int i = 0; i < rows.Length; i++)
            {
                (byte outerDefinition, byte outerRepetition) = (_definitions.Written[i], _repetitions.Written[i]);
                int from = rows[i] < 0 ? 0 : offsets[rows[i]];
                int to = rows[i] < 0 ? 0 : offsets[rows[i] + 1];
                if (from == to)
                    elements.Add(-1, outerDefinition, outerRepetition);
                for (int j = from; j < to; j++)
                    elements.Add(j, (byte)definition, j == from ? outerRepetition : (byte)repetition);
            }

            return elements;
        }

        public Slots Copy()
        {
            var copy = new Slots(pool);
            copy._rows.Append(_rows.Written);
            copy._definitions.Append(_definitions.Written);
            copy._repetitions.Append(_repetitions.Written);
            return copy;
        }

        public void GiveTo(ChunkEncoder leaf, ColumnView column)
        {
            Span<int> rows = Rows;
            int count = 0;
            foreach (int row in rows)
            {
                if (row >= 0)
                    rows[count++] = row;
            }

            leaf.AppendLevels(column, _definitions.Written, _repetitions.Written, MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetReference(rows), count));
        }

        public void Dispose()
        {
            _rows.Dispose();
            _definitions.Dispose();
            _repetitions.Dispose();
        }
    }
}
