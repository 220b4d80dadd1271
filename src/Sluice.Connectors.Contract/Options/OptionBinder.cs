using System.Collections.Immutable;
using System.Globalization;
using Sluice.Types;

namespace Sluice.Connectors.Options;

/// <summary>Binds options as written to a schema: every problem is found, every default filled in, every value in its CLR type.</summary>
public static class OptionBinder
{
    /// <summary>Binds.</summary>
    /// <param name="schema">The options there are.</param>
    /// <param name="inputs">The options given.</param>
    /// <param name="owner">Whose options, for messages: <c>the connector 'files' as a source</c>.</param>
    /// <param name="problems">Takes what is wrong, in the order of the inputs.</param>
    /// <returns>The values; those that are wrong are left at their defaults.</returns>
    public static OptionValues Bind(OptionSchema schema, IEnumerable<IOptionInput> inputs, string owner, ICollection<Problem> problems)
    {
        var values = ImmutableDictionary.CreateBuilder<string, object>(StringComparer.Ordinal);
        foreach (OptionSpec option in schema.Options)
        {
            if (option.Default is { } text && TryConvert(option, new DefaultInput(option.Name, text), out object? value, out _, out _, out _))
                values[option.Name] = value;
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (IOptionInput input in inputs)
        {
            if (!schema.ByName.TryGetValue(input.Name, out OptionSpec? option))
                problems.Add(Unknown(schema, input, owner));
            else if (!seen.Add(input.Name))
                problems.Add(input.At(true, OptionErrors.Duplicate, $"the option '{input.Name}' is given twice", "remove one of them"));
            else if (TryConvert(option, input, out object? value, out ErrorCode? code, out string? what, out string? fix))
                values[option.Name] = value;
            else
                problems.Add(input.At(false, code, what, fix));
        }

        return new OptionValues(values.ToImmutable());
    }

    private static Problem Unknown(OptionSchema schema, IOptionInput input, string owner)
    {
        string? near = NearestName.Find(input.Name, schema.Options.Select(o => o.Name));
        string? fix = near is not null ? $"did you mean '{near}'?"
            : schema.Options.Length > 0 ? $"use one of: {string.Join(", ", schema.Options.Select(o => o.Name))}"
            : "remove it";
        return input.At(true, OptionErrors.Unknown, $"{owner} has no option '{input.Name}'", fix);
    }

    private static bool TryConvert(
        OptionSpec option,
        IOptionInput input,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out object? value,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out ErrorCode? code,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out string? what,
        out string? fix)
    {
        (value, code, what, fix) = Convert(option, input);
        return value is not null;
    }

    private static (object? Value, ErrorCode? Code, string? What, string? Fix) Convert(OptionSpec option, IOptionInput input) => option.Kind switch
    {
        OptionKind.TextMap => input.Map is { } map && map.Select(p => p.Key).Distinct(StringComparer.Ordinal).Count() == map.Count
            ? (map.ToImmutableDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal), null, null, null)
            : Wrong(option, input, "a map", $"{option.Name}: {{ name: value }}"),
        OptionKind.TextList => input.List is { } list ? (ImmutableArray.CreateRange(list), null, null, null)
            : input.Text is { } single ? (ImmutableArray.Create(single), null, null, null)
            : Wrong(option, input, "a list", $"{option.Name}: [a, b]"),
        _ => input.Text is { } text ? ConvertText(option, input, text) : Wrong(option, input, "a single value", null),
    };

    private static (object? Value, ErrorCode? Code, string? What, string? Fix) ConvertText(OptionSpec option, IOptionInput input, string text)
    {
        switch (option.Kind)
        {
            case OptionKind.Text:
                return (text, null, null, null);
            case OptionKind.Character:
                string character = text switch { "\\t" => "\t", "\\n" => "\n", "\\r" => "\r", _ => text };
                return character.EnumerateRunes().Count() == 1 ? (character, null, null, null) : Wrong(option, input, "one character", null);
            case OptionKind.Boolean:
                return text switch
                {
                    "true" => (true, null, null, null),
                    "false" => (false, null, null, null),
                    _ => Wrong(option, input, "true or false", null),
                };
            case OptionKind.Integer:
                return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer)
                    ? Ranged(option, integer, integer, n => n.ToString(CultureInfo.InvariantCulture))
                    : Wrong(option, input, "an integer", null);
            case OptionKind.Bytes:
                return Units.TryParseBytes(text, out long bytes)
                    ? Ranged(option, bytes, bytes, Units.PrintBytes)
                    : Wrong(option, input, "a size with its unit", "write it like 64MB, 512KB or 1GB");
            case OptionKind.Duration:
                return Units.TryParseDuration(text, out TimeSpan duration)
                    ? Ranged(option, duration, (long)duration.TotalMilliseconds, n => Units.PrintDuration(TimeSpan.FromMilliseconds(n)))
                    : Wrong(option, input, "a duration with its unit", "write it like 10s, 500ms, 5m or 1h");
            default:
                return option.Choices.Contains(text) ? (text, null, null, null) : NotAChoice(option, text);
        }
    }

    private static (object? Value, ErrorCode? Code, string? What, string? Fix) NotAChoice(OptionSpec option, string text)
    {
        string? near = NearestName.Find(text, option.Choices);
        return (null, OptionErrors.NotAChoice, $"'{Shown(option, text)}' is not a value of '{option.Name}'",
            near is null ? $"use one of: {string.Join(", ", option.Choices)}" : $"did you mean '{near}'? It is one of: {string.Join(", ", option.Choices)}");
    }

    private static (object? Value, ErrorCode? Code, string? What, string? Fix) Ranged(OptionSpec option, object value, long number, Func<long, string> print)
    {
        if (number >= option.Minimum && number <= option.Maximum)
            return (value, null, null, null);
        string fix = option.Maximum == long.MaxValue ? $"use {print(option.Minimum)} or more" : $"use {print(option.Minimum)} to {print(option.Maximum)}";
        return (null, OptionErrors.OutOfRange, $"'{option.Name}' cannot be {print(number)}", fix);
    }

    private static (object? Value, ErrorCode? Code, string? What, string? Fix) Wrong(OptionSpec option, IOptionInput input, string wanted, string? fix)
    {
        string given = input.Text is { } text ? $"'{Shown(option, text)}'" : input.List is not null ? "a list" : "a map";
        return (null, OptionErrors.WrongKind, $"'{option.Name}' takes {wanted}, not {given}", fix ?? $"write {wanted}");
    }

    // Invariant 8: a secret option never shows its value.
    private static string Shown(OptionSpec option, string text) => option.IsSecret ? "***" : text;

    private sealed record DefaultInput(string Name, string Text) : IOptionInput
    {
        string? IOptionInput.Text => Text;

        public IReadOnlyList<string>? List => null;

        public IReadOnlyList<KeyValuePair<string, string>>? Map => null;

        public bool IsQuoted => true;

        public Problem At(bool isName, ErrorCode code, string what, string? fix) => new(code, what) { Fix = fix };
    }
}
