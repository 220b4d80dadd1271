using Apache.Arrow;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Types;
using Column = Sluice.Types.Column;

namespace Sluice.Connectors.Files.Files;

/// <summary>Writes the rows of one worker into the folders of their partitions. The files open at once are bounded: the one not used for longest is finished first.</summary>
internal sealed class PartitionedWriter(TargetRun target, RunContext context, IDirtyRows dirtyRows) : ITargetWriter
{
    /// <summary>Memory of an open file, at least: a block of text or a small row group.</summary>
    private const long FileBytes = 1L << 20;

    private readonly int _maxOpen = (int)Math.Clamp(context.WriterBytes / FileBytes, 1, 64);
    private readonly Dictionary<string, LinkedListNode<(string Folder, PartFileWriter Writer)>> _open = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Folder, PartFileWriter Writer)> _byUse = new();
    private readonly List<Committable> _finished = [];

    public async ValueTask WriteAsync(RecordBatch batch, IRowLocator? locator, CancellationToken cancellationToken)
    {
        foreach ((string folder, List<int> rows) in Group(batch))
        {
            PartFileWriter writer = await WriterOfAsync(folder, cancellationToken).ConfigureAwait(false);
            using RecordBatch part = Take(batch, [.. rows]);
            await writer.WriteAsync(part, locator is null ? null : new TakenLocator(locator, [.. rows]), cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var complete = new List<Committable>();
        await PrepareAsync(complete, cancellationToken).ConfigureAwait(false);
        target.AddComplete(complete);
    }

    public async ValueTask PrepareAsync(List<Committable> prepared, CancellationToken cancellationToken)
    {
        foreach ((_, PartFileWriter writer) in _byUse)
            await writer.PrepareAsync(_finished, cancellationToken).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
        prepared.AddRange(_finished);
        _finished.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        foreach ((_, PartFileWriter writer) in _byUse)
            await writer.DisposeAsync().ConfigureAwait(false);
        _byUse.Clear();
        _open.Clear();
    }

    private Dictionary<string, List<int>> Group(RecordBatch batch)
    {
        var groups = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (int row = 0; row < batch.Length; row++)
        {
            string folder = FolderOf(batch, row);
            if (!groups.TryGetValue(folder, out List<int>? rows))
                groups[folder] = rows = [];
            rows.Add(row);
        }

        return groups;
    }

    private string FolderOf(RecordBatch batch, int row)
    {
        string folder = "";
        foreach (int partition in target.Target.Partitions)
        {
            Column column = target.Target.Schema.Columns[partition];
            folder = Path.Combine(folder, PartitionPath.Folder(column.Name, PartitionValue.Write(column.Type, new ColumnView(batch.Column(partition)), row)));
        }

        return folder;
    }

    private async ValueTask<PartFileWriter> WriterOfAsync(string folder, CancellationToken cancellationToken)
    {
        if (_open.TryGetValue(folder, out LinkedListNode<(string Folder, PartFileWriter Writer)>? node))
        {
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Writer;
        }

        if (_open.Count >= _maxOpen)
        {
            (string oldest, PartFileWriter writer) = _byUse.Last!.Value;
            await writer.PrepareAsync(_finished, cancellationToken).ConfigureAwait(false);
            _byUse.RemoveLast();
            _open.Remove(oldest);
        }

        var opened = new PartFileWriter(target, folder, dirtyRows, context with { WriterBytes = Math.Max(FileBytes, context.WriterBytes / _maxOpen) });
        _open[folder] = _byUse.AddFirst((folder, opened));
        return opened;
    }

    private RecordBatch Take(RecordBatch batch, ReadOnlySpan<int> rows)
    {
        TableSchema schema = target.Target.FileSchema;
        var arrays = new List<IArrowArray>();
        foreach (Column column in schema.Columns)
            arrays.Add(ColumnGather.Take(batch.Column(target.Target.Schema.IndexOf(column.Name)), column.Type, rows, context.Pool));
        return new RecordBatch(ArrowLayout.SchemaOf(schema), arrays, rows.Length);
    }

    private sealed class TakenLocator(IRowLocator inner, int[] rows) : IRowLocator
    {
        public string Locate(int row) => inner.Locate(rows[row]);
    }
}
