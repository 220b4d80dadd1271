using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sluice.IntegrationTests.Servers;

/// <summary>
/// Stands between a client and PostgreSQL and cuts a connection when the client has sent <c>COMMIT</c>: the server gets it, its answer is swallowed.
/// </summary>
internal sealed class CommitCutter : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly int _serverPort;
    private readonly Task _accepting;

    public CommitCutter(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Whether the next COMMIT cuts its connection.</summary>
    public bool IsArmed { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            using var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, _serverPort, _stopping.Token);
            (client.NoDelay, server.NoDelay) = (true, true);
            using var cut = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            Task answers = PumpAsync(server.GetStream(), client.GetStream(), cut.Token, _ => false);
            await PumpAsync(client.GetStream(), server.GetStream(), cut.Token, IsCut);
            await Task.Delay(IsArmed ? 300 : 0, CancellationToken.None);
            await cut.CancelAsync();
            await answers;
        }
    }

    private bool IsCut(ReadOnlyMemory<byte> sent) => IsArmed && sent.Span.IndexOf("COMMIT"u8) >= 0;

    private async Task PumpAsync(NetworkStream from, NetworkStream to, CancellationToken stop, Func<ReadOnlyMemory<byte>, bool> isLast)
    {
        byte[] buffer = new byte[64 << 10];
        try
        {
            while (await from.ReadAsync(buffer, stop) is var length and > 0)
            {
                bool last = isLast(buffer.AsMemory(0, length));
                // What the server says from now on must not arrive.
                if (last || (IsArmed && to.Socket.RemoteEndPoint is IPEndPoint { Port: var port } && port != _serverPort && HasCommitted(buffer.AsSpan(0, length))))
                {
                    if (last)
                        await to.WriteAsync(buffer.AsMemory(0, length), stop);
                    return;
                }

                await to.WriteAsync(buffer.AsMemory(0, length), stop);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
        }
    }

    private static bool HasCommitted(ReadOnlySpan<byte> answer) => answer.IndexOf(Encoding.ASCII.GetBytes("COMMIT")) >= 0;
}
