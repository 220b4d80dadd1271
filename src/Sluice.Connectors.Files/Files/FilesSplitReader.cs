using Apache.Arrow;
using Sluice.Connectors.Runs;
using Sluice.Connectors.Sources;
using Sluice.Types;

namespace Sluice.Connectors.Files.Files;

/// <summary>Reads parts of files, and puts the values of their folders beside the columns.</summary>
internal sealed class FilesSplitReader(FilesReading reading, RunContext context, IDirtyRows dirtyRows) : ISplitReader
{
    private FileSplit? _split;
    private IInputFile? _file;
    private IFormatReader? _reader;

    public async ValueTask OpenAsync(Split split, CancellationToken cancellationToken)
    {
        await CloseAsync().ConfigureAwait(false);
        _split = (FileSplit)split;
        _file = await reading.OpenAsync(_split.File, cancellationToken).ConfigureAwait(false);
        FormatReadRequest request = _split.FilesScan.Request with { Run = context, DirtyRows = dirtyRows };
        _reader = _split.FilesScan.Format.OpenReader(_file, _split.Part, request);
    }

    public async ValueTask<StreamElement> ReadAsync(CancellationToken cancellationToken)
    {
        if (await _reader!.ReadAsync(cancellationToken).ConfigureAwait(false) is not { } rows)
        {
            await CloseAsync().ConfigureAwait(false);
            return SplitDone.Instance;
        }

        return new Rows(_split!.Scan.Table.Name, WithPartitions(rows.Batch)) { Locator = rows.Locator, SourceBytes = rows.SourceBytes };
    }

    public ValueTask DisposeAsync() => CloseAsync();

    private async ValueTask CloseAsync()
    {
        if (_reader is not null)
            await _reader.DisposeAsync().ConfigureAwait(false);
        _reader = null;
        if (_file is not null)
            await reading.CloseAsync(_file).ConfigureAwait(false);
        _file = null;
    }

    private RecordBatch WithPartitions(RecordBatch batch)
    {
        FilesScan scan = _split!.FilesScan;
        if (scan.PartitionOf.All(p => p < 0))
            return batch;
        var arrays = new List<IArrowArray>();
        int next = 0;
        for (int i = 0; i < scan.PartitionOf.Length; i++)
        {
            int partition = scan.PartitionOf[i];
            arrays.Add(partition < 0 ? batch.Column(next++) : Constant(scan.Schema.Columns[i], _split.File.Partitions[partition].Value, batch.Length));
        }

        return new RecordBatch(ArrowLayout.SchemaOf(scan.Schema), arrays, batch.Length);
    }

    private IArrowArray Constant(Sluice.Types.Column column, string? text, int count)
    {
        object? value = text is null ? null : PartitionValue.Read(column, text, reading.Place.NameOf(_split!.File.Path));
        using ColumnBuilder builder = ColumnBuilder.Create(column.Type, context.Pool);
        for (int i = 0; i < count; i++)
            builder.AppendBoxed(value);
        return builder.Build();
    }
}
