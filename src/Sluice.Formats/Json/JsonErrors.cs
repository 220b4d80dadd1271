using Sluice.Types;

namespace Sluice.Formats.Json;

/// <summary>What can go wrong with JSON.</summary>
public static class JsonErrors
{
    /// <summary>Not JSON.</summary>
    public static readonly ErrorCode Malformed = new("json.malformed", Fault.Data,
        "A line is not a JSON object. Every line of a JSON lines file is one object; a pretty-printed or array file has to be converted first, for example with jq -c.");

    /// <summary>A key twice in one object.</summary>
    public static readonly ErrorCode DuplicateKey = new("json.duplicate_key", Fault.Data,
        "An object has a key twice, so it is not known which value is meant.");

    /// <summary>A key that no column has.</summary>
    public static readonly ErrorCode UnknownKey = new("json.unknown_key", Fault.Data,
        "A row has a key that no column has, so its value would be lost. Give a schema with the column, or say unknown_keys: ignore.");

    /// <summary>Nothing to infer a schema from.</summary>
    public static readonly ErrorCode NoRows = new("json.no_rows", Fault.Job,
        "The file has no row that a schema could be inferred from. Give the columns with schema:.");
}
