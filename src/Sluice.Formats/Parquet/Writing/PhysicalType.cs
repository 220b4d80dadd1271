namespace Sluice.Formats.Parquet;

/// <summary>Parquet's physical types, with its own numbers (<c>Type</c> in parquet.thrift).</summary>
internal enum PhysicalType
{
    Boolean = 0,
    Int32 = 1,
    Int64 = 2,
    Float = 4,
    Double = 5,
    ByteArray = 6,
    FixedLenByteArray = 7,
}
