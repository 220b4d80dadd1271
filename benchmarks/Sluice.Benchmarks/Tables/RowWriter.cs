using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Sluice.Benchmarks.Tables;

/// <summary>Writes the fields of CSV rows into one buffer (RFC 4180, comma, LF) and the buffer to a stream when it is nearly full.</summary>
internal sealed class RowWriter(Stream stream) : IDisposable
{
    private const int BufferBytes = 1 << 20;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _length;
    private bool _isFirst = true;

    /// <summary>A whole number.</summary>
    public void Integer(long value)
    {
        Separate(32);
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(_length), out int written);
        _length += written;
    }

    /// <summary>A decimal of two digits, given in hundredths.</summary>
    public void Hundredths(long value)
    {
        Separate(32);
        Utf8Formatter.TryFormat(value / 100, _buffer.AsSpan(_length), out int written);
        _length += written;
        _buffer[_length++] = (byte)'.';
        _buffer[_length++] = (byte)('0' + value % 100 / 10);
        _buffer[_length++] = (byte)('0' + value % 10);
    }

    /// <summary>A date, given in days since 1970.</summary>
    public void Date(int days)
    {
        Separate(16);
        new DateOnly(1970, 1, 1).AddDays(days).TryFormat(_buffer.AsSpan(_length), out int written, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        _length += written;
    }

    /// <summary>A timestamp of six digits, given in microseconds since 1970.</summary>
    public void Timestamp(long microseconds)
    {
        Separate(32);
        DateTime.UnixEpoch.AddTicks(microseconds * 10).TryFormat(_buffer.AsSpan(_length), out int written, "yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
        _length += written;
    }

    /// <summary>A text that needs no quotes.</summary>
    public void Plain(ReadOnlySpan<byte> text)
    {
        Separate(text.Length);
        text.CopyTo(_buffer.AsSpan(_length));
        _length += text.Length;
    }

    /// <summary>A text in quotes; it must hold none.</summary>
    public void Quoted(ReadOnlySpan<byte> text)
    {
        Separate(text.Length + 2);
        _buffer[_length++] = (byte)'"';
        text.CopyTo(_buffer.AsSpan(_length));
        _length += text.Length;
        _buffer[_length++] = (byte)'"';
    }

    /// <summary>NULL: nothing between the separators.</summary>
    public void Null() => Separate(0);

    /// <summary>Ends the row.</summary>
    public void EndRow()
    {
        _buffer[_length++] = (byte)'\n';
        _isFirst = true;
        if (_length > BufferBytes / 2)
            Flush();
    }

    /// <summary>The header row.</summary>
    public void Header(IEnumerable<TableColumn> columns)
    {
        foreach (TableColumn column in columns)
            Plain(Encoding.ASCII.GetBytes(column.Name));
        EndRow();
    }

    /// <inheritdoc/>
    public void Dispose() => Flush();

    private void Separate(int fieldBytes)
    {
        if (_length + fieldBytes + 2 > BufferBytes)
            Flush();
        if (!_isFirst)
            _buffer[_length++] = (byte)',';
        _isFirst = false;
    }

    private void Flush()
    {
        stream.Write(_buffer, 0, _length);
        _length = 0;
    }
}
