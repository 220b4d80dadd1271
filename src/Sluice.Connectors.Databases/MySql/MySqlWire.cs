using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>The socket of a session, plain or encrypted, and what goes over it in packets. Not thread-safe.</summary>
internal sealed class MySqlWire : IAsyncDisposable
{
    private readonly byte[] _head = new byte[PacketInput.HeadBytes];
    private Stream _stream;

    private MySqlWire(Stream stream)
    {
        _stream = stream;
        Input = new PacketInput(stream);
    }

    /// <summary>What comes in.</summary>
    public PacketInput Input { get; }

    /// <summary>Whether the connection is encrypted.</summary>
    public bool IsEncrypted => _stream is SslStream;

    /// <summary>Connects a socket.</summary>
    public static async ValueTask<MySqlWire> ConnectAsync(MySqlAddress address, CancellationToken cancellationToken)
    {
        Socket socket = address.Socket is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            EndPoint target = address.Socket is null ? new DnsEndPoint(address.Host, address.Port) : new UnixDomainSocketEndPoint(address.Socket);
            await socket.ConnectAsync(target, cancellationToken).ConfigureAwait(false);
            if (address.Socket is null)
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            return new MySqlWire(new NetworkStream(socket, ownsSocket: true));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Goes on encrypted.</summary>
    public async ValueTask EncryptAsync(MySqlAddress address, CancellationToken cancellationToken)
    {
        (string? authority, string? certificate, string? key) = address.TlsFiles;
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = address.Host,
            RemoteCertificateValidationCallback = address.Tls switch
            {
                TlsMode.VerifyCa => (_, _, _, errors) => (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None,
                TlsMode.VerifyIdentity => (_, _, _, errors) => errors == SslPolicyErrors.None,
#pragma warning disable CA5359 // As the mysql client: encrypted, whoever the server is. Who wants it checked writes verify_ca or verify_identity.
                _ => (_, _, _, _) => true,
#pragma warning restore CA5359
            },
        };
        if (authority is not null)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(authority);
            options.CertificateChainPolicy = policy;
        }

        if (certificate is not null)
            options.ClientCertificates = [X509Certificate2.CreateFromPemFile(certificate, key ?? certificate)];
        var secure = new SslStream(_stream, leaveInnerStreamOpen: false);
        _stream = secure;
        await secure.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
        Input.Replace(secure);
    }

    /// <summary>Sends a payload as one packet, or as many as it needs.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> payload, byte sequence, CancellationToken cancellationToken)
    {
        int length;
        do
        {
            length = Math.Min(payload.Length, PacketInput.LongestPayload);
            WriteHead(_head, length, sequence++);
            await _stream.WriteAsync(_head, cancellationToken).ConfigureAwait(false);
            await _stream.WriteAsync(payload[..length], cancellationToken).ConfigureAwait(false);
            payload = payload[length..];
        }
        while (length == PacketInput.LongestPayload);
        await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends bytes that hold whole packets, heads included.</summary>
    public ValueTask SendRawAsync(ReadOnlyMemory<byte> packets, CancellationToken cancellationToken) => _stream.WriteAsync(packets, cancellationToken);

    /// <summary>Writes the head of a packet.</summary>
    public static void WriteHead(Span<byte> head, int length, byte sequence) =>
        (head[0], head[1], head[2], head[3]) = ((byte)length, (byte)(length >> 8), (byte)(length >> 16), sequence);

    /// <summary>Closes the socket. Never throws for a broken peer.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException)
        {
            // The peer is gone: so is the session.
        }
    }
}
