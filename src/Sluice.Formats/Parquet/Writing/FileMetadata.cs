using System.Globalization;
using Sluice.Types;

namespace Sluice.Formats.Parquet;

/// <summary>
/// Parquet's <c>FileMetaData</c>, kept encoded while the file grows: a row group leaves some hundred bytes a column behind, nothing else.
/// Not thread-safe.
/// </summary>
internal sealed class FileMetadata : IDisposable
{
    private const string CreatedBy = "Sluice";

    private readonly TableSchema _schema;
    private readonly ParquetCodec _codec;
    private readonly int _leafCount;
    private readonly GrowingBuffer _groups;
    private readonly GrowingBuffer _footer;
    private int _groupCount;

    public FileMetadata(TableSchema schema, int leafCount, ParquetCodec codec, BufferPool pool)
    {
        _schema = schema;
        _codec = codec;
        _leafCount = leafCount;
        _groups = new GrowingBuffer(pool);
        _footer = new GrowingBuffer(pool);
    }

    /// <summary>Rows of all row groups.</summary>
    public long RowCount { get; private set; }

    /// <summary>Notes a row group whose first byte is at <paramref name="offset"/>, its chunks one after the other.</summary>
    public void AddRowGroup(EncodedRowGroup group, long offset)
    {
        var thrift = new ThriftCompactWriter(_groups);
        thrift.BeginStruct();
        thrift.BeginListOfStruct(1, group.Chunks.Length);
        long at = offset;
        long uncompressed = 0;
        foreach (EncodedChunk chunk in group.Chunks)
        {
            WriteChunk(thrift, chunk, at);
            at += chunk.Bytes;
            uncompressed += chunk.UncompressedBytes;
        }

        thrift.I64(2, uncompressed);
        thrift.I64(3, group.RowCount);
        thrift.I64(5, offset);
        thrift.I64(6, at - offset);
        thrift.EndStruct();
        _groupCount++;
        RowCount += group.RowCount;
    }

    /// <summary>The row groups so far, in a form that outlives the process: rows, row groups, their encoded metadata.</summary>
    public string Snapshot() => string.Create(CultureInfo.InvariantCulture, $"{RowCount} {_groupCount} {Convert.ToBase64String(_groups.Written)}");

    /// <summary>Goes on with the row groups of <see cref="Snapshot"/>.</summary>
    public void Resume(string state)
    {
        string[] parts = state.Split(' ');
        RowCount = long.Parse(parts[0], CultureInfo.InvariantCulture);
        _groupCount = int.Parse(parts[1], CultureInfo.InvariantCulture);
        _groups.Append(Convert.FromBase64String(parts[2]));
    }

    /// <summary>The footer: metadata, its length and the magic bytes.</summary>
    public ReadOnlyMemory<byte> Finish()
    {
        var thrift = new ThriftCompactWriter(_footer);
        thrift.BeginStruct();
        thrift.I32(1, 2);
        SchemaElements.Write(thrift, 2, _schema);
        thrift.I64(3, RowCount);
        thrift.BeginListOfStruct(4, _groupCount);
        thrift.Raw(_groups.Written);
        thrift.BeginListOfStruct(5, 1);
        thrift.BeginStruct();
        thrift.String(1, SchemaMetadata.Key);
        thrift.String(2, SchemaMetadata.Write(_schema));
        thrift.EndStruct();
        thrift.String(6, CreatedBy);
        WriteColumnOrders(thrift);
        thrift.EndStruct();
        _footer.Append(_footer.Length);
        _footer.Append("PAR1"u8);
        return _footer.Written.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _groups.Dispose();
        _footer.Dispose();
    }

    private void WriteChunk(ThriftCompactWriter thrift, EncodedChunk chunk, long offset)
    {
        long dictionaryBytes = chunk.DictionaryPage?.Length ?? 0;
        thrift.BeginStruct();
        thrift.I64(2, offset);
        thrift.BeginStruct(3);
        thrift.I32(1, (int)chunk.Leaf.Stored.Physical);
        thrift.ListOfI32(2, Encodings(chunk));
        thrift.ListOfString(3, chunk.Leaf.Path);
        thrift.I32(4, (int)_codec);
        thrift.I64(5, chunk.ValueCount);
        thrift.I64(6, chunk.UncompressedBytes);
        thrift.I64(7, chunk.Bytes);
        thrift.I64(9, offset + dictionaryBytes);
        if (dictionaryBytes > 0)
            thrift.I64(11, offset);
        WriteStatistics(thrift, chunk);
        thrift.EndStruct();
        thrift.EndStruct();
    }

    private static int[] Encodings(EncodedChunk chunk) => chunk.DictionaryPage is null
        ? [(int)ParquetEncoding.Plain, (int)ParquetEncoding.RunLength]
        : [(int)ParquetEncoding.Plain, (int)ParquetEncoding.RunLength, (int)ParquetEncoding.Dictionary];

    private static void WriteStatistics(ThriftCompactWriter thrift, EncodedChunk chunk)
    {
        thrift.BeginStruct(12);
        thrift.I64(3, chunk.NullCount);
        if (chunk.Range.Max is { } max)
            thrift.Binary(5, max);
        if (chunk.Range.Min is { } min)
            thrift.Binary(6, min);
        if (chunk.Range.Max is not null)
            thrift.Bool(7, chunk.Range.IsMaxExact);
        if (chunk.Range.Min is not null)
            thrift.Bool(8, chunk.Range.IsMinExact);
        thrift.EndStruct();
    }

    /// <summary>Without it no reader may trust the bounds of text.</summary>
    private void WriteColumnOrders(ThriftCompactWriter thrift)
    {
        thrift.BeginListOfStruct(7, _leafCount);
        for (int i = 0; i < _leafCount; i++)
        {
            thrift.BeginStruct();
            thrift.Empty(1);
            thrift.EndStruct();
        }
    }
}
