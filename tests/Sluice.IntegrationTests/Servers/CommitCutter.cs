using System.Net;
using System.Net.Sockets;

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
            Task answers = PumpAsync(server.GetStream(), client.GetStream(), isFromClient: false, cut.Token);
            await PumpAsync(client.GetStream(), server.GetStream(), isFromClient: true, cut.Token);
            await Task.Delay(IsArmed ? 300 : 0, CancellationToken.None);
            await cut.CancelAsync();
            await answers;
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, bool isFromClient, CancellationToken stop)
    {
        byte[] buffer = new byte[64 << 10];
        try
        {
            while (await from.ReadAsync(buffer, stop) is var length and > 0)
            {
                bool isLast = IsArmed && buffer.AsSpan(0, length).IndexOf("COMMIT"u8) >= 0;
                // The server gets the statement; of its answer nothing arrives.
                if (!isLast || isFromClient)
                    await to.WriteAsync(buffer.AsMemory(0, length), stop);
                if (isLast)
                    return;
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side is gone.
        }
    }
}
