using Sluice.Types;

namespace Sluice.Formats.Parquet;

/// <summary>The errors of the Parquet format.</summary>
public static class ParquetErrors
{
    /// <summary>A type without a form in Parquet or with us.</summary>
    public static readonly ErrorCode UnsupportedType = new(
        "parquet.unsupported_type", Fault.Job, "A column's type has no form in Parquet, or a Parquet file has a type that we cannot carry. Cast it or leave it out.");

    /// <summary>Not a whole Parquet file.</summary>
    public static readonly ErrorCode BadFile = new(
        "parquet.bad_file", Fault.Data, "A file is not Parquet, is truncated or damaged. Write it again or leave it out.");

    /// <summary>A column missing or of another type.</summary>
    public static readonly ErrorCode OtherColumn = new(
        "parquet.other_column", Fault.Job, "A Parquet file lacks a column that is asked for, or has it in another type.");

    /// <summary>A value without a form in its column.</summary>
    public static readonly ErrorCode ValueOutOfRange = new(
        "parquet.value_out_of_range", Fault.Data, "A value has no form in the Parquet type of its column; the row is dirty.");

    /// <summary>NULL where the file says REQUIRED.</summary>
    public static readonly ErrorCode NullInRequired = new(
        "parquet.null_in_required", Fault.Data, "A column that is NOT NULL, or the key of a MAP, is NULL; the row is dirty.");

    /// <summary>All codes of the format.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } = [UnsupportedType, BadFile, OtherColumn, ValueOutOfRange, NullInRequired];

    internal static SluiceException TypeNotCarried(string column, LogicalType type, string why) => new(
        UnsupportedType, $"column '{column}' of type {type} cannot be written: {why}", fix: "cast it to STRING or leave it out in select");

    internal static SluiceException TypeNotRead(string path, string column, string type) => new(
        UnsupportedType, $"column '{column}' has the type {type}, which cannot be read", path, $"name it in the source's skip_columns: [{column}]");

    internal static SluiceException NotReadable(string path, string what, Exception? inner = null) => new(
        BadFile, what, path, "write the file again, or leave it out", inner);

    internal static SluiceException OtherType(string path, Column wanted, LogicalType stored) => new(
        OtherColumn, $"column '{wanted.Name}' is {stored} in the file, not {wanted.Type}", path, "declare the type that the file has, or cast in select");

    internal static SluiceException NoColumn(string path, string name, IEnumerable<string> names)
    {
        string[] all = [.. names];
        string? near = NearestName.Find(name, all);
        return new SluiceException(
            OtherColumn, $"the file has no column '{name}'", path, near is null ? $"use one of: {string.Join(", ", all.Take(20))}" : $"write {near}");
    }
}
