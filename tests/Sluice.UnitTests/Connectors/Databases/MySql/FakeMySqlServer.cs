using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.UnitTests.Connectors.Databases.MySql;

/// <summary>
/// A server of one connection that asks for a log-in the way MySQL 8 does and then answers every statement with OK. It knows one password.
/// </summary>
internal sealed class FakeMySqlServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly RSA _key = RSA.Create(2048);
    private readonly byte[] _nonce = [.. Enumerable.Range(1, 20).Select(i => (byte)(i + 40))];
    private readonly string _password;
    private readonly Task _work;

    /// <param name="password">The password that lets in.</param>
    /// <param name="plugin">The plug-in that is asked for.</param>
    /// <param name="isCached">caching_sha2_password: whether the server knows the password's hash already.</param>
    public FakeMySqlServer(string password, string plugin, bool isCached)
    {
        _password = password;
        _listener.Start();
        _work = Task.Run(() => ServeAsync(plugin, isCached));
    }

    /// <summary>The address.</summary>
    public string Url => string.Create(CultureInfo.InvariantCulture, $"mysql://me:{Uri.EscapeDataString(_password)}@127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/db");

    /// <summary>What happened, step by step.</summary>
    public List<string> Steps { get; } = [];

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        try
        {
            await _work.WaitAsync(TimeSpan.FromSeconds(5));
        }
        catch (Exception error) when (error is SocketException or IOException or ObjectDisposedException)
        {
            // The client hung up.
        }

        _key.Dispose();
    }

    private async Task ServeAsync(string plugin, bool isCached)
    {
        using TcpClient client = await _listener.AcceptTcpClientAsync();
        NetworkStream stream = client.GetStream();
        await SendAsync(stream, 0, Greeting());
        (byte sequence, _) = await ReceiveAsync(stream);
        await SendAsync(stream, (byte)(sequence + 1), [0xFE, .. Encoding.ASCII.GetBytes(plugin), 0, .. _nonce, 0]);
        (sequence, byte[] proof) = await ReceiveAsync(stream);
        bool isIn = plugin == "caching_sha2_password"
            ? await CachingSha2Async(stream, proof, isCached, sequence)
            : await RefuseAsync(stream, sequence);
        while (isIn)
        {
            (_, byte[] command) = await ReceiveAsync(stream);
            if (command.Length == 0 || command[0] == 1)
                return;
            await SendAsync(stream, 1, [0, 0, 0, 2, 0, 0, 0]);
        }
    }

    private async Task<bool> CachingSha2Async(NetworkStream stream, byte[] proof, bool isCached, byte sequence)
    {
        byte[] once = SHA256.HashData(Encoding.UTF8.GetBytes(_password));
        byte[] expected = SHA256.HashData([.. SHA256.HashData(once), .. _nonce]);
        bool isRight = proof.Length == 32 && once.Zip(expected, (a, b) => (byte)(a ^ b)).SequenceEqual(proof);
        Steps.Add(isRight ? "proof right" : "proof wrong");
        if (isCached && isRight)
        {
            await SendAsync(stream, ++sequence, [1, 3]);
        }
        else
        {
            await SendAsync(stream, ++sequence, [1, 4]);
            (sequence, byte[] request) = await ReceiveAsync(stream);
            Steps.Add(request is [2] ? "key asked" : "password shown");
            await SendAsync(stream, ++sequence, [1, .. Encoding.ASCII.GetBytes(_key.ExportSubjectPublicKeyInfoPem())]);
            (sequence, byte[] secret) = await ReceiveAsync(stream);
            byte[] plain = _key.Decrypt(secret, RSAEncryptionPadding.OaepSHA1);
            for (int i = 0; i < plain.Length; i++)
                plain[i] ^= _nonce[i % _nonce.Length];
            Steps.Add($"password {Encoding.UTF8.GetString(plain).TrimEnd('\0')}");
        }

        await SendAsync(stream, ++sequence, [0, 0, 0, 2, 0, 0, 0]);
        return true;
    }

    private static async Task<bool> RefuseAsync(NetworkStream stream, byte sequence)
    {
        await SendAsync(stream, (byte)(sequence + 1), [0xFF, 0x15, 0x04, (byte)'#', .. "28000Access denied"u8]);
        return false;
    }

    private byte[] Greeting()
    {
        const uint Flags = 0x8000_0000 | 0x38_A2AF;
        var flags = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(flags, Flags & ~0x800u);
        return
        [
            10, .. "8.4.3"u8, 0, 7, 0, 0, 0, .. _nonce[..8], 0, flags[0], flags[1], 45, 2, 0, flags[2], flags[3], 21, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            .. _nonce[8..], 0, .. "caching_sha2_password"u8, 0,
        ];
    }

    private static async Task SendAsync(NetworkStream stream, byte sequence, byte[] payload) =>
        await stream.WriteAsync((byte[])[(byte)payload.Length, (byte)(payload.Length >> 8), 0, sequence, .. payload]);

    private static async Task<(byte Sequence, byte[] Payload)> ReceiveAsync(NetworkStream stream)
    {
        var head = new byte[4];
        await stream.ReadExactlyAsync(head);
        var payload = new byte[head[0] | (head[1] << 8)];
        await stream.ReadExactlyAsync(payload);
        return (head[3], payload);
    }
}
