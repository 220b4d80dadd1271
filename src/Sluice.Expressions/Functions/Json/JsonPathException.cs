namespace Sluice.Expressions.Functions.Json;

/// <summary>Why a path has no value; stays inside the JSON functions.</summary>
internal sealed class JsonPathException(string message, bool isUnsupported = false) : Exception(message)
{
    /// <summary>The path uses what is not built here.</summary>
    internal bool IsUnsupported { get; } = isUnsupported;
}
