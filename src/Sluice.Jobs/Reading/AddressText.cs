using System.Text;

namespace Sluice.Jobs;

/// <summary>What can be said of an address without knowing its connector: which part is secret.</summary>
public static class AddressText
{
    private static readonly string[] s_secretKeys = ["password", "passwd", "pwd", "secret", "secret_key", "token", "sslpassword"];

    /// <summary>The passwords in an address, as written: <c>scheme://user:PASSWORD@host</c> and <c>?password=…</c>.</summary>
    public static IEnumerable<string> Passwords(string address) => Ranges(address).Select(range => address[range.Start..range.End]).Where(secret => secret.Length > 0);

    /// <summary>Invariant 8: the address with <c>***</c> in place of passwords.</summary>
    public static string Redact(string address)
    {
        var text = new StringBuilder(address);
        foreach (Part part in Enumerable.Reverse(Ranges(address)))
        {
            if (part.End > part.Start)
                text.Remove(part.Start, part.End - part.Start).Insert(part.Start, "***");
        }

        return text.ToString();
    }

    private static List<Part> Ranges(string address)
    {
        List<Part> parts = [];
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
                parts.Add(new Part(colon + 1, at));
            else if (colon >= 0)
                parts.Add(new Part(colon + 1, address.LastIndexOf('@', end - 1)));
        }

        if (query < 0)
            return parts;
        int from = query + 1;
        while (from < address.Length)
        {
            int to = address.IndexOf('&', from);
            to = to < 0 ? address.Length : to;
            int equals = address.IndexOf('=', from, to - from);
            if (equals > 0 && s_secretKeys.Contains(address[from..equals], StringComparer.OrdinalIgnoreCase))
                parts.Add(new Part(equals + 1, to));
            from = to + 1;
        }

        return parts;
    }

    private sealed record Part(int Start, int End);
}
