using System.Text;

namespace Sluice.Plans;

/// <summary>Fills <c>{schema}</c>, <c>{name}</c> and the parts of a pattern into a target's name.</summary>
public static class NameTemplate
{
    /// <summary>The name; braces that name no part are a problem.</summary>
    /// <param name="template">The text of <c>into</c>.</param>
    /// <param name="parts">The parts by name.</param>
    /// <param name="unknown">The first name in braces that is no part; null when all are.</param>
    public static string Fill(string template, IReadOnlyDictionary<string, string> parts, out string? unknown)
    {
        unknown = null;
        var name = new StringBuilder();
        for (int i = 0; i < template.Length; i++)
        {
            int end = template[i] == '{' ? template.IndexOf('}', i) : -1;
            if (end < 0)
            {
                name.Append(template[i]);
                continue;
            }

            string part = template[(i + 1)..end];
            if (!parts.TryGetValue(part, out string? value))
                unknown ??= part;
            name.Append(value);
            i = end;
        }

        return name.ToString();
    }

    /// <summary>Whether the text holds a part, so that different tables can give different names.</summary>
    public static bool HasParts(string template) => template.Contains('{', StringComparison.Ordinal);
}
