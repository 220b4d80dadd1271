using System.Collections.Immutable;
using Sluice.Types;

namespace Sluice.Engine.Events;

/// <summary>Something that happened in a run. The one stream that feeds the terminal, <c>--json</c> and, later, the server.</summary>
/// <param name="Time">When, in UTC.</param>
public abstract record RunEvent(DateTimeOffset Time);

/// <summary>The run began.</summary>
/// <param name="Time">When.</param>
/// <param name="RunId">Its id.</param>
/// <param name="Job">The job's name.</param>
/// <param name="Tables">The tables in the order of the plan.</param>
public sealed record RunStarted(DateTimeOffset Time, string RunId, string Job, ImmutableArray<TableIdentity> Tables) : RunEvent(Time);

/// <summary>A table of the run.</summary>
/// <param name="Source">Source table.</param>
/// <param name="Target">Target table.</param>
/// <param name="EstimatedRows">Rows expected; null when unknown.</param>
public sealed record TableIdentity(string Source, string Target, long? EstimatedRows);

/// <summary>Where the run stands; published at a steady interval.</summary>
/// <param name="Time">When.</param>
/// <param name="Elapsed">Since the start.</param>
/// <param name="Tables">Each table's counts.</param>
/// <param name="Waits">Who waited for whom.</param>
public sealed record RunProgress(DateTimeOffset Time, TimeSpan Elapsed, ImmutableArray<TableCounts> Tables, WaitTimes Waits) : RunEvent(Time);

/// <summary>Rows were left out as dirty; the first of each reason in a table, the rest is in the counts.</summary>
/// <param name="Time">When.</param>
/// <param name="Table">The table.</param>
/// <param name="Position">Where the row stands.</param>
/// <param name="Code">Why.</param>
/// <param name="Reason">Why, with the value.</param>
public sealed record DirtyRowNoted(DateTimeOffset Time, string Table, string? Position, string Code, string Reason) : RunEvent(Time);

/// <summary>The run works on, but something deserves a look.</summary>
/// <param name="Time">When.</param>
/// <param name="Message">A sentence.</param>
public sealed record RunWarning(DateTimeOffset Time, string Message) : RunEvent(Time);

/// <summary>The run ended.</summary>
/// <param name="Time">When.</param>
/// <param name="Summary">What became of every row.</param>
/// <param name="Problems">Why it failed; empty when it is done.</param>
public sealed record RunEnded(DateTimeOffset Time, RunSummary Summary, ImmutableArray<Problem> Problems) : RunEvent(Time);
