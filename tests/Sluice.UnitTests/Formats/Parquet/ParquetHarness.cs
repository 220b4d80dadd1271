using System.Collections.Immutable;
using Apache.Arrow;
using Sluice.Connectors.Files;
using Sluice.Connectors.Options;
using Sluice.Connectors.Runs;
using Sluice.Expressions;
using Sluice.Formats.Parquet;
using Sluice.Types;
using Xunit;

namespace Sluice.UnitTests.Formats.Parquet;

/// <summary>Writes and reads tables of boxed values through the format, as the engine does.</summary>
internal sealed class ParquetHarness : IDirtyRows, IDisposable
{
    private readonly ParquetFormat _format = new();

    public BufferPool Pool { get; } = new();

    public List<DirtyRow> DirtyRows { get; } = [];

    public long MemoryBytes { get; init; } = 16 << 20;

    public int BatchRows { get; init; } = 1000;

    public ImmutableDictionary<string, object> Options { get; init; } = ImmutableDictionary<string, object>.Empty;

    private RunContext Run => new() { RunId = "r1", Pool = Pool, BatchRows = BatchRows };

    public static TableSchema Schema(params (string Name, LogicalType Type)[] columns) =>
        new([.. columns.Select(c => new Sluice.Types.Column(c.Name, c.Type))]);

    public void Report(DirtyRow row) => DirtyRows.Add(row);

    public void Dispose() => Pool.Dispose();

    /// <summary>Writes a file; nothing of the pool is kept.</summary>
    public async Task<(MemoryFile File, FileSummary Summary)> WriteAsync(TableSchema schema, IReadOnlyList<object?[]> rows)
    {
        (MemoryFile, FileSummary) written = await EncodeAsync(schema, rows);
        Assert.Equal(0, Pool.RentedBytes);
        return written;
    }

    private async Task<(MemoryFile File, FileSummary Summary)> EncodeAsync(TableSchema schema, IReadOnlyList<object?[]> rows)
    {
        var file = new MemoryFile();
        var request = new FormatWriteRequest { Schema = schema, Run = Run, MemoryBytes = MemoryBytes, Table = "t", Options = new OptionValues(Options) };
        await using IFormatWriter writer = _format.OpenWriter(file, request);
        await using (IFormatEncoder encoder = writer.CreateEncoder(this))
        {
            using var builder = new BatchBuilder(schema, Pool);
            foreach (object?[][] chunk in rows.Chunk(BatchRows))
            {
                using RecordBatch batch = Batch(builder, chunk);
                await encoder.WriteAsync(batch, null, default);
            }

            await encoder.FlushAsync(default);
        }

        return (file, await writer.FinishAsync(default));
    }

    public ValueTask<FormatSchema> DescribeAsync(MemoryFile file) => _format.DescribeAsync(file, new FormatReadRequest(), default);

    public async Task<List<FilePart>> SplitAsync(MemoryFile file)
    {
        var parts = new List<FilePart>();
        await foreach (FilePart part in _format.SplitAsync(file, new FormatReadRequest(), default))
            parts.Add(part);
        return parts;
    }

    public async Task<List<object?[]>> ReadAsync(
        MemoryFile file, TableSchema schema, TableSchema? columns = null, IReadOnlyList<BoundExpression>? filters = null, FilePart? only = null)
    {
        var request = new FormatReadRequest { Schema = schema, Columns = columns, Filters = filters ?? [], Run = Run, DirtyRows = this, Table = "t" };
        var rows = new List<object?[]>();
        List<FilePart> parts = only is null ? await SplitAsync(file) : [only];
        foreach (FilePart part in parts)
        {
            await using IFormatReader reader = _format.OpenReader(file, part, request);
            while (await reader.ReadAsync(default) is { } read)
            {
                using RecordBatch batch = read.Batch;
                rows.AddRange(Rows(batch, columns ?? schema));
            }
        }

        Assert.Equal(0, Pool.RentedBytes);
        return rows;
    }

    /// <summary>The number of rows of each batch that a file is read in.</summary>
    public async Task<IReadOnlyList<int>> BatchRowsAsync(MemoryFile file, TableSchema schema)
    {
        var request = new FormatReadRequest { Schema = schema, Run = Run, DirtyRows = this };
        var counts = new List<int>();
        await using IFormatReader reader = _format.OpenReader(file, new FilePart(0, long.MaxValue, 0), request);
        while (await reader.ReadAsync(default) is { } read)
        {
            counts.Add(read.Batch.Length);
            read.Batch.Dispose();
        }

        return counts;
    }

    public static RecordBatch Batch(BatchBuilder builder, IReadOnlyList<object?[]> rows)
    {
        foreach (object?[] row in rows)
        {
            for (int i = 0; i < row.Length; i++)
                builder.Columns[i].AppendBoxed(row[i]);
            builder.CloseRow();
        }

        return builder.Build();
    }

    private static IEnumerable<object?[]> Rows(RecordBatch batch, TableSchema schema)
    {
        for (int row = 0; row < batch.Length; row++)
        {
            var values = new object?[schema.Columns.Length];
            for (int i = 0; i < values.Length; i++)
                values[i] = new ColumnView(batch.Column(i)).Boxed(schema.Columns[i].Type, row);
            yield return values;
        }
    }
}
