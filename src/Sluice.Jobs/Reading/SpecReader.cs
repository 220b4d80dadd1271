using System.Collections.Immutable;
using Sluice.Connectors.Sinks;
using Sluice.Expressions;
using Sluice.Jobs.Yaml;
using Sluice.Plans;
using Sluice.Types;

namespace Sluice.Jobs.Reading;

/// <summary>Reads the keys of a job into its spec.</summary>
internal sealed class SpecReader(SectionReader job, JobReadSettings settings, JobDocument document, ConnectionReader connections)
{
    private const int MostWorkers = 256;

    private readonly ProblemList _problems = document.Problems;

    public JobSpec Read(string timeZone)
    {
        if (job.Integer("version", 1, long.MaxValue) is { } version and not 1)
            _problems.Add(job.Text("version")!.At(JobErrors.UnknownVersion, $"this program reads version 1 of the job language, not {version}", "write version: 1"));
        SectionReader? policies = job.Section("policies");
        string? overflow = policies?.Choice("overflow");
        SectionReader? engine = job.Section("engine");
        engine?.Section("flink");
        return new JobSpec
        {
            BaseDirectory = settings.BaseDirectory,
            Name = job.Text("name")?.Value ?? settings.DefaultName,
            TimeZone = timeZone,
            Started = settings.Started,
            Source = job.Section("source") is { } source ? ReadSource(source) : null,
            Sink = job.Section("sink") is { } sink ? ReadSink(sink) : null,
            Where = job.Text("where"),
            Select = SelectReader.Read(job.Node("select"), _problems),
            Rules = ReadRules(),
            Overflow = overflow == "null" ? OverflowPolicy.Null : OverflowPolicy.Error,
            Policies = policies?.Options ?? [],
            Errors = ReadErrors(job.Section("errors")),
            Limits = ReadLimits(job.Section("limits")),
            Checkpoint = ReadCheckpoint(job.Section("checkpoint")),
            Parallelism = (int?)engine?.Section("local")?.Integer("parallelism", 1, MostWorkers),
        };
    }

    private SourceEndpoint? ReadSource(SectionReader section)
    {
        section.Choice("read");
        ConnectionText? connection = connections.Read(section.Node("connection"), "source.connection");
        var endpoint = new SourceEndpoint
        {
            Connection = connection!,
            Tables = [.. section.Texts("tables").Select(ReadPattern).OfType<PatternSpec>()],
            Format = section.Text("format"),
            Schema = ReadSchema(section.Text("schema")),
            ColumnTypes = ReadTypes(section),
            TypedColumns = [.. ((section.Node("columns") as YamlMap)?.Entries ?? []).Select(entry => new SpecText(entry.Key.Value, entry.Key.Place))],
            Options = section.Options,
        };
        return connection is null ? null : endpoint;
    }

    private SinkEndpoint? ReadSink(SectionReader section)
    {
        ConnectionText? connection = connections.Read(section.Node("connection"), "sink.connection");
        var endpoint = new SinkEndpoint
        {
            Connection = connection!,
            Schema = section.Text("schema")?.Value,
            Format = section.Text("format"),
            Write = WriteModes.Parse(section.Choice("write")),
            Create = section.Choice("create") switch { "never" => CreateMode.MustExist, "always" => CreateMode.Recreate, _ => CreateMode.IfMissing },
            Partitions = ReadPartitions(section),
            Options = section.Options,
        };
        return connection is null ? null : endpoint;
    }

    private PatternSpec? ReadPattern(SpecText text)
    {
        bool isExclusion = text.Value.StartsWith('!');
        string pattern = isExclusion ? text.Value[1..] : text.Value;
        if (TablePattern.TryParse(pattern, out string? what) is { } read)
            return new PatternSpec(read, isExclusion, text);
        _problems.Add(text.At(JobErrors.BadPattern, what!, "write a glob such as shop.order_*, or a regular expression between slashes"));
        return null;
    }

    private TableSchema? ReadSchema(SpecText? text)
    {
        if (text is null)
            return null;
        TableSchema? schema = SchemaParser.TryParse(text.Value, out ImmutableArray<Problem> problems);
        foreach (Problem problem in problems)
            _problems.Add(text.Place.Within(problem));
        return schema;
    }

