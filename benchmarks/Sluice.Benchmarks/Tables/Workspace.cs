using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;

namespace Sluice.Benchmarks.Tables;

/// <summary>The prepared data in a folder that git ignores, and where programs write to. Everything is made once and used again.</summary>
internal sealed class Workspace(string repository, string folder, double scale)
{
    /// <summary>The repository's root.</summary>
    public string Repository { get; } = repository;

    /// <summary>The published program.</summary>
    public string Sluice { get; } = Required("SLUICE_BIN");

    /// <summary>The DuckDB yardstick.</summary>
    public string DuckDb { get; } = Required("SLUICE_BENCH_DUCKDB");

    /// <summary>The polars yardstick as the start of a command, or null where it could not be installed.</summary>
    public string? Polars { get; } = Environment.GetEnvironmentVariable("SLUICE_BENCH_POLARS") is { Length: > 0 } command ? command : null;

    /// <summary>Address of the PostgreSQL that holds the tables.</summary>
    public string Postgres { get; } = Required("SLUICE_TEST_POSTGRES");

    /// <summary>The MariaDB that holds the tables.</summary>
    public MariaDb MariaDb { get; } = new(new Uri(Required("SLUICE_TEST_MARIADB")));

    /// <summary>Where the standard error of the last process stands.</summary>
    public string LogFile => Path.Combine(folder, "last.log");

    /// <summary>Rows of a table at this workspace's scale.</summary>
    public long Rows(BenchmarkTable table) => Math.Max(10, (long)(table.Rows * scale));

    /// <summary>A name in the folder for results.</summary>
    public string Output(string name)
    {
        Directory.CreateDirectory(Path.Combine(folder, "out"));
        return Path.Combine(folder, "out", name);
    }

    /// <summary>Writes a job file and returns its path.</summary>
    public string Job(string name, string yaml)
    {
        Directory.CreateDirectory(Path.Combine(folder, "jobs"));
        string path = Path.Combine(folder, "jobs", name + ".yaml");
        File.WriteAllText(path, yaml);
        return path;
    }

    /// <summary>The table as CSV.</summary>
    public string Csv(BenchmarkTable table) => Csv(table, Rows(table));

    /// <summary>The first <paramref name="rows"/> rows of a table as CSV.</summary>
    public string Csv(BenchmarkTable table, long rows) => Prepare(table, rows, "csv", path => table.WriteCsv(path, rows));

    /// <summary>The table as Parquet, written by DuckDB (Snappy, its defaults): neutral ground for readers.</summary>
    public string Parquet(BenchmarkTable table)
    {
        string csv = Csv(table);
        return Prepare(table, Rows(table), "parquet", path =>
            Query($"COPY (FROM {CsvSource(table, csv)}) TO '{path}.tmp' (FORMAT parquet)", () => File.Move(path + ".tmp", path, overwrite: true)));
    }

    /// <summary>Loads the table into PostgreSQL unless it is there with as many rows; indexed and vacuumed.</summary>
    public void LoadPostgres(BenchmarkTable table)
    {
        string mark = Rows(table).ToString(CultureInfo.InvariantCulture);
        if (Psql($"SELECT obj_description(to_regclass('{table.Name}'))").Trim() == mark)
            return;
        Console.Error.WriteLine($"  loading {table.Name} ({mark} rows) into PostgreSQL");
        Psql($"DROP TABLE IF EXISTS {table.Name}; CREATE TABLE {table.Name} ({table.PostgresColumns})");
        Psql($"\\copy {table.Name} FROM '{Csv(table)}' (FORMAT csv, HEADER)");
        if (table == LineItem.Table || table == LineItem.Large)
            Psql($"CREATE INDEX ON {table.Name} (l_partkey)");
        Psql($"VACUUM ANALYZE {table.Name}");
        Psql($"COMMENT ON TABLE {table.Name} IS '{mark}'");
    }

    /// <summary>The FROM clause that makes DuckDB read a CSV with the table's types.</summary>
    public static string CsvSource(BenchmarkTable table, string path) => $"read_csv('{path}', header = true, columns = {table.DuckDbColumns})";

    /// <summary>Rows, and an order-free sum of a hash of every value as its table's type: two results with the same rows have the same.</summary>
    public static string Fingerprint(BenchmarkTable table, string from, string? where = null)
    {
        // PostgreSQL pads CHAR(n) with blanks and hands them out; they are not what is compared here.
        string values = string.Join(", ", table.Columns.Select(c => c.DuckDbType == "VARCHAR" ? $"rtrim({c.Name}::VARCHAR)" : $"{c.Name}::{c.DuckDbType}"));
        string found = "";
        string filter = where is null ? "" : $" WHERE {where}";
        Query($"SELECT count(*)::VARCHAR || ' rows, hash ' || coalesce(sum(hash({values})::HUGEINT), 0)::VARCHAR FROM {from}{filter}", value => found = value);
        return found;
    }

    private static void Query(string sql, Action done) => Query(sql, _ => done());

    private static void Query(string sql, Action<string> result)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        try
        {
            result(Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture) ?? "");
        }
        catch (DuckDBException error)
        {
            throw new InvalidOperationException($"DuckDB: {error.Message}", error);
        }
    }

    private string Prepare(BenchmarkTable table, long rows, string extension, Action<string> make)
    {
        string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{table.Name}-{rows}.{extension}"));
        if (!File.Exists(path))
        {
            Console.Error.WriteLine($"  making {path}");
            make(path);
        }

        return path;
    }

    /// <summary>Runs one statement through psql and returns what it prints, unaligned and without headers.</summary>
    public string Psql(string sql) => Psql("-c", sql);

    /// <summary>Runs the statements of a file.</summary>
    public string PsqlFile(string path) => Psql("-f", path);

    private string Psql(string option, string sql)
    {
        var start = new ProcessStartInfo("psql", ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", Postgres, option, sql]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? text : throw new InvalidOperationException($"psql failed: {sql}");
    }

    /// <summary>The fingerprint of a table in PostgreSQL.</summary>
    public string PostgresFingerprint(BenchmarkTable table, string name)
    {
        string file = Output("check.csv");
        Psql($"\\copy (SELECT {string.Join(", ", table.Columns.Select(c => c.Name))} FROM {name}) TO '{file}' (FORMAT csv, HEADER)");
        string found = Fingerprint(table, CsvSource(table, file));
        File.Delete(file);
        return found;
    }

    private static string Required(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"{variable} is not set: start this program through benchmarks/run");
}
