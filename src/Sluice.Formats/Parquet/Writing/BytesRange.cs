using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Sluice.Formats.Parquet;

/// <summary>
/// The smallest and largest byte string seen, by unsigned bytes (which is by code point for text), kept to <see cref="KeptBytes"/> bytes. The first 8 bytes
/// decide most comparisons.
/// </summary>
internal sealed class BytesRange
{
    /// <summary>A bound is cut to this length in the file.</summary>
    private const int BoundBytes = 64;

    /// <summary>Bytes of a bound kept: one more than written says that it was cut.</summary>
    private const int KeptBytes = BoundBytes + 1;

    private readonly byte[] _min = new byte[KeptBytes];
    private readonly byte[] _max = new byte[KeptBytes];
    private int _minLength;
    private int _maxLength;
    private ulong _minPrefix = ulong.MaxValue;
    private ulong _maxPrefix;
    private bool _hasValues;

    /// <summary>Forgets all values.</summary>
    public void Clear()
    {
        _hasValues = false;
        _minPrefix = ulong.MaxValue;
        _maxPrefix = 0;
    }

    /// <summary>Takes a value into account.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ReadOnlySpan<byte> value)
    {
        ulong prefix = Prefix(value);
        if (prefix <= _minPrefix || prefix >= _maxPrefix)
            AddCandidate(value, prefix);
    }

    /// <summary>The bounds, cut where they are long; of text at a character's end.</summary>
    public ChunkRange Finish(bool isText)
    {
        if (!_hasValues)
            return ChunkRange.None;
        byte[] min = Cut(_min.AsSpan(0, _minLength), isText);
        bool isMinExact = _minLength <= BoundBytes;
        bool isMaxExact = _maxLength <= BoundBytes;
        byte[]? max = isMaxExact ? _max.AsSpan(0, _maxLength).ToArray() : Successor(Cut(_max.AsSpan(0, _maxLength), isText), isText);
        return new ChunkRange(min, max, isMinExact, isMaxExact);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Prefix(ReadOnlySpan<byte> value)
    {
        if (value.Length >= 8)
            return BinaryPrimitives.ReadUInt64BigEndian(value);
        ulong prefix = 0;
        for (int i = 0; i < value.Length; i++)
            prefix |= (ulong)value[i] << (56 - (8 * i));
        return prefix;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddCandidate(ReadOnlySpan<byte> value, ulong prefix)
    {
        if (value.Length > KeptBytes)
            value = value[..KeptBytes];
        if (!_hasValues || value.SequenceCompareTo(_min.AsSpan(0, _minLength)) < 0)
        {
            value.CopyTo(_min);
            _minLength = value.Length;
            _minPrefix = prefix;
        }

        if (!_hasValues || value.SequenceCompareTo(_max.AsSpan(0, _maxLength)) > 0)
        {
            value.CopyTo(_max);
            _maxLength = value.Length;
            _maxPrefix = prefix;
        }

        _hasValues = true;
    }

    private static byte[] Cut(ReadOnlySpan<byte> value, bool isText)
    {
        if (value.Length <= BoundBytes)
            return value.ToArray();
        int length = BoundBytes;
        while (isText && length > 0 && (value[length] & 0xC0) == 0x80)
            length--;
        return value[..length].ToArray();
    }

    /// <summary>The least text or bytes of the same length above all that start with <paramref name="prefix"/>; null when there is none.</summary>
    private static byte[]? Successor(byte[] prefix, bool isText)
    {
        int last = prefix.Length - 1;
        if (!isText)
        {
            while (last >= 0 && prefix[last] == 0xFF)
                last--;
            if (last < 0)
                return null;
            prefix[last]++;
            return prefix[..(last + 1)];
        }

        // Text: raise the last ASCII character; what follows it is dropped, so it stays valid UTF-8.
        while (last >= 0 && prefix[last] >= 0x7F)
            last--;
        if (last < 0)
            return null;
        prefix[last]++;
        return prefix[..(last + 1)];
    }
}