    private ImmutableDictionary<string, LogicalType> ReadTypes(SectionReader section)
    {
        var types = ImmutableDictionary.CreateBuilder<string, LogicalType>(StringComparer.Ordinal);
        YamlNode? node = section.Node("columns");
        if (node is not null and not YamlMap)
            section.Wrong(node, "columns", "a map from column to type");
        foreach (YamlEntry entry in (node as YamlMap)?.Entries ?? [])
        {
            if (entry.Value is not YamlScalar { IsNull: false } scalar)
                section.Wrong(entry.Value, entry.Key.Value, "a type such as DECIMAL(38,9)");
            else if (DataTypeParser.TryParse(scalar.Value, out Problem? problem) is { } type)
                types[entry.Key.Value] = type;
            else
                _problems.Add(scalar.Place.Within(problem!));
        }

        return types.ToImmutable();
    }

    private ImmutableArray<PartitionItem> ReadPartitions(SectionReader section)
    {
        if (section.Node("partition_by") is not YamlMap map)
            return [.. section.Texts("partition_by").Select(text => new PartitionItem(text.Value, null, text.Place))];
        var items = ImmutableArray.CreateBuilder<PartitionItem>();
        foreach (YamlEntry entry in map.Entries)
        {
            if (entry.Value is YamlScalar scalar)
                items.Add(new PartitionItem(entry.Key.Value, scalar.IsNull ? null : scalar.ToSpec().ToRuleText(), entry.Key.Place));
            else
                section.Wrong(entry.Value, entry.Key.Value, "an expression");
        }

        return items.ToImmutable();
    }

    private ImmutableArray<RuleSpec> ReadRules()
    {
        var rules = ImmutableArray.CreateBuilder<RuleSpec>();
        foreach (SectionReader section in job.Sections("tables"))
        {
            SpecText? match = section.Text("match");
            PatternSpec? pattern = match is null ? null : ReadPattern(match);
            var rule = new TableRule
            {
                Match = pattern?.Pattern ?? TablePattern.All,
                Into = section.Text("into")?.ToRuleText(),
                Key = [.. section.Texts("key").Select(key => key.ToRuleText())],
                Where = section.Text("where")?.ToRuleText(),
                Select = SelectReader.Read(section.Node("select"), _problems),
            };
            bool isOptional = section.Boolean("optional");
            if (pattern is not null)
                rules.Add(new RuleSpec(rule, isOptional, match!));
        }

        return rules.ToImmutable();
    }

    private CheckpointPlan? ReadCheckpoint(SectionReader? section)
    {
        TimeSpan? every = section?.Duration("every");
        long? keep = section?.Integer("keep", 1, 1000);
        if (section?.Text("store") is not { } store)
            return null;
        if (store.Value.Contains("://", StringComparison.Ordinal))
        {
            _problems.Add(store.At(JobErrors.NotSupported, $"a store at '{store.Value}' is not in this version", "name a folder"));
            return null;
        }

        return new CheckpointPlan
        {
            Store = Path.GetFullPath(Path.Combine(settings.BaseDirectory, store.Value)),
            Every = every ?? CheckpointPlan.DefaultEvery,
            Keep = (int)(keep ?? 3),
        };
    }

    private ErrorPolicy ReadErrors(SectionReader? section)
    {
        string? folder = section?.Text("dead_letter")?.Value;
        return new ErrorPolicy
        {
            Limit = section?.Integer("limit", 0, long.MaxValue) ?? 0,
            DeadLetterFolder = folder is null ? null : Path.GetFullPath(Path.Combine(settings.BaseDirectory, folder)),
        };
    }

    private RunLimits ReadLimits(SectionReader? section)
    {
        if (section is null)
            return new RunLimits();
        (long? bytes, long? rows) = (null, null);
        foreach (SpecText text in section.Texts("read"))
        {
            if (!Rates.TryParse(text.Value, out long? readBytes, out long? readRows))
                _problems.Add(text.At(JobErrors.WrongUnit, $"'read' takes a rate with its unit, not '{text.Value}'", "write it like 20MB/s or 5000 rows/s"));
            (bytes, rows) = (readBytes ?? bytes, readRows ?? rows);
        }

        return new RunLimits
        {
            MemoryBytes = section.Bytes("memory") ?? RunLimits.DefaultMemoryBytes,
            ReadBytesPerSecond = bytes,
            ReadRowsPerSecond = rows,
            Connections = (int?)section.Integer("connections", 1, 10_000),
        };
    }
}
