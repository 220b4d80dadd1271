using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sluice.Corpus;

/// <summary>How the runner writes JSON.</summary>
internal static class CorpusJson
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
