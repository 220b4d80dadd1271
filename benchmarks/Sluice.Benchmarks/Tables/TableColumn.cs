namespace Sluice.Benchmarks.Tables;

/// <summary>One column of a benchmark table, spelled for each system.</summary>
/// <param name="Name">The name everywhere.</param>
/// <param name="SluiceType">Flink's spelling, for a job's <c>schema</c>.</param>
/// <param name="DuckDbType">DuckDB's spelling, for <c>read_csv</c>.</param>
/// <param name="PostgresType">PostgreSQL's spelling, for <c>CREATE TABLE</c>.</param>
internal sealed record TableColumn(string Name, string SluiceType, string DuckDbType, string PostgresType);
