using Sluice.Connectors.Runs;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Types;

namespace Sluice.Sample.Ledger;

internal sealed record LedgerTable : SinkTable;

/// <summary>Adds parts to a table: each writer its own, hidden until the commit.</summary>
internal sealed class LedgerSink(LedgerFolder folder) : ISink
{
    public ValueTask<SinkTable> PlanAsync(SinkRequest request, CancellationToken cancellationToken)
    {
        Problem[] problems =
        [
            .. request.Schema.Columns.Where(c => c.Type.Kind != TypeKind.BigInt && !c.Type.Equals(LogicalType.String.WithNullability(c.Type.IsNullable)))
                .Select(c => new Problem(LedgerConnector.UnsupportedType, $"a ledger keeps no {c.Type.Nullable()}") { Where = $"column {c.Name}", Fix = "CAST it to STRING in select" }),
        ];
        if (problems.Length > 0)
            throw new SluiceException(problems);
        return ValueTask.FromResult<SinkTable>(new LedgerTable
        {
            Name = request.Name,
            Schema = request.Schema,
            Write = request.Write,
            Columns = [.. request.Schema.Columns.Select(c => new SinkColumn(c.Name, c.Type.Kind == TypeKind.BigInt ? "integer" : "text"))],
            Ddl = [folder.FolderOf(request.Name.Name)],
            Protocol = CommitProtocol.TwoPhase,
            Method = "tab-separated parts",
            MaxWriters = request.Parallelism,
        });
    }

    public ValueTask<ISinkRun> OpenRunAsync(IReadOnlyList<SinkTable> tables, RunContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ISinkRun>(new Run(folder, tables, context));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Run(LedgerFolder folder, IReadOnlyList<SinkTable> tables, RunContext context) : ISinkRun
    {
        private int _writers;

        /// <summary>Cleans what a dead run left hidden. The table itself appears in the commit, with its schema.</summary>
        public ValueTask BeginAsync(CancellationToken cancellationToken)
        {
            foreach (string path in tables.Select(t => folder.FolderOf(t.Name.Name)).Where(Directory.Exists))
            {
                foreach (string hidden in Directory.EnumerateFiles(path, ".*.part"))
                    File.Delete(hidden);
            }

            return ValueTask.CompletedTask;
        }

        public ISinkWriter CreateWriter(IDirtyRows dirtyRows) => new Writer(folder, $"{context.RunId}-{_writers++}");

        /// <summary>Invariant 2: a part already renamed is there under its name, so a commit repeated does nothing.</summary>
        public ValueTask CommitAsync(IReadOnlyList<Committable> committables, CancellationToken cancellationToken)
        {
            foreach (SinkTable table in tables)
                WriteSchema(table);
            foreach (string hidden in committables.Select(c => c.State).Where(File.Exists))
                File.Move(hidden, Visible(hidden), overwrite: true);
            return ValueTask.CompletedTask;
        }

        public ValueTask AbortAsync(IReadOnlyList<Committable> committables, CancellationToken cancellationToken)
        {
            foreach (string hidden in committables.Select(c => c.State))
                File.Delete(hidden);
            return ValueTask.CompletedTask;
        }

        public ValueTask FinishAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask AbandonAsync(CancellationToken cancellationToken)
        {
            foreach (string path in tables.Select(t => folder.FolderOf(t.Name.Name)).Where(Directory.Exists))
            {
                foreach (string hidden in Directory.EnumerateFiles(path, $".{context.RunId}-*.part"))
                    File.Delete(hidden);
                if (!Directory.EnumerateFileSystemEntries(path).Any())
                    Directory.Delete(path);
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static string Visible(string hidden) => Path.Combine(Path.GetDirectoryName(hidden)!, Path.GetFileName(hidden)[1..]);

        private void WriteSchema(SinkTable table)
        {
            string path = folder.FolderOf(table.Name.Name);
            Directory.CreateDirectory(path);
            string file = Path.Combine(path, "schema");
            if (File.Exists(file))
                return;
            File.WriteAllLines(file + ".new", table.Schema.Columns.Select(LedgerText.WriteColumn));
            File.Move(file + ".new", file);
        }
    }

    private sealed class Writer(LedgerFolder folder, string name) : ISinkWriter
    {
        private readonly Dictionary<string, (FileStream File, StreamWriter Text, long Rows)> _open = [];

        public async ValueTask WriteAsync(SinkTable table, Rows rows, CancellationToken cancellationToken)
        {
            (FileStream file, StreamWriter text, long count) = Open(table);
            for (int row = 0; row < rows.Batch.Length; row++)
            {
                string line = string.Join('\t', table.Schema.Columns.Select((c, i) =>
                    LedgerText.WriteValue(new ColumnView(rows.Batch.Column(i)).Boxed(c.Type, row))));
                await text.WriteAsync((line + "\n").AsMemory(), cancellationToken).ConfigureAwait(false);
            }

            _open[table.Name.Name] = (file, text, count + rows.Batch.Length);
        }

        /// <summary>Durable before it is promised: flushed and synced, still hidden.</summary>
        public async ValueTask<IReadOnlyList<Committable>> PrepareAsync(long epoch, CancellationToken cancellationToken)
        {
            var prepared = new List<Committable>();
            foreach ((string table, (FileStream file, StreamWriter text, long rows)) in _open)
            {
                await text.FlushAsync(cancellationToken).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
                prepared.Add(new Committable(table, file.Name, rows, file.Length));
                await text.DisposeAsync().ConfigureAwait(false);
            }

            _open.Clear();
            return prepared;
        }

        public async ValueTask DisposeAsync()
        {
            foreach ((_, StreamWriter text, _) in _open.Values)
                await text.DisposeAsync().ConfigureAwait(false);
            _open.Clear();
        }

        private (FileStream File, StreamWriter Text, long Rows) Open(SinkTable table)
        {
            if (_open.TryGetValue(table.Name.Name, out (FileStream File, StreamWriter Text, long Rows) known))
                return known;
            string path = folder.FolderOf(table.Name.Name);
            Directory.CreateDirectory(path);
            FileStream file = File.Create(Path.Combine(path, $".{name}.part"));
            return _open[table.Name.Name] = (file, new StreamWriter(file), 0);
        }
    }
}
