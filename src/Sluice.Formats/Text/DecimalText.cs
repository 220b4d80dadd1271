using System.Text;
using Sluice.Types;

namespace Sluice.Formats.Text;

/// <summary>Decimals as text, one at a time; for names and messages, not for hot paths.</summary>
public static class DecimalText
{
    /// <summary>Reads an unscaled value; false when the text is no decimal or does not fit the type exactly.</summary>
    public static bool TryRead(string text, LogicalType type, out Int128 value) =>
        Utf8Numbers.TryReadAnyDecimal(Encoding.UTF8.GetBytes(text), type.Precision, type.Scale, out value);

    /// <summary>Writes an unscaled value with exactly <paramref name="scale"/> digits after the point.</summary>
    public static unsafe string Write(Int128 value, int scale)
    {
        byte* buffer = stackalloc byte[Utf8Writing.Room];
        return Encoding.ASCII.GetString(buffer, (int)(Utf8Writing.WriteDecimal(value, scale, buffer) - buffer));
    }
}
