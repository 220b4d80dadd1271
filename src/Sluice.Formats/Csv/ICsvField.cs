namespace Sluice.Formats.Csv;

/// <summary>Reads one field as a value of fixed width. Implemented by structs, so that every column's loop is compiled for its parser.</summary>
internal unsafe interface ICsvField<T>
    where T : unmanaged
{
    /// <summary>Reads a text without quotes and blanks; may be read up to 64 bytes beyond either end. False when it is not a value of the type.</summary>
    bool TryRead(byte* text, int length, out T value);
}
