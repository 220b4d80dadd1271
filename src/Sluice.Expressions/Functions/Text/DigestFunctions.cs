using System.Text;
using Sluice.Types;

namespace Sluice.Expressions.Functions.Text;

/// <summary>MD5, SHA1, SHA224 … SHA512, SHA2.</summary>
internal static class DigestFunctions
{
    private delegate string Digest(ReadOnlySpan<byte> bytes);

    internal static IEnumerable<Function> All =>
    [
        Of("MD5", 32, Digests.Md5), Of("SHA1", 40, Digests.Sha1), Of("SHA224", 56, Digests.Sha224), Of("SHA256", 64, Digests.Sha256),
        Of("SHA384", 96, Digests.Sha384), Of("SHA512", 128, Digests.Sha512),
        new("SHA2", "SHA2(text, bits)", "The SHA-2 digest of 224, 256, 384 or 512 bits.", [ArgumentRule.TextOrBinary, ArgumentRule.Int], BindSha2),
    ];

    private static Function Of(string name, int digits, Digest digest) => new(
        name, $"{name}(text)", $"The {name} digest of the bytes (of a text: UTF-8), in hexadecimal digits.", [ArgumentRule.TextOrBinary],
        call => new(call.NullIfAny(LogicalType.Char(digits)), call.TypeOf(0).IsCharacter
            ? ScalarKernel.Of<string, string>((text, ref _) => digest(Encoding.UTF8.GetBytes(text)))
            : ScalarKernel.Of<byte[], string>((bytes, ref _) => digest(bytes))));

    private static FunctionBinding? BindSha2(FunctionCall call)
    {
        if (call.TryConstant(1, out object? value) && value is int constant && constant is not (224 or 256 or 384 or 512))
            return call.Reject(ExpressionErrors.InvalidConstant, $"there is no SHA-2 of {constant} bits", "write 224, 256, 384 or 512");
        return new(call.NullIfAny(LogicalType.VarChar(128)), call.TypeOf(0).IsCharacter
            ? ScalarKernel.Of<string, int, string>((text, bits, ref outcome) => Sha2(Encoding.UTF8.GetBytes(text), bits, ref outcome))
            : ScalarKernel.Of<byte[], int, string>(Sha2));
    }

    private static string Sha2(byte[] bytes, int bits, ref Outcome outcome) =>
        Digests.TrySha2(bytes, bits, out string? digest) ? digest : outcome.Fail<string>(TextErrors.NoSuchDigest(bits));
}
