using System.Collections.Immutable;
using System.Text;
using Apache.Arrow;
using Sluice.Connectors.Files;
using Sluice.Connectors.Options;
using Sluice.Connectors.Runs;
using Sluice.Types;

namespace Sluice.UnitTests.Formats;

/// <summary>Reads and writes whole files in memory through a format.</summary>
internal static class FormatKit
{
    /// <summary>Option values as a job would give them; lists as arrays of text.</summary>
    public static OptionValues Options(params (string Name, object Value)[] values) =>
        new(values.ToImmutableDictionary(v => v.Name, v => v.Value is string[] list ? ImmutableArray.Create(list) : v.Value, StringComparer.Ordinal));

    public static TableSchema Schema(params (string Name, LogicalType Type)[] columns) => new([.. columns.Select(c => new Sluice.Types.Column(c.Name, c.Type))]);

    /// <summary>The schema that a format finds in a text.</summary>
    public static async Task<FormatSchema> DescribeAsync(
        IFormat format, byte[] bytes, OptionValues? options = null, TableSchema? schema = null, string path = "t.csv") =>
        await format.DescribeAsync(new MemoryFile(path, bytes), new FormatReadRequest { Options = options ?? OptionValues.Empty, Schema = schema }, default);

    public static Task<ReadResult> ReadAsync(IFormat format, string text, TableSchema schema, OptionValues? options = null, FormatReadSettings? settings = null) =>
        ReadAsync(format, Encoding.UTF8.GetBytes(text), schema, options, settings);

    /// <summary>Reads a file with all of its parts, in order.</summary>
    public static async Task<ReadResult> ReadAsync(
        IFormat format, byte[] bytes, TableSchema schema, OptionValues? options = null, FormatReadSettings? settings = null)
    {
        settings ??= new FormatReadSettings();
        using var pool = new BufferPool();
        var file = new MemoryFile(settings.Path, bytes) { ReadLimit = settings.ReadLimit };
        var dirty = new DirtyList { Limit = settings.DirtyLimit };
        var request = new FormatReadRequest
        {
            Options = options ?? OptionValues.Empty,
            Schema = schema,
            Columns = settings.Columns is { } names ? new TableSchema([.. names.Select(n => schema.Columns[schema.IndexOf(n)])]) : null,
            Run = new RunContext { RunId = "r1", Pool = pool, BatchRows = settings.BatchRows, Parallelism = settings.Parallelism },
            DirtyRows = dirty,
            TimeZone = settings.TimeZone,
            Table = "t",
        };
        TableSchema columns = request.Columns ?? schema;
        List<object?[]> rows = [];
        List<string> places = [];
        int parts = 0;
        await foreach (FilePart part in format.SplitAsync(file, request, default))
        {
            parts++;
            await using IFormatReader reader = format.OpenReader(file, part, request);
            while (await reader.ReadAsync(default) is { } batch)
            {
                using (batch.Batch)
                {
                    rows.AddRange(RowsOf(columns, batch.Batch));
                    for (int i = 0; i < batch.Batch.Length; i++)
                        places.Add(batch.Locator!.Locate(i));
                }
            }
        }

        if (pool.RentedBytes != 0)
            throw new InvalidOperationException($"{pool.RentedBytes} bytes were not given back");
        return new ReadResult(rows, places, dirty.Rows, parts);
    }

    /// <summary>Writes rows through several encoders in turn, a batch each.</summary>
    public static async Task<byte[]> WriteAsync(
        IFormat format, TableSchema schema, IReadOnlyList<object?[]> rows, OptionValues? options = null, int encoders = 1, int batchRows = 1000, string path = "t.csv")
    {
        using var pool = new BufferPool();
        var file = new MemoryFile(path, []);
        var run = new RunContext { RunId = "r1", Pool = pool };
        var dirty = new DirtyList();
        await using IFormatWriter writer = format.OpenWriter(
            file, new FormatWriteRequest { Options = options ?? OptionValues.Empty, Schema = schema, Run = run, MemoryBytes = 1 << 20, Encoders = encoders, Table = "t" });
        IFormatEncoder[] open = [.. Enumerable.Range(0, encoders).Select(_ => writer.CreateEncoder(dirty))];
        int turn = 0;
        foreach (object?[][] chunk in rows.Chunk(batchRows))
        {
            using RecordBatch batch = Batch(schema, chunk, pool);
            await open[turn++ % encoders].WriteAsync(batch, null, default);
        }

        foreach (IFormatEncoder encoder in open)
        {
            await encoder.FlushAsync(default);
            await encoder.DisposeAsync();
        }

        FileSummary summary = await writer.FinishAsync(default);
        if (summary.RowCount != rows.Count - dirty.Rows.Count || summary.Bytes != file.Written.Length)
            throw new InvalidOperationException($"the summary says {summary}");
        return file.Written;
    }

    public static RecordBatch Batch(TableSchema schema, IReadOnlyList<object?[]> rows, BufferPool pool)
    {
        using var builder = new BatchBuilder(schema, pool);
        foreach (object?[] row in rows)
        {
            for (int i = 0; i < row.Length; i++)
                builder.Columns[i].AppendBoxed(row[i]);
            builder.CloseRow();
        }

        return builder.Build();
    }

    public static IEnumerable<object?[]> RowsOf(TableSchema schema, RecordBatch batch)
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

/// <summary>How a test reads.</summary>
internal sealed record FormatReadSettings
{
    public string Path { get; init; } = "t.csv";

    public int BatchRows { get; init; } = 16_384;

    public int Parallelism { get; init; } = 1;

    public int ReadLimit { get; init; } = int.MaxValue;

    public int DirtyLimit { get; init; } = int.MaxValue;

    public string TimeZone { get; init; } = "UTC";

    public string[]? Columns { get; init; }
}

/// <summary>What a test read.</summary>
internal sealed record ReadResult(IReadOnlyList<object?[]> Rows, IReadOnlyList<string> Places, IReadOnlyList<DirtyRow> Dirty, int Parts)
{
    /// <summary>The dirty rows as <c>place code column value: reason</c>.</summary>
    public IEnumerable<string> DirtyTexts => Dirty.Select(d => $"{d.Position} {d.Code} {d.Column ?? "-"} [{d.Value ?? "-"}] {d.Reason}");
}

/// <summary>Keeps dirty rows.</summary>
internal sealed class DirtyList : IDirtyRows
{
    public List<DirtyRow> Rows { get; } = [];

    public int Limit { get; init; } = int.MaxValue;

    public void Report(DirtyRow row)
    {
        Rows.Add(row);
        if (Rows.Count > Limit)
            throw new SluiceException(row.Code, row.Reason, row.Position);
    }
}
