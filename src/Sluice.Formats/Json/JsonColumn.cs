using System.Buffers;
using System.Text;
using System.Text.Json;
using Sluice.Formats.Text;
using Sluice.Types;

namespace Sluice.Formats.Json;

/// <summary>
/// Reads JSON values of one type into a builder. Numbers never pass through a double on their way to an integer or a DECIMAL. When a read fails, the builder may hold
/// part of a value: the caller takes the row back.
/// </summary>
internal abstract class JsonColumn(ColumnBuilder builder, JsonFault fault)
{
    /// <summary>Takes the values.</summary>
    protected ColumnBuilder Builder { get; } = builder;

    /// <summary>Takes the reason of a failure.</summary>
    protected JsonFault Fault { get; } = fault;

    /// <summary>Whether JSON's null is a text of its own (columns tagged <c>json</c>), not NULL.</summary>
    protected virtual bool KeepsNull => false;

    /// <summary>Reads the value that the reader stands on, to its last token; false when it was not taken.</summary>
    public bool Read(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null && !KeepsNull ? AppendNull() : ReadValue(ref reader);

    /// <summary>Appends NULL, if the column allows it.</summary>
    public bool AppendNull()
    {
        if (!Builder.Type.IsNullable)
            return Fault.Fail(TextErrors.BadValue, $"NULL in a column of type {Builder.Type}", null);
        Builder.AppendNull();
        return true;
    }

    /// <summary>Reads a value that is not null.</summary>
    protected abstract bool ReadValue(ref Utf8JsonReader reader);

    /// <summary>The reader of a column.</summary>
    public static JsonColumn Create(ColumnBuilder builder, string? tag, JsonReadOptions options, JsonFault fault)
    {
        LogicalType type = builder.Type;
        return type.Kind switch
        {
            TypeKind.Char or TypeKind.VarChar when tag == Tags.Json => new JsonTextColumn((BytesColumnBuilder)builder, fault),
            TypeKind.Char or TypeKind.VarChar => new StringJsonColumn((BytesColumnBuilder)builder, fault),
            TypeKind.Array => new ArrayJsonColumn((ListColumnBuilder)builder, options, fault),
            TypeKind.Map => new MapJsonColumn((ListColumnBuilder)builder, options, fault),
            TypeKind.Row => new RowJsonColumn((RowColumnBuilder)builder, options, fault),
            _ => new ScalarJsonColumn(builder, options, fault),
        };
    }

    /// <summary>Notes that a value is not one of the column's type.</summary>
    protected bool Refuse(ref Utf8JsonReader reader) =>
        Fault.Fail(TextErrors.BadValue, $"{Describe(ref reader)} is not a value of type {Builder.Type}", Show(ref reader));

    /// <summary>The bytes of a number or of a string without escapes; a string with escapes is unescaped into the scratch.</summary>
    protected static ReadOnlySpan<byte> TextOf(ref Utf8JsonReader reader, ref byte[] scratch)
    {
        if (!reader.ValueIsEscaped && !reader.HasValueSequence)
            return reader.ValueSpan;
        int room = reader.HasValueSequence ? checked((int)reader.ValueSequence.Length) : reader.ValueSpan.Length;
        if (scratch.Length < room)
            scratch = new byte[Math.Max(room, scratch.Length * 2)];
        if (reader.TokenType == JsonTokenType.String)
            return scratch.AsSpan(0, reader.CopyString(scratch));
        reader.ValueSequence.CopyTo(scratch);
        return scratch.AsSpan(0, room);
    }

    private static string Describe(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => $"'{Show(ref reader)}'",
        _ => Show(ref reader)!,
    };

    private static string? Show(ref Utf8JsonReader reader)
    {
        const int shown = 200;
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            return null;
        string text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : Encoding.UTF8.GetString(reader.ValueSpan);
        return text.Length <= shown ? text : string.Concat(text.AsSpan(0, shown), "…");
    }
}
