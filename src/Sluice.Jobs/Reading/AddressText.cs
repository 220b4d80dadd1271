using System.Text;

namespace Sluice.Jobs;

/// <summary>What can be said of an address without knowing its connector: which part is secret.</summary>
public static class AddressText
{
    private static readonly string[] s_secretKeys = ["password", "passwd", "pwd", "secret", "secret_key", "token", "sslpassword"];

    /// <summary>The passwords in an address, as written: <c>scheme://user:PASSWORD@host</c> and <c>?password=…</c>.</summary>
    public static IEnumerable<string> Passwords(string address) => Ranges(address).Select(range => address[range]).Where(secret => secret.Length > 0);

    /// <summary>Invariant 8: the address with <c>***</c> in place of passwords.</summary>
    public static string Redact(string address)
    {
        var text = new StringBuilder(address);
        foreach (Range range in Ranges(address).Reverse())
        {
            (int offset, int length) = range.GetOffsetAndLength(address.Length);
            if (length > 0)
                text.Remove(offset, length).Insert(offset, "***");
        }

        return text.ToString();
    }

    private static IEnumerable<Range> Ranges(string address)
    {
        int scheme = address.IndexOf("://", StringComparison.Ordinal);
        int query = address.IndexOf('?', StringComparison.Ordinal);
        if (scheme > 0)
        {
            int start = scheme + 3;
            int end = address.IndexOfAny(['/', '?'], start);
            end = end < 0 ? address.Length : end;
            // The last @ ends the user's part: a password may hold an @ that nobody escaped, and a slash.
            int at = address.LastIndexOf('@', (query < 0 ? address.Length : query) - 1);
            int colon = at > start ? address.IndexOf(':', start, at - start) : -1;
            if (colon >= 0 && (at < end || address.IndexOf('@', start, end - start) < 0))
                yield return (colon + 1)..at;
            else if (colon >= 0)
                yield return (colon + 1)..address.LastIndexOf('@', end - 1);
        }

        if (query < 0)
            yield break;
        int from = query + 1;
        while (from < address.Length)
        {
            int to = address.IndexOf('&', from);
            to = to < 0 ? address.Length : to;
            int equals = address.IndexOf('=', from, to - from);
            if (equals > 0 && s_secretKeys.Contains(address[from..equals], StringComparer.OrdinalIgnoreCase))
                yield return (equals + 1)..to;
            from = to + 1;
        }
    }
}
