namespace Sluice.Connectors;

/// <summary>Knows the secrets of a run and takes them out of text. Thread-safe.</summary>
/// <remarks>
/// Invariant 8. A secret is put here when it is resolved (<c>${env:…}</c>, <c>${file:…}</c>, the password of an address), in its raw and its
/// URL-encoded form, before anything else can see it.
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
            _secrets = [.. _secrets.Append(secret).Append(Uri.EscapeDataString(secret)).Distinct().OrderByDescending(s => s.Length)];
    }

    /// <summary>The text with <c>***</c> in place of every secret.</summary>
    public string Apply(string text)
    {
        foreach (string secret in _secrets)
            text = text.Replace(secret, "***", StringComparison.Ordinal);
        return text;
    }
}
