using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using ParquetSharp;
using Sluice.Connectors.Files;
using Sluice.Connectors.Sources;
using Sluice.Types;
using Column = Sluice.Types.Column;

namespace Sluice.Formats.Parquet;

/// <summary>Reads a range of row groups of one file, the wanted columns only, row groups left out that cannot match. Not thread-safe.</summary>
internal sealed class ParquetReader(IInputFile input, FilePart part, FormatReadRequest request) : IFormatReader
{
    private const int PlanningBatchRows = 1024;
    private const long PlanningBatchBytes = 1 << 20;
    private const int LeastBufferBytes = 16 << 10;
    private const int MostBufferBytes = 512 << 10;
    private const long BufferBudgetBytes = 8 << 20;

    private readonly BufferPool _pool = request.Run?.Pool ?? new BufferPool();
    private readonly TableSchema _columns = request.Columns ?? request.Schema ?? throw new ArgumentException("a reader needs a schema", nameof(request));
    private readonly List<Int96Column> _int96Columns = [];
    private ParquetFile? _file;
    private FileColumn[] _stored = [];
    private Schema _arrowSchema = new([], null);
    private RowGroupPruning? _pruning;
    private IArrowArrayStream? _stream;
    private RowGroupReader? _group;
    private long _next;
    private long _rowsBefore;
    private long _rowsLeft;
    private long _groupBytes;

