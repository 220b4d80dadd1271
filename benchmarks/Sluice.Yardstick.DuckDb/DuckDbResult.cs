using System.Runtime.InteropServices;

namespace Sluice.Yardstick.DuckDb;

/// <summary>The C API's <c>duckdb_result</c>: six words that only the library reads.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DuckDbResult
{
    private nint _columnCount;
    private nint _rowCount;
    private nint _rowsChanged;
    private nint _columns;
    private nint _errorMessage;
    private nint _internalData;
}
