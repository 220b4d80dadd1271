using System.Collections.Frozen;

namespace Sluice.Expressions;

/// <summary>All functions of the language: the partial tables put together.</summary>
public static class FunctionTable
{
    private static readonly FrozenDictionary<string, Function> s_byName = Index();

    /// <summary>Every function once, by main name.</summary>
    public static IReadOnlyList<Function> All { get; } = [.. s_byName.Values.Distinct().OrderBy(function => function.Name, StringComparer.Ordinal)];

    /// <summary>The function of a name in any case, operators included; null when there is none.</summary>
    public static Function? Find(string name) => s_byName.GetValueOrDefault(name.ToUpperInvariant());

    /// <summary>The names that can be called, for suggestions.</summary>
    public static IEnumerable<string> CallableNames => s_byName.Where(entry => !entry.Value.IsOperator).Select(entry => entry.Key);

    private static FrozenDictionary<string, Function> Index()
    {
        var byName = new Dictionary<string, Function>(StringComparer.Ordinal);
        IEnumerable<Function>[] tables =
        [
            NumericFunctions.All, ConditionalFunctions.All, TextFunctions.All, TemporalFunctions.All, NestedFunctions.All, JsonFunctions.All, SessionFunctions.All,
        ];
        foreach (Function function in tables.SelectMany(table => table))
        {
            byName.Add(function.Name, function);
            foreach (string alias in function.Aliases)
                byName.Add(alias, function);
        }

        return byName.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
