using System.Runtime.InteropServices;

namespace Sluice.Yardstick.DuckDb;

/// <summary>The few functions of DuckDB's C API that one query takes. Directly, because a provider's start would count against DuckDB.</summary>
internal static partial class DuckDbLibrary
{
    [LibraryImport("duckdb", EntryPoint = "duckdb_open")]
    public static partial int Open(nint path, out nint database);

    [LibraryImport("duckdb", EntryPoint = "duckdb_connect")]
    public static partial int Connect(nint database, out nint connection);

    [LibraryImport("duckdb", EntryPoint = "duckdb_query", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Query(nint connection, string sql, out DuckDbResult result);

    [LibraryImport("duckdb", EntryPoint = "duckdb_result_error")]
    public static partial nint ResultError(ref DuckDbResult result);

    [LibraryImport("duckdb", EntryPoint = "duckdb_row_count")]
    public static partial long RowCount(ref DuckDbResult result);

    [LibraryImport("duckdb", EntryPoint = "duckdb_value_varchar")]
    public static partial nint ValueText(ref DuckDbResult result, long column, long row);

    [LibraryImport("duckdb", EntryPoint = "duckdb_destroy_result")]
    public static partial void DestroyResult(ref DuckDbResult result);

    [LibraryImport("duckdb", EntryPoint = "duckdb_disconnect")]
    public static partial void Disconnect(ref nint connection);

    [LibraryImport("duckdb", EntryPoint = "duckdb_close")]
    public static partial void Close(ref nint database);

    /// <summary>A string of the library's, copied.</summary>
    public static string Text(nint text) => Marshal.PtrToStringUTF8(text) ?? "NULL";
}
