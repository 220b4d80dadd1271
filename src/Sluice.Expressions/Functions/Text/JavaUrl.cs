namespace Sluice.Expressions.Functions.Text;

/// <summary>PARSE_URL: the parts of a URL as <c>java.net.URL</c> reads them. Protocols Java does not know make no URL.</summary>
public static class JavaUrl
{
    private static readonly string[] s_protocols = ["http", "https", "ftp", "file", "jar", "mailto", "jrt", "jmod"];

    /// <summary>A part by its upper-case name; null when there is none, the name is another, or the text is no URL.</summary>
    public static string? Part(string url, string part)
    {
        if (Parse(url) is not { } parts)
            return null;
        return part switch
        {
            "PROTOCOL" => parts.Protocol,
            "AUTHORITY" => parts.Authority,
            "USERINFO" => parts.UserInfo,
            "HOST" => parts.Host,
            "PATH" => parts.Path,
            "QUERY" => parts.Query,
            "FILE" => parts.Query is null ? parts.Path : parts.Path + "?" + parts.Query,
            "REF" => parts.Reference,
            _ => null,
        };
    }

    /// <summary>The value of a parameter of the query, as written; null when it is not there.</summary>
    public static string? Parameter(string url, string key)
    {
        foreach (string pair in Part(url, "QUERY")?.Split('&') ?? [])
        {
            if (pair.StartsWith(key + "=", StringComparison.Ordinal))
                return pair[(key.Length + 1)..];
        }

        return null;
    }

    private static Parts? Parse(string url)
    {
        string text = url.Trim([.. Enumerable.Range(0, 33).Select(c => (char)c)]);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || text[..colon].Contains('/', StringComparison.Ordinal))
            return null;
        string protocol = text[..colon].ToLowerInvariant();
        if (!s_protocols.Contains(protocol))
            return null;
        string rest = text[(colon + 1)..];
        int hash = rest.IndexOf('#', StringComparison.Ordinal);
        string? reference = hash < 0 ? null : rest[(hash + 1)..];
        rest = hash < 0 ? rest : rest[..hash];
        int mark = rest.IndexOf('?', StringComparison.Ordinal);
        string? query = mark < 0 ? null : rest[(mark + 1)..];
        rest = mark < 0 ? rest : rest[..mark];
        if (!rest.StartsWith("//", StringComparison.Ordinal))
            return new Parts(protocol, null, null, "", rest, query, reference);
        int slash = rest.IndexOf('/', 2);
        string authority = slash < 0 ? rest[2..] : rest[2..slash];
        string path = slash < 0 ? "" : rest[slash..];
        int at = authority.LastIndexOf('@');
        string? user = at < 0 ? null : authority[..at];
        return Host(authority[(at + 1)..]) is { } host ? new Parts(protocol, authority, user, host, path, query, reference) : null;
    }

    // The host without its port; null when the port is no number.
    private static string? Host(string text)
    {
        int end = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) + 1 : text.IndexOf(':', StringComparison.Ordinal);
        if (end < 0 || end == text.Length)
            return text;
        if (text.StartsWith('[') && (end == 0 || text[end] != ':'))
            return null;
        string port = text[(end + 1)..];
        return port.Length == 0 || (port.All(char.IsAsciiDigit) && port.Length <= 9) ? text[..end] : null;
    }

    private sealed record Parts(string Protocol, string? Authority, string? UserInfo, string Host, string Path, string? Query, string? Reference);
}
