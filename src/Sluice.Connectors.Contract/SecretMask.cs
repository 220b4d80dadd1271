using System.Text.Encodings.Web;

namespace Sluice.Connectors;

/// <summary>Knows the secrets of a run and takes them out of text. Thread-safe.</summary>
/// <remarks>
/// Invariant 8. A secret is put here when it is resolved (<c>${env:…}</c>, <c>${file:…}</c>, the password of an address), in its raw and its
/// URL-encoded form, before anything else can see it; the forms it takes inside JSON and SQL text are masked too.
/// </remarks>
public sealed class SecretMask
{
    private readonly Lock _lock = new();
    private string[] _secrets = [];

    /// <summary>Notes a secret. Shorter ones than 3 characters are ignored: masking them would garble all output.</summary>
    public void Add(string secret)
    {
        if (secret.Length < 3)
            return;
        lock (_lock)
            _secrets = [.. _secrets.Concat(FormsOf(secret)).Distinct().OrderByDescending(s => s.Length)];
    }

    private static string[] FormsOf(string secret) =>
    [
        secret, Uri.EscapeDataString(secret), secret.Replace("'", "''", StringComparison.Ordinal),
        JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret), JavaScriptEncoder.Default.Encode(secret),
    ];

    /// <summary>The text with <c>***</c> in place of every secret.</summary>
    public string Apply(string text)
    {
        foreach (string secret in _secrets)
            text = text.Replace(secret, "***", StringComparison.Ordinal);
        return text;
    }
}
