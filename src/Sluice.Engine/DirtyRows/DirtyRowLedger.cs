using System.Collections.Immutable;
using System.Globalization;
using Sluice.Connectors.Runs;
using Sluice.Engine.Events;
using Sluice.Plans;
using Sluice.Types;

namespace Sluice.Engine.DirtyRows;

/// <summary>Counts the dirty rows of a run against its limit and keeps them. Thread-safe.</summary>
/// <remarks>Invariant 10: the rows around a dirty one go on; Invariant 4: each is counted, named and kept.</remarks>
internal sealed class DirtyRowLedger(ErrorPolicy policy, IDeadLetters? deadLetters, Action<RunEvent> publish, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _byCode = [];
    private readonly HashSet<(string Table, string Code)> _announced = [];
    private long _count;

    public ImmutableSortedDictionary<string, long> ByCode
    {
        get
        {
            lock (_lock)
                return _byCode.Count == 0 ? ImmutableSortedDictionary<string, long>.Empty : _byCode.ToImmutableSortedDictionary(StringComparer.Ordinal);
        }
    }

    /// <summary>Counts what an earlier attempt has committed.</summary>
    public void Seed(ImmutableSortedDictionary<string, long> byCode)
    {
        lock (_lock)
        {
            _byCode.Clear();
            foreach ((string code, long count) in byCode)
                _byCode[code] = count;
            _count = byCode.Values.Sum();
        }
    }

    /// <summary>Whether <paramref name="pending"/> more rows are within the limit.</summary>
    public bool MayWait(int pending)
    {
        lock (_lock)
            return _count + pending <= policy.Limit;
    }

    /// <summary>The reporter of one worker for one stage's rows of a table.</summary>
    public void Report(DirtyRow row)
    {
        long count;
        bool isFirst;
        lock (_lock)
        {
            count = ++_count;
            _byCode[row.Code.Name] = _byCode.GetValueOrDefault(row.Code.Name) + 1;
            isFirst = _announced.Add((row.Table, row.Code.Name));
        }

        deadLetters?.Add(row);
        if (count > policy.Limit)
            throw LimitExceeded(row, count);
        if (isFirst)
            publish(new DirtyRowNoted(time.GetUtcNow(), row.Table, row.Position, row.Code.Name, row.Reason));
    }

    private SluiceException LimitExceeded(DirtyRow row, long count)
    {
        string place = row.Position is null ? $"table {row.Table}" : $"table {row.Table}, {row.Position}";
        if (row.Column is not null)
            place += $", column {row.Column}";
        string what = policy.Limit == 0
            ? $"a row cannot be {Verb(row.Stage)}: {row.Code.Name}: {row.Reason}"
            : string.Create(CultureInfo.InvariantCulture, $"dirty row {count} exceeds {policy.LimitSetting} {policy.Limit}: {row.Code.Name}: {row.Reason}");
        string fix = "mend the row, or allow dirty rows with errors: {limit: N, dead_letter: FOLDER}";
        return new SluiceException(EngineErrors.DirtyLimit, what, place, fix);
    }

    private static string Verb(string stage) => stage switch { "read" => "read", "write" => "written", _ => "evaluated" };
}

/// <summary>The dirty rows of one worker: to the ledger, and into the table's counts.</summary>
internal sealed class WorkerDirtyRows(DirtyRowLedger ledger, Runs.RunCounters counters) : IDirtyRows
{
    private readonly Dictionary<string, long> _byCode = [];

    /// <summary>The table at hand; a row reported for another one (a writer flushing late) is found by its name.</summary>
    public int Table { get; set; }

    /// <summary>The worker's dirty rows so far, by code.</summary>
    public IReadOnlyDictionary<string, long> ByCode => _byCode;

    /// <summary>Where the dirty rows of the split at hand are kept, in a run that keeps its progress; null otherwise.</summary>
    public SplitDeadLetter? Letter { get; set; }

    /// <summary>Whether <paramref name="pending"/> more rows are within the limit.</summary>
    public bool MayWait(int pending) => ledger.MayWait(pending);

    public void Report(DirtyRow row)
    {
        counters.CountDirty(row, counters.IndexOf(row.Table, Table));
        Letter?.Add(row);
        _byCode[row.Code.Name] = _byCode.GetValueOrDefault(row.Code.Name) + 1;
        ledger.Report(row);
    }
}
