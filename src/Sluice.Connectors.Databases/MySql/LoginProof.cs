using System.Security.Cryptography;
using System.Text;

namespace Sluice.Connectors.Databases.MySql;

/// <summary>How a password is proved to a server without showing it.</summary>
internal static class LoginProof
{
    public const string Native = "mysql_native_password";
    public const string CachingSha2 = "caching_sha2_password";
    public const string Sha256 = "sha256_password";

    /// <summary>The first answer to a challenge; null for a way of logging in that is not known.</summary>
    public static byte[]? First(string plugin, string password, ReadOnlySpan<byte> nonce)
    {
        if (password.Length == 0 && plugin is Native or CachingSha2)
            return [];
        byte[] secret = Encoding.UTF8.GetBytes(password);
        return plugin switch
        {
            Native => ForNative(secret, nonce),
            CachingSha2 => ForCachingSha2(secret, nonce),
            _ => null,
        };
    }

    /// <summary>The password itself with its closing zero: only over a connection that nobody can listen to.</summary>
    public static byte[] Plain(string password) => [.. Encoding.UTF8.GetBytes(password), 0];

    /// <summary>The password under the server's public key (RSA, OAEP, SHA-1), mixed with the challenge.</summary>
    public static byte[] Encrypted(string password, ReadOnlySpan<byte> nonce, string publicKey)
    {
        byte[] secret = Plain(password);
        for (int i = 0; i < secret.Length; i++)
            secret[i] ^= nonce[i % nonce.Length];
        using var key = RSA.Create();
        key.ImportFromPem(publicKey);
        return key.Encrypt(secret, RSAEncryptionPadding.OaepSHA1);
    }

    /// <summary>SHA1(password) xor SHA1(nonce + SHA1(SHA1(password))).</summary>
#pragma warning disable CA5350 // The protocol's own hash.
    private static byte[] ForNative(byte[] secret, ReadOnlySpan<byte> nonce)
    {
        byte[] once = SHA1.HashData(secret);
        return Xor(once, SHA1.HashData([.. nonce, .. SHA1.HashData(once)]));
    }
#pragma warning restore CA5350

    /// <summary>SHA256(password) xor SHA256(SHA256(SHA256(password)) + nonce).</summary>
    private static byte[] ForCachingSha2(byte[] secret, ReadOnlySpan<byte> nonce)
    {
        byte[] once = SHA256.HashData(secret);
        return Xor(once, SHA256.HashData([.. SHA256.HashData(once), .. nonce]));
    }

    private static byte[] Xor(byte[] left, byte[] right)
    {
        for (int i = 0; i < left.Length; i++)
            left[i] ^= right[i];
        return left;
    }
}