    /// <inheritdoc/>
    public async ValueTask<FormatRows?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_file is null)
            await OpenAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_rowsLeft == 0 && !OpenNextRowGroup())
                return null;
            if (_rowsLeft == 0)
                continue;
            RecordBatch batch = ReadBatch();
            var locator = new RowNumberLocator(input.Path, _rowsBefore);
            _rowsBefore += batch.Length;
            _rowsLeft -= batch.Length;
            long bytes = _groupBytes;
            _groupBytes = 0;
            return new FormatRows(batch, locator, bytes);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        CloseRowGroup();
        _file?.Dispose();
        _file = null;
        if (request.Run is null)
            _pool.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        int batchRows = request.Run?.BatchRows ?? PlanningBatchRows;
        int bufferBytes = (int)Math.Clamp(BufferBudgetBytes / Math.Max(1, _columns.Columns.Length), LeastBufferBytes, MostBufferBytes);
        ParquetFile file = await ParquetFile.OpenAsync(input, batchRows, bufferBytes, cancellationToken).ConfigureAwait(false);
        _file = file;
        Resolve(file);

        // The library fixes the rows of a batch when it opens a file: a file of wide rows is opened once more.
        long bytesPerRow = file.Guarded(() => WidestRow(file));
        long fitting = Math.Max(1, (request.Run?.BatchBytes ?? PlanningBatchBytes) / Math.Max(1, bytesPerRow));
        if (fitting < batchRows)
        {
            file.Dispose();
            _file = null;
            _file = await ParquetFile.OpenAsync(input, (int)fitting, bufferBytes, cancellationToken).ConfigureAwait(false);
        }

        _next = part.Start;
        _rowsBefore = _file.Guarded(() => RowsBefore(_file, part.Start));
    }

    private void Resolve(ParquetFile file)
    {
        FileSchema schema = FileSchema.Of(file);
        _stored = [.. _columns.Columns.Select(schema.Find)];
        _arrowSchema = ArrowLayout.SchemaOf(_columns);
        if (request is { Schema: { } whole, Filters.Count: > 0 })
            _pruning = new RowGroupPruning(request.Filters, request.TimeZone, whole, [.. whole.Columns.Select(schema.TryFind)]);
    }

    private long WidestRow(ParquetFile file)
    {
        long widest = 1;
        for (long i = part.Start; i < Math.Min(part.End, file.Metadata.NumRowGroups); i++)
        {
            using RowGroupReader group = file.Reader.ParquetReader.RowGroup((int)i);
            widest = Math.Max(widest, RowWidth.Of(group, _stored.SelectMany(column => column.Leaves)));
        }

        return widest;
    }

    private static long RowsBefore(ParquetFile file, long end)
    {
        long rows = 0;
        for (int i = 0; i < end; i++)
        {
            using RowGroupReader group = file.Reader.ParquetReader.RowGroup(i);
            rows += group.MetaData.NumRows;
        }

        return rows;
    }

    private long ChunkBytes(RowGroupMetaData group)
    {
        long bytes = 0;
        foreach (int leaf in _stored.SelectMany(column => column.Leaves))
        {
            using ColumnChunkMetaData chunk = group.GetColumnChunkMetaData(leaf);
            bytes += chunk.TotalCompressedSize;
        }

        return bytes;
    }

    /// <summary>Opens the next row group that can match; false after the last.</summary>
    private bool OpenNextRowGroup()
    {
        CloseRowGroup();
        ParquetFile file = _file!;
        return file.Guarded(() =>
        {
            while (_next < Math.Min(part.End, file.Metadata.NumRowGroups))
            {
                RowGroupReader group = file.Reader.ParquetReader.RowGroup((int)_next++);
                long rows = group.MetaData.NumRows;
                if (rows > 0 && _pruning?.CanMatch(group.MetaData) != false)
                {
                    OpenRowGroup(file, group);
                    return true;
                }

                _rowsBefore += rows;
                group.Dispose();
            }

            return false;
        });
    }

    private void OpenRowGroup(ParquetFile file, RowGroupReader group)
    {
        _group = group;
        _rowsLeft = group.MetaData.NumRows;
        _groupBytes = ChunkBytes(group.MetaData);
        int[] leaves = [.. _stored.Where(column => !column.IsInt96).SelectMany(column => column.Leaves).Order()];
        if (leaves.Length > 0)
            _stream = file.Reader.GetRecordBatchReader([(int)_next - 1], leaves);
        for (int i = 0; i < _stored.Length; i++)
        {
            if (_stored[i].IsInt96)
                _int96Columns.Add(new Int96Column((ColumnReader<Int96>)group.Column(_stored[i].Leaves[0]), _stored[i].Field.IsNullable, _columns.Columns[i].Type, _pool));
        }
    }

    private void CloseRowGroup()
    {
        _stream?.Dispose();
        _stream = null;
        foreach (Int96Column column in _int96Columns)
            column.Dispose();
        _int96Columns.Clear();
        _group?.Dispose();
        _group = null;
        _rowsLeft = 0;
    }

    private RecordBatch ReadBatch() => _file!.Guarded(() =>
    {
        RecordBatch? native = null;
        if (_stream is not null)
        {
            // Reading is synchronous underneath: the task is complete when it comes back.
            native = _stream.ReadNextRecordBatchAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult()
                ?? throw new InvalidOperationException($"a row group ends {_rowsLeft} rows early");
        }

        int rows = native?.Length ?? (int)Math.Min(_rowsLeft, request.Run?.BatchRows ?? PlanningBatchRows);
        return new RecordBatch(_arrowSchema, Arrays(native, rows), rows);
    });

    private List<IArrowArray> Arrays(RecordBatch? native, int rows)
    {
        var conversion = new ArrayConversion(_pool);
        var arrays = new List<IArrowArray>(_stored.Length);
        int int96 = 0;
        for (int i = 0; i < _stored.Length; i++)
        {
            if (_stored[i].IsInt96)
            {
                arrays.Add(_int96Columns[int96++].Read(rows));
                continue;
            }

            Column column = _columns.Columns[i];
            ArrayData source = native!.Column(NativeIndex(i)).Data;
            bool isUuid = _stored[i].Plain?.Tag == Tags.Uuid;
            arrays.Add(ArrowArrayFactory.BuildArray(Converted(conversion, source, column, isUuid)));
        }

        return arrays;
    }

    private static ArrayData Converted(ArrayConversion conversion, ArrayData source, Column column, bool isUuid)
    {
        try
        {
            return conversion.Convert(source, column.Type, isUuid);
        }
        catch (OverflowException error)
        {
            throw new InvalidOperationException($"column '{column.Name}' holds a value beyond the range of {column.Type.Nullable()}", error);
        }
    }

    /// <summary>The library gives the selected columns in the file's order.</summary>
    private int NativeIndex(int column)
    {
        int index = 0;
        foreach (FileColumn other in _stored)
        {
            if (!other.IsInt96 && other.Leaves[0] < _stored[column].Leaves[0])
                index++;
        }

        return index;
    }

    private sealed class RowNumberLocator(string path, long rowsBefore) : IRowLocator
    {
        public string Locate(int row) => string.Create(CultureInfo.InvariantCulture, $"{path}: row {rowsBefore + row + 1}");
    }
}
