using Sluice.Types;

namespace Sluice.Formats.Json;

/// <summary>The row being read: its text, and why a value of it was not taken. One for each reader.</summary>
internal sealed class JsonFault
{
    /// <summary>The text that the JSON reader reads, so that a value can be taken as it is written; valid while a row is read.</summary>
    public unsafe byte* Text { get; set; }

    private readonly List<string> _path = [];

    /// <summary>The code.</summary>
    public ErrorCode Code { get; private set; } = Sluice.Formats.Text.TextErrors.BadValue;

    /// <summary>What is wrong, without the value.</summary>
    public string What { get; private set; } = "";

    /// <summary>The value as text.</summary>
    public string? Value { get; private set; }

    /// <summary>Where in the row: <c>items[2].price</c>, innermost part added first.</summary>
    public string Path => string.Concat(Enumerable.Reverse(_path)).TrimStart('.');

    /// <summary>Notes a failure; always false, so that it can be returned.</summary>
    public bool Fail(ErrorCode code, string what, string? value)
    {
        _path.Clear();
        (Code, What, Value) = (code, what, value);
        return false;
    }

    /// <summary>Notes where a failure is, from the inside out; always false.</summary>
    public bool In(string part)
    {
        _path.Add(part);
        return false;
    }
}
