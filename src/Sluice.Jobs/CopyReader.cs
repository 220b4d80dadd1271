using System.Collections.Immutable;
using Sluice.Connectors.Sinks;
using Sluice.Jobs.Keys;
using Sluice.Jobs.Reading;
using Sluice.Jobs.Yaml;
using Sluice.Plans;

namespace Sluice.Jobs;

/// <summary>Makes a job of the arguments of <c>sluice copy</c>; errors point into the arguments.</summary>
public static class CopyReader
{
    /// <summary>Reads the arguments. Never throws for what a user wrote.</summary>
    public static JobDocument Read(CopyArguments arguments, JobReadSettings settings)
    {
        var document = new JobDocument();
        var connections = new ConnectionReader(document);
        ImmutableDictionary<string, ConnectionText> named = ImmutableDictionary<string, ConnectionText>.Empty;
        if (settings.Connections is { } file && YamlReader.Read(file, document.Problems) is { } beside)
        {
            var expander = new VariableExpander(settings, "UTC", document.Secrets, document.Problems);
            named = connections.ReadNamed(expander.Expand(beside)).ToImmutableDictionary(pair => pair.Key, pair => pair.Value with { IsShared = true }, StringComparer.Ordinal);
        }

        var spec = new JobSpec
        {
            BaseDirectory = settings.BaseDirectory,
            Name = settings.DefaultName,
            Started = settings.Started,
            Connections = named,
            Source = new SourceEndpoint
            {
                Connection = Connection("SOURCE", arguments.Source, connections),
                Tables = [.. arguments.Tables.Select(table => new PatternSpec(TablePattern.Literal(table), false, SpecText.OfArgument("--table", table)))],
            },
            Sink = arguments.Sink is null ? null : new SinkEndpoint { Connection = Connection("SINK", arguments.Sink, connections), Write = ReadWrite(arguments.Write, document.Problems) },
            Into = Argument("--into", arguments.Into),
            Where = Argument("--where", arguments.Where),
            Select = arguments.Expression is { } expression ? [Single(expression)] : [.. arguments.Select.SelectMany(text => SelectReader.ReadText(SpecText.OfArgument("--select", text), document.Problems))],
            Parallelism = ReadParallelism(arguments.Parallelism, document.Problems),
            RowLimit = ReadLimit(arguments.Limit, document.Problems),
        };
        var read = new JobDocument { Spec = spec, Secrets = document.Secrets };
        read.Problems.AddRange(document.Problems.InOrder(new Connectors.SecretMask()));
        read.Warnings.AddRange(document.Warnings.InOrder(new Connectors.SecretMask()));
        return read;
    }

    private static ConnectionText Connection(string name, string address, ConnectionReader connections)
    {
        SpecText text = SpecText.OfArgument(name, address);
        connections.NotePassword(address, text.Place);
        return new ConnectionText(text, []);
    }

    private static SelectItem Single(string expression)
    {
        SpecText text = SpecText.OfArgument("EXPRESSION", expression);
        return new SelectItem("value", text.ToRuleText(), text.Place);
    }

    private static SpecText? Argument(string name, string? text) => text is null ? null : SpecText.OfArgument(name, text);

    private static WriteMode ReadWrite(string? write, ProblemList problems)
    {
        if (write is null)
            return WriteMode.Append;
        KeySpec key = JobKeys.Sink.Find("write")!;
        SpecText text = SpecText.OfArgument("--write", write);
        if (key.LaterChoices.Contains(write))
            problems.Add(text.At(JobErrors.NotSupported, $"'write: {write}' is not in this version", $"use {string.Join(" or ", key.Choices)}"));
        else if (!key.Choices.Contains(write))
            problems.Add(text.At(JobErrors.NotAChoice, $"'{write}' is not a value of 'write'", $"use one of: {string.Join(", ", key.Choices)}"));
        return WriteModes.Parse(write);
    }

    private static int? ReadParallelism(int? value, ProblemList problems)
    {
        if (value is < 1 or > 256)
            problems.Add(SpecText.OfArgument("--parallelism", $"{value}").At(JobErrors.OutOfRange, $"'parallelism' cannot be {value}", "use 1 to 256"));
        return value;
    }

    private static long? ReadLimit(long? value, ProblemList problems)
    {
        if (value < 0)
            problems.Add(SpecText.OfArgument("--limit", $"{value}").At(JobErrors.OutOfRange, $"'limit' cannot be {value}", "use 0 or more"));
        return value;
    }
}
