using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Types;

namespace Sluice.Plans;

/// <summary>Prints a plan for programs.</summary>
public static class PlanJson
{
    /// <summary>The plan as one indented JSON object. Secrets are masked.</summary>
    public static string Print(JobPlan plan)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            new Writer(json, plan).Write();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private sealed class Writer(Utf8JsonWriter json, JobPlan plan)
    {
        public void Write()
        {
            json.WriteStartObject();
            Text("job", plan.Name);
            Text("source", plan.SourceText);
            Text("sink", plan.SinkText);
            Text("time_zone", plan.Session.TimeZone);
            json.WriteNumber("parallelism", plan.Parallelism);
            Memory();
            Limits();
            json.WriteStartObject("errors");
            json.WriteNumber("limit", plan.Errors.Limit);
            Text("dead_letter", plan.Errors.DeadLetterFolder);
            json.WriteEndObject();
            if (plan.Checkpoint is { } checkpoint)
            {
                json.WriteStartObject("checkpoint");
                Text("store", checkpoint.Store);
                json.WriteNumber("every_ms", (long)checkpoint.Every.TotalMilliseconds);
                json.WriteNumber("keep", checkpoint.Keep);
                json.WriteEndObject();
            }

            Array("warnings", plan.Warnings, warning => json.WriteStringValue(Masked(warning.What)));
            Array("tables", plan.Tables, Table);
            json.WriteEndObject();
        }

        private void Memory()
        {
            json.WriteStartObject("memory");
            json.WriteNumber("budget_bytes", plan.Memory.Budget);
            json.WriteNumber("workers", plan.Memory.Workers);
            json.WriteNumber("batch_rows", plan.Memory.BatchRows);
            json.WriteNumber("batch_bytes", plan.Memory.BatchBytes);
            json.WriteNumber("batches_per_worker_bytes", plan.Memory.BatchesPerWorker);
            json.WriteNumber("reader_bytes", plan.Memory.ReaderBytes);
            json.WriteNumber("writer_bytes", plan.Memory.WriterBytes);
            json.WriteNumber("reserve_bytes", plan.Memory.Reserve);
            json.WriteEndObject();
        }

        private void Limits()
        {
            json.WriteStartObject("limits");
            json.WriteNumber("memory_bytes", plan.Limits.MemoryBytes);
            Number("read_bytes_per_second", plan.Limits.ReadBytesPerSecond);
            Number("read_rows_per_second", plan.Limits.ReadRowsPerSecond);
            Number("connections", plan.Limits.Connections);
            json.WriteEndObject();
        }

        private void Table(TablePlan table)
        {
            json.WriteStartObject();
            Text("source", table.Source.Name.ToString());
            Text("kind", table.Source.Kind);
            Text("target", table.Sink.Name.ToString());
            Text("read", table.Scan.Text);
            Text("splits", table.Scan.SplitText);
            json.WriteNumber("max_readers", table.Scan.MaxReaders);
            Text("consistency", table.Scan.Consistency);
            Number("estimated_rows", table.Scan.EstimatedRows);
            Number("row_limit", table.RowLimit);
            Array("filters", table.Filters, Filter);
            Text("residual", table.Residual?.ToString());
            json.WriteStartArray("columns");
            for (int i = 0; i < table.Projection.Length; i++)
                Column(table, i);
            json.WriteEndArray();
            Array("key", table.Output.PrimaryKey, column => json.WriteStringValue(Masked(column)));
            Array("ddl", table.Sink.Ddl, statement => json.WriteStringValue(Masked(statement)));
            Text("write", PlanText.ModeText(table.Sink.Write));
            Text("method", table.Sink.Method);
            json.WriteNumber("max_writers", table.Sink.MaxWriters);
            json.WriteStartObject("promise");
            Text("kind", table.Promise.KindText);
            Text("reason", table.Promise.Reason);
            json.WriteEndObject();
            Array("notes", table.Notes, note => json.WriteStringValue(Masked(note)));
            Array("warnings", table.Warnings, warning => json.WriteStringValue(Masked(warning)));
            json.WriteEndObject();
        }

        private void Filter(PlannedFilter filter)
        {
            json.WriteStartObject();
            Text("expression", filter.Text);
            Text("pushed", filter.Pushed.Support switch { FilterSupport.Exact => "exact", FilterSupport.Partial => "partial", _ => "none" });
            Text("text", filter.Pushed.Text);
            Text("reason", filter.Pushed.Reason);
            json.WriteEndObject();
        }

        private void Column(TablePlan table, int index)
        {
            ProjectedColumn column = table.Projection[index];
            Column? source = column.SourceColumn < 0 ? null : table.Scan.Schema.Columns[column.SourceColumn];
            SinkColumn? sink = index < table.Sink.Columns.Length ? table.Sink.Columns[index] : null;
            json.WriteStartObject();
            Text("name", column.Name);
            Text("source", source?.Name);
            Text("source_type", source is null ? null : source.NativeType ?? source.Type.ToString());
            Text("expression", source is null ? column.Expression.ToString() : null);
            Text("type", column.Output.Type.ToString());
            Text("tag", column.Output.Tag);
            Text("sink_type", sink?.NativeType);
            Text("how", sink?.How);
            json.WriteEndObject();
        }

        private void Text(string name, string? value)
        {
            if (value is null)
                json.WriteNull(name);
            else
                json.WriteString(name, Masked(value));
        }

        private void Number(string name, long? value)
        {
            if (value is { } number)
                json.WriteNumber(name, number);
            else
                json.WriteNull(name);
        }

        private void Array<T>(string name, IEnumerable<T> items, Action<T> write)
        {
            json.WriteStartArray(name);
            foreach (T item in items)
                write(item);
            json.WriteEndArray();
        }

        // Invariant 8.
        private string Masked(string value) => plan.Secrets.Apply(value);
    }
}
