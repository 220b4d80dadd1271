using System.Text;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>
/// Sends the rows of one LOAD DATA LOCAL INFILE after another (protocol: LOCAL INFILE Request). The server asks for the file by name; what it
/// gets is the stream of the statement that we have just sent, and nothing else: no file is ever opened. Not thread-safe.
/// </summary>
internal sealed class LoadData(MySqlSession session)
{
    private const string Doing = "writing";
    private const int LongestPacket = 1 << 20;
    private readonly byte[] _head = new byte[PacketInput.HeadBytes];
    private byte _sequence;

    /// <summary>Sends the statement.</summary>
    /// <returns>Null when the server waits for rows; else its refusal.</returns>
    public async ValueTask<ServerMessage?> StartAsync(string sql, CancellationToken cancellationToken)
    {
        session.IsBusy = true;
        byte[] answer = await ExchangeAsync(Encoding.UTF8.GetBytes("\u0003" + sql), 0, cancellationToken).ConfigureAwait(false);
        if (answer[0] == 0xFF)
        {
            session.IsBusy = false;
            return ServerMessage.Parse(answer);
        }

        if (answer[0] != TextRow.Null)
            MySqlFailure.ThrowProtocol("the server did not ask for the rows of a LOAD DATA", session.Place);
        _sequence = (byte)(session.Wire.Input.Sequence + 1);
        return null;
    }

    /// <summary>Sends rows.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> rows, CancellationToken cancellationToken)
    {
        try
        {
            while (!rows.IsEmpty) // An empty packet would be the end.
            {
                int length = Math.Min(rows.Length, LongestPacket);
                MySqlWire.WriteHead(_head, length, _sequence++);
                await session.Wire.SendRawAsync(_head, cancellationToken).ConfigureAwait(false);
                await session.Wire.SendRawAsync(rows[..length], cancellationToken).ConfigureAwait(false);
                rows = rows[length..];
            }
        }
        catch (Exception error) when (error is not (OperationCanceledException or SluiceException))
        {
            throw MySqlFailure.Wrap(error, Doing, session.Place);
        }
    }

    /// <summary>Ends the rows and waits for the server's answer.</summary>
    public async ValueTask<(ServerOk Ok, ServerMessage? Error)> FinishAsync(CancellationToken cancellationToken)
    {
        byte[] answer = await ExchangeAsync(ReadOnlyMemory<byte>.Empty, _sequence, cancellationToken).ConfigureAwait(false);
        session.IsBusy = false;
        return answer[0] == 0xFF ? (default, ServerMessage.Parse(answer)) : (MySqlSession.ReadOk(answer), null);
    }

    private async ValueTask<byte[]> ExchangeAsync(ReadOnlyMemory<byte> payload, byte sequence, CancellationToken cancellationToken)
    {
        try
        {
            await session.Wire.SendAsync(payload, sequence, cancellationToken).ConfigureAwait(false);
            return await session.Wire.Input.TakeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not (OperationCanceledException or SluiceException))
        {
            throw MySqlFailure.Wrap(error, Doing, session.Place);
        }
    }
}
