using System.Diagnostics;

namespace Sluice.Benchmarks.Tables;

/// <summary>The MariaDB of the benchmarks, through its own client.</summary>
/// <param name="address">mysql://user:password@host:port/database.</param>
internal sealed class MariaDb(Uri address)
{
    private string[] Login => address.UserInfo.Split(':');

    /// <summary>The address without encryption, which the client does not use either.</summary>
    public string Plain => $"{address}?ssl-mode=disabled";

    /// <summary>The address as pgloader takes it.</summary>
    public string Bare => address.ToString();

    /// <summary>The client as the start of a command.</summary>
    public string Client => $"mariadb --no-defaults --skip-ssl --local-infile=1 -h {address.Host} -P {address.Port} -u {Login[0]} -p{Login[1]} {address.AbsolutePath.Trim('/')}";

    /// <summary>Loads the table unless it is there with as many rows.</summary>
    public void Load(BenchmarkTable table, string csv, long rows)
    {
        if (Sql($"SELECT table_comment FROM information_schema.tables WHERE table_schema = database() AND table_name = '{table.Name}'").Trim() == FormattableString.Invariant($"{rows}"))
            return;
        Console.Error.WriteLine($"  loading {table.Name} ({rows} rows) into MariaDB");
        Sql($"DROP TABLE IF EXISTS {table.Name}; CREATE TABLE {table.Name} ({table.PostgresColumns}, PRIMARY KEY (l_orderkey, l_linenumber))");
        Sql($"LOAD DATA LOCAL INFILE '{csv}' INTO TABLE {table.Name} CHARACTER SET utf8mb4 FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '\"' LINES TERMINATED BY '\\n' IGNORE 1 LINES");
        Sql(FormattableString.Invariant($"ANALYZE TABLE {table.Name}; ALTER TABLE {table.Name} COMMENT = '{rows}'"));
    }

    /// <summary>Runs statements and returns what the client prints.</summary>
    public string Sql(string sql)
    {
        string[] command = Client.Split(' ');
        using Process process = Process.Start(new ProcessStartInfo(command[0], [.. command[1..], "-N", "-B", "-e", sql]) { RedirectStandardOutput = true })!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? text : throw new InvalidOperationException($"mariadb failed: {sql}");
    }
}
