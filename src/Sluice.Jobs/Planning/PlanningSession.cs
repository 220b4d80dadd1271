using System.Collections.Immutable;
using Sluice.Connectors;
using Sluice.Connectors.Catalog;
using Sluice.Connectors.Sinks;
using Sluice.Connectors.Sources;
using Sluice.Expressions;
using Sluice.Plans;
using Sluice.Types;

namespace Sluice.Jobs.Planning;

/// <summary>Plans one job: goes as far as it can, so that all problems are found at once.</summary>
internal sealed class PlanningSession(ConnectorList connectors, JobSpec spec, JobDocument document) : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _owned = [];
    private readonly List<Problem> _unplaced = [];

    public async ValueTask<OpenedJob> OpenAsync(CancellationToken cancellationToken)
    {
        var resolver = new EndpointResolver(connectors, spec, document);
        Endpoint? sourceEnd = spec.Source is null ? null : resolver.ResolveSource(spec.Source);
        Endpoint? sinkEnd = spec.Sink is null ? null : resolver.ResolveSink(spec.Sink);
        ImmutableArray<TableRule> rules = RuleSet.Read(spec, document.Problems);
        IConnection? sourceConnection = sourceEnd is null ? null : Try(() => Open(sourceEnd), sourceEnd.Place);
        ISource? source = sourceConnection is null ? null : Try(() => OpenSource(sourceConnection, sourceEnd!), sourceEnd!.Place);
        ISink? sink = sinkEnd is null ? null : Try(() => OpenSink(sinkEnd), sinkEnd.Place);
        if (source is null)
        {
            OfflineExpressions.Check(spec, document.Problems);
            throw Failure();
        }

        var selection = new TableSelection(sourceConnection!.Catalog, spec, document);
        IReadOnlyList<TableDescription> tables = await TryAsync(async () => await selection.FindAsync(cancellationToken).ConfigureAwait(false), sourceEnd!.Place).ConfigureAwait(false) ?? [];
        if (tables.Count == 0)
            OfflineExpressions.Check(spec, document.Problems);
        int parallelism = Math.Min(spec.Parallelism ?? Environment.ProcessorCount, spec.Limits.Connections ?? int.MaxValue);
        var planner = new TablePlanner(new TablePlannerSettings
        {
            Source = source,
            SourceCapabilities = sourceEnd.Connector.Description.Capabilities,
            Sink = sink,
            SinkCapabilities = sinkEnd?.Connector.Description.Capabilities ?? ConnectorCapabilities.None,
            Rules = rules,
            Session = Session(),
            Parallelism = parallelism,
            DefaultSchema = selection.DefaultSchema,
            TypedColumns = [.. spec.Source!.ColumnTypes.Keys],
            IsOnlyTable = selection.IsOnlyTable,
            RowLimit = spec.RowLimit,
            IsResumable = spec.Checkpoint is not null,
            Write = spec.Sink?.Write ?? WriteMode.Append,
            Create = spec.Sink?.Create ?? CreateMode.IfMissing,
            Partitions = spec.Sink?.Partitions ?? [],
        });
        List<TableDescription> taken = Take(tables, planner, selection.DefaultSchema);
        RefuseUnknownTypedColumns(taken);
        List<TablePlan> plans = await PlanAsync(taken, planner, sourceEnd!, sink is not null, sinkEnd, cancellationToken).ConfigureAwait(false);
        MemoryPlan? memory = plans.Count == 0 ? null
            : Try(() => MemoryDivision.Divide(spec.Limits.MemoryBytes, parallelism, plans.Max(plan => plan.Scan.ReaderBytes)), sourceEnd.Place);
        if (document.Problems.Count + _unplaced.Count > 0 || memory is null)
            throw Failure();
        return new OpenedJob(Plan(plans, planner, source, sink!, sourceEnd, sinkEnd!, memory), _owned);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable owned in Enumerable.Reverse(_owned))
            await owned.DisposeAsync().ConfigureAwait(false);
    }

    private JobPlan Plan(
        List<TablePlan> plans, TablePlanner planner, ISource source, ISink sink, Endpoint sourceEnd, Endpoint sinkEnd, MemoryPlan memory) => new()
    {
        Name = spec.Name,
        Session = Session(),
        Tables = [.. plans],
        Planner = planner,
        Source = source,
        Sink = sink,
        SourceText = sourceEnd.Connection.DisplayAddress,
        SinkText = sinkEnd.Connection.DisplayAddress,
        Limits = spec.Limits,
        Errors = spec.Errors,
        Checkpoint = spec.Checkpoint,
        Parallelism = memory.Workers,
        Memory = memory,
        Secrets = document.Secrets,
        Warnings = document.WarningsInOrder(),
    };

    private SessionContext Session() => new()
    {
        TimeZone = spec.TimeZone,
        Now = new Timestamp(spec.Started.ToUnixTimeSeconds(), (int)(spec.Started.Ticks % TimeSpan.TicksPerSecond * 100)),
        Overflow = spec.Overflow,
    };

    private IConnection Open(Endpoint end)
    {
        IConnection connection = end.Connector.Open(end.Connection);
        _owned.Add(connection);
        return connection;
    }

    private ISource OpenSource(IConnection connection, Endpoint end)
    {
        ISource source = connection.OpenSource(new SourceSpec
        {
            Options = end.Options,
            Format = end.Format,
            Schema = spec.Source!.Schema,
            ColumnTypes = spec.Source.ColumnTypes,
            TimeZone = spec.TimeZone,
        }) ?? throw new SluiceException(end.Place.At(JobErrors.NotASource, $"'{end.Connector.Description.Name}' cannot be read from", "use it as a sink"));
        _owned.Add(source);
        return source;
    }

    private ISink OpenSink(Endpoint end)
    {
        ISink sink = Open(end).OpenSink(new SinkSpec { Options = end.Options, Format = end.Format, Schema = spec.Sink!.Schema, TimeZone = spec.TimeZone })
            ?? throw new SluiceException(end.Place.At(JobErrors.NotASink, $"'{end.Connector.Description.Name}' cannot be written to", "use it as a source"));
        _owned.Add(sink);
        return sink;
    }

    /// <summary>The tables that a rule takes; rules that take none and filters meant for one table are problems.</summary>
    private List<TableDescription> Take(IReadOnlyList<TableDescription> tables, TablePlanner planner, string? defaultSchema)
    {
        List<TableDescription> taken = [];
        HashSet<TableRule> used = [];
        foreach (TableDescription table in tables)
        {
            if (planner.RuleOf(table.Name) is { } rule)
            {
                used.Add(rule);
                taken.Add(table);
            }
            else
            {
                SpecText place = spec.Source!.Tables.Length > 0 ? spec.Source.Tables[0].Text : spec.Source.Connection.Address;
                document.Warnings.Add(place.At(JobErrors.NotCopied, $"no rule takes the table '{table.Name}': it is not copied", "add a rule that matches it"));
            }
        }

        foreach (RuleSpec rule in spec.Rules.Where(rule => !rule.IsOptional && !used.Contains(rule.Rule) && tables.Count > 0))
            document.Problems.Add(Unused(rule, tables, defaultSchema));
        if (taken.Count > 1 && spec.Rules.IsEmpty)
            RefuseTop(taken);
        return taken;
    }

    private static Problem Unused(RuleSpec rule, IReadOnlyList<TableDescription> tables, string? defaultSchema)
    {
        bool isShadowed = tables.Any(table => rule.Rule.Match.Matches(table.Name, table.Name.Schema == defaultSchema));
        string? near = NearestName.Find(rule.Match.Value, tables.Select(table => table.Name.ToString()));
        return rule.Match.At(
            JobErrors.UnusedRule,
            isShadowed ? $"the rule '{rule.Match.Value}' takes no table: rules before it take all that it matches" : $"the rule '{rule.Match.Value}' matches no table",
            isShadowed ? "move it up, or remove it" : near is null ? "correct it, or add optional: true" : $"did you mean '{near}'? Or add optional: true");
    }

    private void RefuseTop(List<TableDescription> taken)
    {
        string tables = string.Join(", ", taken.Take(3).Select(t => t.Name.ToString())) + (taken.Count > 3 ? ", …" : "");
        string what = $"stands at the top, but {taken.Count} tables are copied ({tables})";
        if (spec.Where is { } where)
            document.Problems.Add(where.At(JobErrors.OneTableOnly, $"'where' {what}", "choose one table, or move it into a rule under tables:"));
        if (!spec.Select.IsEmpty)
            document.Problems.Add(spec.Select[0].Place.At(JobErrors.OneTableOnly, $"'select' {what}", "choose one table, or move it into a rule under tables:"));
        if (spec.Into is { } into && !NameTemplate.HasParts(into.Value))
            document.Problems.Add(into.At(JobErrors.OneTableOnly, $"'into' {what}", "choose one table, or write {name} in it"));
    }

    private void RefuseUnknownTypedColumns(List<TableDescription> taken)
    {
        HashSet<string> names = [.. taken.SelectMany(table => table.Schema.Columns.Select(column => column.Name))];
        foreach (SpecText column in spec.Source!.TypedColumns.Where(column => taken.Count > 0 && !names.Contains(column.Value)))
        {
            string? near = NearestName.Find(column.Value, names);
            document.Problems.Add(column.At(
                PlanErrors.UnknownColumn, $"no table that is copied has a column '{column.Value}' to give a type to", near is null ? "correct it, or remove it" : $"did you mean '{near}'?"));
        }
    }

    private async ValueTask<List<TablePlan>> PlanAsync(
        List<TableDescription> tables, TablePlanner planner, Endpoint sourceEnd, bool hasSink, Endpoint? sinkEnd, CancellationToken cancellationToken)
    {
        List<TablePlan> plans = [];
        foreach (TableDescription table in tables)
        {
            if (!hasSink)
            {
                document.Problems.AddRange(
                    await TryAsync(async () => await planner.CheckAsync(table, cancellationToken).ConfigureAwait(false), sourceEnd.Place).ConfigureAwait(false) ?? []);
                continue;
            }

            TablePlan? plan = await TryAsync(
                async () => await planner.PlanAsync(table, cancellationToken).ConfigureAwait(false), sinkEnd!.Place).ConfigureAwait(false);
            if (plan is not null)
                plans.Add(plan);
        }

        return plans;
    }

    private SluiceException Failure() =>
        new([.. document.Problems.InOrder(document.Secrets), .. _unplaced.Select(problem => ProblemList.Masked(problem, document.Secrets))]);

    private T? Try<T>(Func<T> action, Place place)
        where T : class
    {
        try
        {
            return action();
        }
        catch (SluiceException error)
        {
            Note(error, place);
            return null;
        }
    }

    private async ValueTask<T?> TryAsync<T>(Func<ValueTask<T?>> action, Place place)
        where T : class
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (SluiceException error)
        {
            Note(error, place);
            return null;
        }
    }

    // A problem that points nowhere is about the connection it came from.
    private void Note(SluiceException error, Place place)
    {
        foreach (Problem problem in error.Problems)
        {
            if (problem.Span is not null)
                document.Problems.Add(problem);
            else if (problem.Where is null && problem.Code.Fault == Fault.Job)
                document.Problems.Add(place.Within(problem));
            else if (!_unplaced.Contains(problem))
                _unplaced.Add(problem);
        }
    }
}
