using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>Receives the rows of one query after another in big blocks (protocol: Text Resultset). Not thread-safe.</summary>
internal sealed class ResultStream(MySqlSession session)
{
    private const string Doing = "reading";
    private long _bytesBefore;

    /// <summary>The packets.</summary>
    public PacketInput Input { get; } = session.Wire.Input;

    /// <summary>Bytes received for this query.</summary>
    public long BytesReceived => Input.BytesReceived - _bytesBefore;

    /// <summary>Sends the query.</summary>
    public async ValueTask StartAsync(string sql, int columns, CancellationToken cancellationToken)
    {
        _bytesBefore = Input.BytesReceived;
        try
        {
            int found = await session.StartQueryAsync(sql, Doing, cancellationToken).ConfigureAwait(false);
            if (found != columns)
                MySqlFailure.ThrowProtocol("the result has other columns than were asked for", session.Place);
        }
        catch (Exception error) when (error is not (OperationCanceledException or SluiceException))
        {
            session.IsBroken = true;
            throw MySqlFailure.Wrap(error, Doing, session.Place);
        }
    }

    /// <summary>Receives until at least one whole row is there (true), or until the result ended and the session is idle (false).</summary>
    /// <exception cref="SluiceException">The server reported an error or the connection broke.</exception>
    public ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        ValueTask filled = Input.FillAsync(cancellationToken);
        return filled.IsCompletedSuccessfully ? ValueTask.FromResult(IsRow()) : ReceiveAsync(filled);
    }

    private async ValueTask<bool> ReceiveAsync(ValueTask filled)
    {
        try
        {
            await filled.ConfigureAwait(false);
        }
        catch (Exception error) when (error is not (OperationCanceledException or SluiceException))
        {
            session.IsBroken = true;
            throw MySqlFailure.Wrap(error, Doing, session.Place);
        }

        return IsRow();
    }

    private bool IsRow()
    {
        int start = Input.Position + PacketInput.HeadBytes;
        int length = Input.PayloadEnd - start;
        ReadOnlySpan<byte> payload = Input.Block.AsSpan(start, length);
        if (length == 0)
            MySqlFailure.ThrowProtocol("an empty row came", session.Place);
        if (payload[0] == 0xFF)
        {
            var message = ServerMessage.Parse(payload);
            Input.Position = start + length;
            session.IsBusy = false;
            throw MySqlFailure.FromServer(message, Doing, session.Place);
        }

        if (!MySqlSession.IsEnd(payload, length))
            return true;
        Input.Position = start + length;
        session.IsBusy = false;
        return false;
    }
}
