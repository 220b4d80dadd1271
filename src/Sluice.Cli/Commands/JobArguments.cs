using System.Collections.Immutable;
using System.CommandLine;
using Sluice.Jobs;
using Sluice.Types;

namespace Sluice.Cli.Commands;

/// <summary>The arguments by which several commands are told a job: a file, or source and sink with flags.</summary>
internal sealed class JobArguments
{
    private readonly Argument<string> _first;
    private readonly Argument<string?> _sink;
    private readonly Option<string[]> _set = new("--set") { Description = "Gives a variable of the job a value: --set day=2026-01-31.", HelpName = "NAME=VALUE" };
    private readonly Option<string[]> _overlay = new("--overlay") { Description = "A file whose keys replace those of the job.", HelpName = "FILE" };
    private readonly Option<string[]> _table = new("--table") { Description = "A table to copy, by its literal name; may be given several times.", HelpName = "TABLE" };
    private readonly Option<string?> _into = new("--into") { Description = "The target's name.", HelpName = "NAME" };
    private readonly Option<string?> _where = new("--where") { Description = "Which rows to copy.", HelpName = "EXPRESSION" };
    private readonly Option<string[]> _select = new("--select") { Description = "Which columns to write: id, price * qty AS total.", HelpName = "EXPRESSIONS" };
    private readonly Option<string?> _write = new("--write") { Description = "How to write: append, insert_ignore, upsert, replace or truncate.", HelpName = "MODE" };
    private readonly Option<int?> _parallelism = new("--parallelism") { Description = "Workers at once at most.", HelpName = "N" };
    private readonly Option<long?> _limit = new("--limit") { Description = "No more rows than this from each table.", HelpName = "N" };
    private readonly bool _takesFile;
    private readonly bool _takesCopy;

    private JobArguments(bool takesFile, bool takesCopy)
    {
        (_takesFile, _takesCopy) = (takesFile, takesCopy);
        _first = new Argument<string>(takesFile && takesCopy ? "JOB|SOURCE" : takesFile ? "JOB" : "SOURCE")
        {
            Description = takesFile && takesCopy ? "A job file, or the source's address." : takesFile ? "A job file." : "The source: an address, or a named connection.",
        };
        _sink = new Argument<string?>("SINK")
        {
            Description = "The sink: an address, or a named connection.",
            Arity = takesFile ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
        };
    }

    /// <summary>A job file.</summary>
    public static JobArguments File(Command command) => new JobArguments(true, false).AddTo(command);

    /// <summary>Source, sink and flags.</summary>
    public static JobArguments Copy(Command command) => new JobArguments(false, true).AddTo(command);

    /// <summary>Either.</summary>
    public static JobArguments Either(Command command) => new JobArguments(true, true).AddTo(command);

    /// <summary>The most rows per table that was asked for.</summary>
    public long? Limit(ParseResult parsed) => _takesCopy ? parsed.GetValue(_limit) : null;

    /// <summary>Reads the job, for the instant given or for now.</summary>
    public JobDocument Read(ParseResult parsed, CliContext context, DateTimeOffset? started = null)
    {
        string first = parsed.GetRequiredValue(_first);
        string? sink = _takesCopy ? parsed.GetValue(_sink) : null;
        if (sink is not null)
        {
            return CopyReader.Read(
                new CopyArguments
                {
                    Source = first,
                    Sink = sink,
                    Tables = [.. parsed.GetValue(_table) ?? []],
                    Into = parsed.GetValue(_into),
                    Where = parsed.GetValue(_where),
                    Select = [.. parsed.GetValue(_select) ?? []],
                    Write = parsed.GetValue(_write),
                    Parallelism = parsed.GetValue(_parallelism),
                    Limit = parsed.GetValue(_limit),
                },
                JobFiles.Settings(context, context.WorkingDirectory, "copy"));
        }

        RefuseCopyFlags(parsed);
        return JobFiles.Read(first, parsed.GetValue(_set) ?? [], parsed.GetValue(_overlay) ?? [], context, started);
    }

    private JobArguments AddTo(Command command)
    {
        command.Add(_first);
        if (_takesCopy)
        {
            command.Add(_sink);
            foreach (Option option in CopyFlags)
                command.Add(option);
        }

        if (_takesFile)
        {
            command.Add(_set);
            command.Add(_overlay);
        }

        return this;
    }

    private IEnumerable<Option> CopyFlags => [_table, _into, _where, _select, _write, _parallelism, _limit];

    private void RefuseCopyFlags(ParseResult parsed)
    {
        if (!_takesCopy)
            return;
        ImmutableArray<Problem> problems =
        [
            .. CopyFlags.Where(flag => parsed.GetResult(flag) is { Implicit: false })
                .Select(flag => new Problem(CliErrors.Usage, $"{flag.Name} belongs to a copy of SOURCE to SINK, not to a job file") { Fix = "write it into the job file" }),
        ];
        if (!problems.IsEmpty)
            throw new SluiceException(problems);
    }
}
