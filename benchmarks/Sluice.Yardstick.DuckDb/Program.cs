namespace Sluice.Yardstick.DuckDb;

/// <summary>Runs the SQL of its one argument in an in-memory DuckDB and prints the first value of the last result.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments.Length != 1)
        {
            Console.Error.WriteLine("usage: duckdb-run \"SQL; SQL; …\"");
            return 2;
        }

        if (DuckDbLibrary.Open(0, out nint database) != 0 || DuckDbLibrary.Connect(database, out nint connection) != 0)
        {
            Console.Error.WriteLine("duckdb-run: no database could be opened");
            return 1;
        }

        int state = DuckDbLibrary.Query(connection, arguments[0], out DuckDbResult result);
        if (state != 0)
            Console.Error.WriteLine(DuckDbLibrary.Text(DuckDbLibrary.ResultError(ref result)));
        else if (DuckDbLibrary.RowCount(ref result) > 0)
            Console.WriteLine(DuckDbLibrary.Text(DuckDbLibrary.ValueText(ref result, 0, 0)));
        DuckDbLibrary.DestroyResult(ref result);
        DuckDbLibrary.Disconnect(ref connection);
        DuckDbLibrary.Close(ref database);
        return state == 0 ? 0 : 1;
    }
}
