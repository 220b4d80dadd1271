using System.Text;
using Sluice.Types;

namespace Sluice.Expressions.Functions.Text;

/// <summary>Between text, bytes and digits.</summary>
internal static class EncodingFunctions
{
    internal static IEnumerable<Function> All =>
    [
        new("TO_BASE64", "TO_BASE64(text)", "Base64 of the bytes (of a text: UTF-8).", [ArgumentRule.TextOrBinary],
            call => new(call.NullIfAny(LogicalType.String), call.TypeOf(0).IsCharacter
                ? ScalarKernel.Of<string, string>((text, ref _) => Encodings.ToBase64(Encoding.UTF8.GetBytes(text)))
                : ScalarKernel.Of<byte[], string>((bytes, ref _) => Encodings.ToBase64(bytes)))),
        new("FROM_BASE64", "FROM_BASE64(text)", "The UTF-8 text that base64 stands for; bad base64 fails the row.", [ArgumentRule.TextOrBinary],
            call => new(call.NullIfAny(LogicalType.String), call.TypeOf(0).IsCharacter
                ? ScalarKernel.Of<string, string>(FromBase64)
                : ScalarKernel.Of<byte[], string>((bytes, ref outcome) => FromBase64(Encoding.Latin1.GetString(bytes), ref outcome)))),
        new("HEX", "HEX(number or text)", "Hexadecimal digits of a number or of a text's UTF-8 bytes.",
            [new ArgumentRule("an integer or text", type => type.IsCharacter || type.IsInteger)], BindHex),
        new("UNHEX", "UNHEX(text)", "The bytes of hexadecimal digits; NULL for other text.", [TextFunctions.TextOrNull],
            call => new(LogicalType.Bytes, ScalarKernel.Of<string, byte[]>((text, ref outcome) => Encodings.Unhex(text) ?? outcome.Null<byte[]>()))),
        new("BIN", "BIN(number)", "The number in binary.", [ArgumentRule.BigInt],
            call => new(call.NullIfAny(LogicalType.String), ScalarKernel.Of<long, string>((number, ref _) => Encodings.Bin(number)))),
        new("ENCODE", "ENCODE(text, charset)", "The text's bytes in a charset.", [ArgumentRule.Text, ArgumentRule.Text],
            call => new(call.NullIfAny(LogicalType.Bytes), ScalarKernel.Of<string, string, byte[]>((text, charset, ref outcome) =>
                Charsets.TryEncode(text, charset, out byte[]? bytes) ? bytes : outcome.Fail<byte[]>(TextErrors.UnknownCharset(charset))))),
        new("DECODE", "DECODE(bytes, charset)", "The text that bytes mean in a charset.", [ArgumentRule.Binary, ArgumentRule.Text],
            call => new(call.NullIfAny(LogicalType.String), ScalarKernel.Of<byte[], string, string>((bytes, charset, ref outcome) =>
                Charsets.TryDecode(bytes, charset, out string? text) ? text : outcome.Fail<string>(TextErrors.UnknownCharset(charset))))),
        new("URL_ENCODE", "URL_ENCODE(text)", "The text escaped for a form's URL.", [TextFunctions.TextOrNull],
            call => new(LogicalType.String, ScalarKernel.Of<string, string>((text, ref _) => Encodings.UrlEncode(text)))),
        new("URL_DECODE", "URL_DECODE(text)", "The text of an escaped form's URL; NULL when an escape is wrong.", [TextFunctions.TextOrNull],
            call => new(LogicalType.String, ScalarKernel.Of<string, string>((text, ref outcome) => Encodings.UrlDecode(text) ?? outcome.Null<string>()))),
        new("JSON_QUOTE", "JSON_QUOTE(text)", "The text as a JSON string.", [TextFunctions.TextOrNull],
            call => new(call.NullIfAny(LogicalType.String), ScalarKernel.Of<string, string>((text, ref _) => JsonQuoting.Quote(text)))),
    ];

    private static string FromBase64(string text, ref Outcome outcome) =>
        Encodings.FromBase64(text) is { } bytes ? Encoding.UTF8.GetString(bytes) : outcome.Fail<string>(TextErrors.NotBase64(text));

    private static FunctionBinding? BindHex(FunctionCall call)
    {
        LogicalType type = call.NullIfAny(LogicalType.String);
        if (call.TypeOf(0).IsCharacter)
            return new(type, ScalarKernel.Of<string, string>((text, ref _) => Encodings.Hex(text)));
        return call.CastTo(0, LogicalType.BigInt) is not { } number
            ? null
            : new(type, ScalarKernel.Of<long, string>((value, ref _) => Encodings.Hex(value))) { Arguments = [number] };
    }
}
