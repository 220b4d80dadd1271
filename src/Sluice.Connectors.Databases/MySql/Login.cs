using System.Buffers.Binary;
using System.Text;
using Sluice.Types;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>Greets a server, switches to TLS and logs in (protocol: Connection Phase). Used once for a connection.</summary>
internal sealed class Login(MySqlAddress address, MySqlWire wire)
{
    private const string Doing = "logging in";
    private bool _isPrivate = address.Socket is not null;
    private string _plugin = "";
    private byte[] _nonce = [];

    private string Password => address.Password ?? "";

    /// <summary>Logs in; the wire is then ready for commands.</summary>
    public async ValueTask<Handshake> RunAsync(CancellationToken cancellationToken)
    {
        byte[] greeting = await wire.Input.TakeAsync(cancellationToken).ConfigureAwait(false);
        if (greeting.Length > 0 && greeting[0] == 0xFF)
            throw MySqlFailure.FromServer(ServerMessage.Parse(greeting), "connecting", address.Display);
        Handshake server = Handshake.Parse(greeting)
            ?? throw new SluiceException(MySqlErrors.Protocol, "the peer does not greet as MySQL does", address.Display, "check host and port");
        ClientFlags flags = FlagsFor(server);
        byte sequence = 1;
        if ((flags & ClientFlags.Tls) != 0)
        {
            await wire.SendAsync(Head(flags), sequence++, cancellationToken).ConfigureAwait(false);
            await wire.EncryptAsync(address, cancellationToken).ConfigureAwait(false);
            _isPrivate = true;
        }

        (_plugin, _nonce) = (server.Plugin.Length == 0 ? LoginProof.Native : server.Plugin, server.Nonce);
        await wire.SendAsync(Answer(flags), sequence, cancellationToken).ConfigureAwait(false);
        while (!await ReadAnswerAsync(cancellationToken).ConfigureAwait(false))
        {
            // The server goes on asking until it has decided.
        }

        return server;
    }

    private ClientFlags FlagsFor(Handshake server)
    {
        ClientFlags flags = ClientFlags.LongPassword | ClientFlags.FoundRows | ClientFlags.LongFlag | ClientFlags.LocalFiles | ClientFlags.Protocol41
            | ClientFlags.Transactions | ClientFlags.SecureConnection | ClientFlags.PluginAuth | ClientFlags.ConnectAttributes | ClientFlags.LongAuthData;
        if (address.Database is not null)
            flags |= ClientFlags.ConnectWithDatabase;
        if (address.Tls == TlsMode.Disabled)
            return flags & (server.Flags | ClientFlags.LocalFiles | ClientFlags.LongAuthData);
        if ((server.Flags & ClientFlags.Tls) != 0)
            return (flags & (server.Flags | ClientFlags.LocalFiles)) | ClientFlags.Tls;
        return address.Tls == TlsMode.Preferred
            ? flags & (server.Flags | ClientFlags.LocalFiles)
            : throw new SluiceException(MySqlErrors.Tls, "connecting: the server offers no encrypted connection", address.Display,
                "switch TLS on in the server, or write ssl-mode=preferred");
    }

    private static byte[] Head(ClientFlags flags)
    {
        var head = new byte[32];
        BinaryPrimitives.WriteUInt32LittleEndian(head, (uint)flags);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(4), 1 << 30);
        head[8] = 45; // utf8mb4_general_ci, which every server since 5.5.3 knows
        return head;
    }

    private byte[] Answer(ClientFlags flags)
    {
        var answer = new List<byte>(Head(flags));
        Text(answer, address.User ?? Environment.UserName);
        byte[] proof = LoginProof.First(_plugin, Password, _nonce) ?? [];
        answer.Add((byte)proof.Length);
        answer.AddRange(proof);
        if ((flags & ClientFlags.ConnectWithDatabase) != 0)
            Text(answer, address.Database!);
        if ((flags & ClientFlags.PluginAuth) != 0)
            Text(answer, _plugin);
        if ((flags & ClientFlags.ConnectAttributes) != 0)
        {
            byte[] attributes = [.. Counted("program_name"), .. Counted("sluice")];
            answer.Add((byte)attributes.Length);
            answer.AddRange(attributes);
        }

        return [.. answer];
    }

    /// <summary>True when the server has let us in.</summary>
    private async ValueTask<bool> ReadAnswerAsync(CancellationToken cancellationToken)
    {
        byte[] answer = await wire.Input.TakeAsync(cancellationToken).ConfigureAwait(false);
        byte next = (byte)(wire.Input.Sequence + 1);
        switch (answer.Length == 0 ? 0xFF : answer[0])
        {
            case 0:
                return true;
            case 0xFF:
                throw MySqlFailure.FromServer(ServerMessage.Parse(answer), Doing, address.Display);
            case 0xFE:
                ReadSwitch(answer);
                await wire.SendAsync(FirstProof(), next, cancellationToken).ConfigureAwait(false);
                return false;
            case 1:
                await GoOnAsync(answer, next, cancellationToken).ConfigureAwait(false);
                return false;
            default:
                MySqlFailure.ThrowProtocol("the server's answer to the log-in is not known", address.Display);
                return false;
        }
    }

    private void ReadSwitch(byte[] answer)
    {
        int zero = Array.IndexOf(answer, (byte)0);
        if (answer.Length == 1 || zero < 0)
            throw Unknown("mysql_old_password");
        _plugin = Encoding.ASCII.GetString(answer.AsSpan(1, zero - 1));
        _nonce = answer.AsSpan(zero + 1).TrimEnd((byte)0).ToArray();
    }

    private byte[] FirstProof()
    {
        if (_plugin == LoginProof.Sha256)
            return Password.Length == 0 ? [0] : _isPrivate ? LoginProof.Plain(Password) : AskForKey(1);
        return LoginProof.First(_plugin, Password, _nonce) ?? throw Unknown(_plugin);
    }

    /// <summary>caching_sha2_password: 3 = the proof was right; 4 = the server wants the password itself; else its public key.</summary>
    private async ValueTask GoOnAsync(byte[] answer, byte sequence, CancellationToken cancellationToken)
    {
        if (_plugin is not (LoginProof.CachingSha2 or LoginProof.Sha256) || answer.Length < 2)
            throw Unknown(_plugin);
        if (answer.Length > 2)
            await wire.SendAsync(LoginProof.Encrypted(Password, _nonce, Encoding.ASCII.GetString(answer.AsSpan(1))), sequence, cancellationToken).ConfigureAwait(false);
        else if (answer[1] == 4)
            await wire.SendAsync(_isPrivate ? LoginProof.Plain(Password) : AskForKey(2), sequence, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whoever sits between could give a key of his own: asked for only when the address says so.</summary>
    private byte[] AskForKey(byte request) => address.AsksForKey
        ? [request]
        : throw new SluiceException(MySqlErrors.Authentication,
            $"{Doing}: {_plugin} needs an encrypted connection, a unix socket, or the server's public key", address.Display,
            "write ?ssl-mode=required in the address, or get-server-public-key=true where the network is trusted");

    private SluiceException Unknown(string plugin) => new(MySqlErrors.Authentication,
        $"{Doing}: the server wants '{plugin}', which is not supported", address.Display,
        "use a user that logs in by caching_sha2_password or mysql_native_password");

    private static void Text(List<byte> target, string text)
    {
        target.AddRange(Encoding.UTF8.GetBytes(text));
        target.Add(0);
    }

    private static byte[] Counted(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
}
