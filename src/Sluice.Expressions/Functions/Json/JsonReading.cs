using Sluice.Expressions.Functions.Patterns;

namespace Sluice.Expressions.Functions.Json;

/// <summary>How reading a document by a path ended.</summary>
internal enum JsonOutcome
{
    /// <summary>The value is there; in lax mode it may be null, that is nothing.</summary>
    Value,

    /// <summary>An error: ON ERROR decides.</summary>
    Error,

    /// <summary>The path uses what is not built: the row fails.</summary>
    Unsupported,
}

/// <summary>The path argument of a JSON function: read once when it is a constant.</summary>
internal sealed class JsonReading
{
    private readonly LastUsed<Entry> _paths = new(static text => new Entry(text));
    private readonly Entry? _constant;

    private JsonReading(Entry? constant) => _constant = constant;

    /// <summary>For a call whose second argument is the path; null when it was refused.</summary>
    internal static JsonReading? Of(FunctionCall call)
    {
        if (!call.TryConstant(1, out object? value) || value is not string text)
            return new JsonReading(null);
        var entry = new Entry(text);
        if (entry.Problem is not { IsUnsupported: true } problem)
            return new JsonReading(entry);
        call.Reject(ExpressionErrors.UnsupportedSyntax, $"{problem.Message} is not supported");
        return null;
    }

    /// <summary>Reads a document.</summary>
    internal JsonOutcome Read(string document, string path, out object? value, out bool isLax, out string problem)
    {
        Entry entry = _constant ?? _paths.Get(path);
        value = null;
        isLax = entry.IsLax;
        problem = entry.Problem?.Message ?? "";
        bool isJson = JsonText.TryParse(document, out object? root);
        if (!isJson && isLax)
            return JsonOutcome.Value;
        if (!isJson)
            problem = "the text is not JSON";
        else if (root is null)
            problem = "the document is JSON's null";
        if (!isJson || root is null)
            return JsonOutcome.Error;
        if (entry.Path is null)
            return entry.Problem!.IsUnsupported ? JsonOutcome.Unsupported : JsonOutcome.Error;
        try
        {
            value = entry.Path.Read(root);
        }
        catch (JsonPathException e)
        {
            problem = e.Message;
            return e.IsUnsupported ? JsonOutcome.Unsupported : JsonOutcome.Error;
        }

        if (value is not null || isLax)
            return JsonOutcome.Value;
        problem = "the path leads to JSON's null";
        return JsonOutcome.Error;
    }

    private sealed class Entry
    {
        internal Entry(string text)
        {
            IsLax = text.TrimStart().StartsWith("lax ", StringComparison.OrdinalIgnoreCase);
            try
            {
                Path = JsonPath.Parse(text);
                IsLax = Path.IsLax;
            }
            catch (JsonPathException e)
            {
                Problem = e;
            }
        }

        internal JsonPath? Path { get; }

        internal bool IsLax { get; }

        internal JsonPathException? Problem { get; }
    }
}
