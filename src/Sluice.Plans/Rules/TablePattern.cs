using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Sluice.Connectors.Catalog;

namespace Sluice.Plans;

/// <summary>
/// Which tables a rule takes: a literal name, a glob (<c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>{name}</c> for a part to be used in <c>into</c>) or a
/// regular expression between slashes. Without a dot it means tables of the default schema.
/// </summary>
public sealed class TablePattern
{
    private static readonly SearchValues<char> s_globCharacters = SearchValues.Create("*?[]{}");

    private readonly Regex? _regex;
    private readonly string? _literal;

    private TablePattern(string text, Regex? regex, string? literal, bool isQualified)
    {
        Text = text;
        _regex = regex;
        _literal = literal;
        IsQualified = isQualified;
    }

    /// <summary>Takes every table.</summary>
    public static TablePattern All { get; } = new("*", Compile(".*"), null, isQualified: true);

    /// <summary>The pattern as written, without a leading <c>!</c>.</summary>
    public string Text { get; }

    /// <summary>Whether it is one name, which is to be found in any case.</summary>
    public bool IsLiteral => _literal is not null;

    /// <summary>Whether it says the schema; otherwise it means the default one.</summary>
    public bool IsQualified { get; }

    /// <summary>The names of the parts that <c>into</c> may use.</summary>
    public IEnumerable<string> Parts => _regex is null ? [] : _regex.GetGroupNames().Where(name => !char.IsAsciiDigit(name[0]));

    /// <summary>A literal name, whatever characters it holds.</summary>
    public static TablePattern Literal(string name) => new(name, null, name, name.Contains('.', StringComparison.Ordinal));

    /// <summary>Reads a pattern.</summary>
    /// <returns>The pattern; null with what is wrong with it.</returns>
    public static TablePattern? TryParse(string text, out string? what)
    {
        what = null;
        try
        {
            if (text.Length >= 2 && text[0] == '/' && text[^1] == '/')
            {
                // Alone first, so that the place of a mistake is counted in what was written.
                _ = new Regex(text[1..^1], RegexOptions.CultureInvariant);
                return new TablePattern(text, Compile(text[1..^1]), null, isQualified: true);
            }

            if (text.AsSpan().IndexOfAny(s_globCharacters) < 0)
                return text.Length > 0 ? Literal(text) : throw new ArgumentException("it is empty");
            return new TablePattern(text, Compile(Translate(text)), null, text.Contains('.', StringComparison.Ordinal));
        }
        catch (RegexParseException error)
        {
            what = $"the regular expression {text} is wrong at character {error.Offset + 1}: {error.Error}";
        }
        catch (ArgumentException error)
        {
            what = $"'{text}' is not a pattern: {error.Message}";
        }

        return null;
    }

    /// <summary>Whether it takes the table.</summary>
    /// <param name="table">The table's full name.</param>
    /// <param name="isDefaultSchema">Whether the table is in the default schema.</param>
    public bool Matches(TableName table, bool isDefaultSchema) => Match(table, isDefaultSchema) is not null;

    /// <summary>The parts of the name that the pattern names, with <c>schema</c> and <c>name</c>; null when it does not take the table.</summary>
    public IReadOnlyDictionary<string, string>? Match(TableName table, bool isDefaultSchema)
    {
        if (!IsQualified && table.Schema is not null && !isDefaultSchema)
            return null;
        string name = IsQualified ? table.ToString() : table.Name;
        Dictionary<string, string> parts = new(StringComparer.Ordinal) { ["schema"] = table.Schema ?? "", ["name"] = table.Name };
        if (_literal is not null)
            return name == _literal ? parts : null;
        Match match = _regex!.Match(name);
        if (!match.Success)
            return null;
        foreach (Group group in match.Groups.Values.Where(group => !char.IsAsciiDigit(group.Name[0])))
            parts[group.Name] = group.Value;
        return parts;
    }

    private static Regex Compile(string pattern) =>
        new($"^(?:{pattern})$", RegexOptions.CultureInvariant | RegexOptions.Singleline, TimeSpan.FromSeconds(1));

    private static string Translate(string glob)
    {
        var regex = new StringBuilder();
        for (int i = 0; i < glob.Length; i++)
        {
            switch (glob[i])
            {
                case '*':
                    regex.Append(".*");
                    break;
                case '?':
                    regex.Append('.');
                    break;
                case '[':
                    int close = Close(glob, i, ']');
                    string set = glob[(i + 1)..close].Replace("\\", "\\\\", StringComparison.Ordinal);
                    regex.Append('[').Append(set.StartsWith('!') ? "^" + set[1..] : set).Append(']');
                    i = close;
                    break;
                case '{':
                    int end = Close(glob, i, '}');
                    string name = glob[(i + 1)..end];
                    if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') || char.IsAsciiDigit(name[0]))
                        throw new ArgumentException($"{{{name}}} is not a name");
                    regex.Append("(?<").Append(name).Append(">.+)");
                    i = end;
                    break;
                case ']' or '}':
                    throw new ArgumentException($"{glob[i]} closes nothing");
                default:
                    regex.Append(Regex.Escape(glob[i].ToString()));
                    break;
            }
        }

        return regex.ToString();
    }

    private static int Close(string glob, int open, char close)
    {
        int end = glob.IndexOf(close, open + 1);
        return end > open + 1 ? end : throw new ArgumentException(end < 0 ? $"{glob[open]} is not closed" : $"{glob[open]}{close} is empty");
    }
}
