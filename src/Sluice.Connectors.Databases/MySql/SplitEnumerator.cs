using System.Collections.Immutable;
using System.Text.Json;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>
/// Hands out the splits of all scans, one after another. A table that is cut by its key asks the server for the next bound when it is needed, so
/// that neither memory nor the wait for the first row grows with the table. Not thread-safe.
/// </summary>
internal sealed class SplitEnumerator
{
    private readonly ImmutableArray<MySqlScan> _scans;
    private readonly Func<string, CancellationToken, ValueTask<List<string?[]>>> _query;
    private int _scan;
    private long _number;
    private ImmutableArray<string>? _after;
    private ImmutableArray<string>? _last;

    /// <param name="scans">The scans.</param>
    /// <param name="state">What <see cref="Snapshot"/> gave in an earlier attempt; null for a new run.</param>
    /// <param name="query">Asks the server.</param>
    public SplitEnumerator(ImmutableArray<MySqlScan> scans, string? state, Func<string, CancellationToken, ValueTask<List<string?[]>>> query)
    {
        (_scans, _query) = (scans, query);
        if (state is null)
            return;
        EnumeratorState saved = JsonSerializer.Deserialize(state, MySqlKeyJson.Default.EnumeratorState)!;
        (_scan, _number, _after, _last) = (saved.Scan, saved.Number, Key(saved.After), Key(saved.Last));
    }

    /// <summary>Where it stands.</summary>
    public string Snapshot() => JsonSerializer.Serialize(new EnumeratorState(_scan, _number, Strings(_after), Strings(_last)), MySqlKeyJson.Default.EnumeratorState);

    /// <summary>The next split; null when there are no more.</summary>
    public async ValueTask<MySqlSplit?> NextAsync(CancellationToken cancellationToken)
    {
        while (_scan < _scans.Length)
        {
            MySqlScan scan = _scans[_scan];
            MySqlSplit? split = scan.Keys is null ? NextOfPlan(scan) : await NextOfKeyAsync(scan, scan.Keys, cancellationToken).ConfigureAwait(false);
            if (split is not null)
                return split;
            (_scan, _number, _after, _last) = (_scan + 1, 0, null, null);
        }

        return null;
    }

    /// <summary>The split of an id.</summary>
    public MySqlSplit Find(string id)
    {
        MySqlScan? scan = null;
        if (id.StartsWith('{'))
        {
            KeySplitId named = JsonSerializer.Deserialize(id, MySqlKeyJson.Default.KeySplitId)!;
            scan = _scans.FirstOrDefault(s => s.Keys is not null && s.Table.Name.ToString() == named.Table);
            if (scan is not null)
                return Split(scan, id, Key(named.After), Key(named.Last));
        }

        return _scans.Where(s => s.Keys is null).SelectMany(s => s.Splits.Of(s)).FirstOrDefault(s => s.Id == id)
            ?? throw new SluiceException(MySqlErrors.Unsupported, $"the recorded split {id} is of no table of this run", null, "run with --fresh");
    }

    private MySqlSplit? NextOfPlan(MySqlScan scan) => _number < scan.Splits.Count ? scan.Splits.At(scan, _number++) : null;

    private async ValueTask<MySqlSplit?> NextOfKeyAsync(MySqlScan scan, KeyCut keys, CancellationToken cancellationToken)
    {
        string from = MySqlDialect.Quote(scan.Table.Name);
        if (_number == 0)
        {
            // Fixed when the table's turn comes: rows with greater keys that come later are not of this run.
            _last = KeyOf(await _query(keys.LastQuery(from), cancellationToken).ConfigureAwait(false));
            if (_last is null)
                return null;
        }
        else if (_last is null || _after is { } reached && reached.SequenceEqual(_last.Value))
        {
            return null;
        }

        ImmutableArray<string> bound = KeyOf(await _query(keys.BoundQuery(from, _after, _last), cancellationToken).ConfigureAwait(false)) ?? _last!.Value;
        _number++;
        string id = JsonSerializer.Serialize(new KeySplitId(scan.Table.Name.ToString(), _number, Strings(_after), Strings(bound)), MySqlKeyJson.Default.KeySplitId);
        MySqlSplit split = Split(scan, id, _after, bound);
        _after = bound;
        return split;
    }

    private static MySqlSplit Split(MySqlScan scan, string id, ImmutableArray<string>? after, ImmutableArray<string>? last) =>
        new(scan, id, null) { IsResumable = true, After = after, Last = last };

    private static ImmutableArray<string>? KeyOf(List<string?[]> rows) => rows.Count == 0 ? null : [.. rows[0].Select(v => v!)];

    private static ImmutableArray<string>? Key(string[]? key) => key is null ? null : [.. key];

    private static string[]? Strings(ImmutableArray<string>? key) => key is { } values ? [.. values] : null;
}
